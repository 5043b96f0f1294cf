using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The event channels of a domain, as the shared info page has them: for each port a PENDING bit, which Xen sets and the
/// guest clears, and a MASK bit, which only the guest writes. Any vCPU may use it at any time.
/// </summary>
/// <remarks>
/// <para>An event is delivered in three steps: Xen sets PENDING; if that was clear and MASK is clear too, it sets the bit
/// of the word in the selector of the vCPU that the port is bound to, and calls that vCPU (<see cref="VcpuEvents"/>).
/// <see cref="EventScanner"/> takes them in the opposite order.</para>
/// <para>This is the two-level ABI, which every domain starts with. One that has changed to the FIFO ABI
/// (<c>EVTCHNOP_init_control</c>) has its bits elsewhere. In Xen: <c>xen/common/event_2l.c</c>.</para>
/// </remarks>
public readonly struct EventChannels
{
    private readonly SharedBits _pending;
    private readonly SharedBits _mask;

    internal EventChannels(SharedBits pending, SharedBits mask, int wordBits)
    {
        _pending = pending;
        _mask = mask;
        WordBits = wordBits;
    }

    /// <summary>Bits in a word of the guest's event arrays: 64, or 32 for x86_32.</summary>
    public int WordBits { get; }

    /// <summary>Number of ports: as many words as a word has bits, so 4096 or 1024.</summary>
    public int PortCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => WordBits * WordBits;
    }

    /// <summary>Whether an event has come that was not taken yet.</summary>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPending(EventPort port) => _pending.Test(Checked(port));

    /// <summary>Whether events at the port stay there without a call.</summary>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsMasked(EventPort port) => _mask.Test(Checked(port));

    /// <summary>Takes an event: clears PENDING. Do so before the work that the event asks for, not after it: what comes
    /// during the work is then an event of its own.</summary>
    /// <returns>Whether there was one. Of several vCPUs that try, one gets true.</returns>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Clear(EventPort port) => _pending.Clear(Checked(port));

    /// <summary>Holds events at the port back, until it is unmasked.</summary>
    /// <returns>Whether it was masked before.</returns>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Mask(EventPort port) => _mask.Set(Checked(port));

    /// <summary>Masks every port: how a kernel starts, before it binds the first.</summary>
    public void MaskAll()
    {
        for (int i = 0; i < WordBits; i++)
            _mask.FillWord(i, WordBits);
    }

    /// <summary>
    /// Lets events at the port through again. If one came while it was masked, its edge is lost: Xen will not call for it.
    /// Then this does what Xen would have done, and marks the port in the vCPU's selector and the vCPU's upcall as pending.
    /// </summary>
    /// <remarks>
    /// Call it with upcalls masked (<see cref="VcpuEvents.MaskUpcalls"/>), on the vCPU that the port is bound to; for a port
    /// of another vCPU use <see cref="EventHypercalls.UnmaskEventChannel"/> instead. In a PV guest a pending upcall is made
    /// when upcalls are unmasked (see <see cref="VcpuEvents.UnmaskUpcalls"/>). In HVM, PVH and ARM guests nothing calls: scan
    /// when this returns true, or use the hypercall instead.
    /// </remarks>
    /// <param name="port">The port.</param>
    /// <param name="vcpu">The calling vCPU, which the port is bound to.</param>
    /// <returns>True if an event was waiting: a scan will find it, and no upcall but the one marked here will come for it.</returns>
    /// <exception cref="OverflowException">No such port.</exception>
    public bool Unmask(EventPort port, VcpuEvents vcpu)
    {
        uint number = Checked(port);

        // The order counts: an event that comes after the mask is gone is called for by Xen, one that came before is seen here.
        _mask.Clear(number);
        if (!_pending.Test(number))
            return false;
        vcpu.MarkPending((int)(number / (uint)WordBits));
        return true;
    }

    /// <summary>The ports of a word that have an event and are not masked, one bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Active(int word) => _pending.Word(word, WordBits) & ~_mask.Word(word, WordBits);

    /// <summary>Takes the event of a port that is known to exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Take(uint port) => _pending.Clear(port);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Checked(EventPort port) => (uint)Narrow.AtMost(port.Number, (ulong)PortCount - 1);
}
