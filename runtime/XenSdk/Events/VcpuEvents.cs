using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// One vCPU's side of event delivery, as its <c>vcpu_info</c> has it: whether Xen wants to call it (the pending flag),
/// whether it may (the mask, which is a PV guest's interrupt flag), and in which words of the PENDING bits there is
/// something for it (the selector, which <see cref="EventScanner"/> reads).
/// </summary>
/// <remarks>
/// Both flags are for the vCPU itself: Xen reads the mask only on the CPU that the vCPU is on, so that plain writes of its own
/// are enough. HVM, PVH and ARM guests have the pending flag and the selector, but no use for the mask: their interrupts are
/// masked as any other's.
/// </remarks>
public readonly unsafe struct VcpuEvents
{
    private readonly byte* _upcallPending;
    private readonly byte* _upcallMask;
    private readonly SharedBits _selector;
    private readonly int _wordBits;

    internal VcpuEvents(byte* upcallPending, byte* upcallMask, SharedBits selector, int wordBits)
    {
        _upcallPending = upcallPending;
        _upcallMask = upcallMask;
        _selector = selector;
        _wordBits = wordBits;
    }

    /// <summary>Whether Xen has called, or will as soon as the mask allows, and no scan has begun since.</summary>
    public bool IsUpcallPending
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref *_upcallPending) != 0;
    }

    /// <summary>Whether Xen must not call. Set when the vCPU starts, and by Xen on the way into an upcall; given back its old
    /// value by <c>iret</c>, and cleared by Xen when the vCPU blocks (<see cref="EventHypercalls.Block"/>).</summary>
    public bool IsUpcallMasked
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref *_upcallMask) != 0;
    }

    /// <summary>Keeps Xen from calling: a PV guest's <c>cli</c>. For short times; a single noisy port is better masked by
    /// itself (<see cref="EventChannels.Mask"/>).</summary>
    /// <returns>Whether upcalls were masked before: what to do at the end of the section, as in nested ones.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MaskUpcalls()
    {
        bool masked = Volatile.Read(ref *_upcallMask) != 0;
        Volatile.Write(ref *_upcallMask, 1);
        // Nothing of the section may be done before the mask is there: only an upcall on this very vCPU could see it, so that
        // it is the compiler that must not move it, and the processor cannot.
        _ = Volatile.Read(ref *_upcallMask);
        return masked;
    }

    /// <summary>
    /// Lets Xen call again: a PV guest's <c>sti</c>. Xen does not notice the write by itself: if an upcall became pending
    /// meanwhile, the caller has to see to it, by a scan or by any hypercall, on the way out of which Xen looks.
    /// </summary>
    /// <returns>True if an upcall is pending that Xen has not been able to make.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool UnmaskUpcalls()
    {
        Volatile.Write(ref *_upcallMask, 0);
        // In this order: an upcall that becomes pending after the look is made by Xen at once, since the mask is gone by then.
        return Volatile.Read(ref *_upcallPending) != 0;
    }

    /// <summary>Whether there is a bit in the selector.</summary>
    internal bool HasWords
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _selector.Word(0, _wordBits) != 0;
    }

    /// <summary>Marks a word of the PENDING bits as one to look at, and the upcall as pending, as Xen does for an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void MarkPending(int word)
    {
        _selector.Set((uint)word);
        Volatile.Write(ref *_upcallPending, 1);
    }

    /// <summary>Clears the pending flag, and takes the selector. In this order: an event that comes in between is in the
    /// selector that is taken, and at worst leads to one more upcall that finds nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong TakeWords()
    {
        Volatile.Write(ref *_upcallPending, 0);
        return _selector.TakeWord(_wordBits);
    }

    /// <summary>Gives words back that were taken and not worked through, and marks the upcall as pending.</summary>
    internal void PutWords(ulong words)
    {
        _selector.PutWord(words, _wordBits);
        Volatile.Write(ref *_upcallPending, 1);
    }
}
