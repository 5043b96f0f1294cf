namespace XenSdk;

/// <summary>A place in the table of a <see cref="HypercallMemory"/>: a block of pages, or none yet. Who borrows the block may keep
/// the slot, to see whether the loan has ended.</summary>
internal sealed class HypercallSlot
{
    /// <summary>Start of the block; 0 where the slot has none.</summary>
    public nint Address;

    /// <summary>The block has 2^Order system pages.</summary>
    public int Order;

    /// <summary>Whether it has been lent before, and so need not be zero any more.</summary>
    public bool IsUsed;

    /// <summary>Names the block's loan, and so tells one that has ended from the one that runs. Always odd: 0 names
    /// none.</summary>
    public uint Loan = 1;

    /// <summary>The free list's link.</summary>
    public uint Next;
}

/// <summary>The table of a <see cref="HypercallMemory"/>. It grows while other threads use their slots.</summary>
internal sealed class HypercallSlots
{
    private readonly object _growing = new();
    private HypercallSlot[] _slots = new HypercallSlot[16];
    private int _count;

    /// <summary>Slots that were ever made.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>A slot by its index, which stands below <see cref="Count"/>.</summary>
    internal HypercallSlot this[int index] => Volatile.Read(ref _slots)[index];

    /// <summary>Makes one more slot.</summary>
    internal int Add()
    {
        lock (_growing)
        {
            int index = _count;
            HypercallSlot[] slots = _slots;
            if (index == slots.Length)
                Array.Resize(ref slots, 2 * index);
            slots[index] = new HypercallSlot();
            Volatile.Write(ref _slots, slots);
            Volatile.Write(ref _count, index + 1);
            return index;
        }
    }
}
