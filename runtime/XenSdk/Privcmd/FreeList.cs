namespace XenSdk;

/// <summary>
/// A stack of indexes that many threads push to and pop from without a lock (Treiber's). Each pop changes a tag beside the
/// index, so that a head which came back in the meantime is not mistaken for one that never went.
/// </summary>
internal struct FreeList
{
    // Low half: index of the top plus 1, 0 for an empty stack. High half: the tag.
    private ulong _head;

    /// <summary>Puts an index on the stack.</summary>
    /// <param name="index">What no stack has at present.</param>
    /// <param name="slots">Has the links.</param>
    internal void Push(int index, HypercallSlots slots)
    {
        ulong head = Volatile.Read(ref _head);
        while (true)
        {
            slots[index].Next = (uint)head;
            ulong seen = Interlocked.CompareExchange(ref _head, (head & 0xFFFF_FFFF_0000_0000) | ((uint)index + 1), head);
            if (seen == head)
                return;
            head = seen;
        }
    }

    /// <summary>Takes the top index off the stack.</summary>
    internal bool TryPop(HypercallSlots slots, out int index)
    {
        ulong head = Volatile.Read(ref _head);
        while (true)
        {
            index = (int)(uint)head - 1;
            if (index < 0)
                return false;
            ulong next = unchecked((head & 0xFFFF_FFFF_0000_0000) + 0x1_0000_0000) | Volatile.Read(ref slots[index].Next);
            ulong seen = Interlocked.CompareExchange(ref _head, next, head);
            if (seen == head)
                return true;
            head = seen;
        }
    }
}
