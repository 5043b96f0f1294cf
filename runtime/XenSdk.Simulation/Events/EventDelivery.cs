using System.Runtime.CompilerServices;

namespace XenSdk.Simulation;

/// <summary>Xen's side of the two-level ABI: sets and clears the bits of a domain's shared info page, in Xen's order, while
/// the guest may do so too (xen/common/event_2l.c).</summary>
internal sealed unsafe class EventDelivery
{
    internal const int WordBits = 64;
    internal const uint PortCount = WordBits * WordBits;

    private readonly X86_64.SharedInfo* _page;

    internal EventDelivery(nint page) => _page = (X86_64.SharedInfo*)page;

    private ulong* PendingBits => (ulong*)&_page->EvtchnPending;

    private ulong* MaskBits => (ulong*)&_page->EvtchnMask;

    /// <summary>Whether an event waits at a port, masked or not.</summary>
    internal bool IsPending(uint port) => IsSet(PendingBits, port);

    internal bool IsMasked(uint port) => IsSet(MaskBits, port);

    /// <summary>Sets a port's event (<c>evtchn_2l_set_pending</c>).</summary>
    /// <returns>Whether there was none: only then does anything come of it.</returns>
    internal bool Set(uint port, int vcpu)
    {
        if (TestAndSet(PendingBits, port))
            return false;
        if (!IsSet(MaskBits, port))
            Select(port, vcpu);
        return true;
    }

    /// <summary>Unmasks a port, and calls for an event that came while it was masked; for one that is not masked it does
    /// nothing (<c>evtchn_2l_unmask</c>).</summary>
    internal void Unmask(uint port, int vcpu)
    {
        if (TestAndClear(MaskBits, port) && IsSet(PendingBits, port))
            Select(port, vcpu);
    }

    internal void ClearPending(uint port) => TestAndClear(PendingBits, port);

    /// <summary>Whether a vCPU would be called now (<c>local_events_need_delivery</c>).</summary>
    internal bool NeedsUpcall(int vcpu) => Volatile.Read(ref UpcallPending(vcpu)) != 0 && Volatile.Read(ref UpcallMask(vcpu)) == 0;

    internal ref byte UpcallMask(int vcpu) => ref Vcpu(vcpu)->EvtchnUpcallMask;

    private ref byte UpcallPending(int vcpu) => ref Vcpu(vcpu)->EvtchnUpcallPending;

    private X86_64.VcpuInfo* Vcpu(int number) => (X86_64.VcpuInfo*)&_page->VcpuInfo + number;

    /// <summary>Marks a port's word in the selector of a vCPU, and the upcall as pending if the word was not marked.</summary>
    private void Select(uint port, int vcpu)
    {
        if (!TestAndSet((ulong*)&Vcpu(vcpu)->EvtchnPendingSel, port / WordBits))
            Volatile.Write(ref UpcallPending(vcpu), 1);
    }

    private static bool IsSet(ulong* words, uint bit) => (Volatile.Read(ref words[bit / WordBits]) & Bit(bit)) != 0;

    private static bool TestAndSet(ulong* words, uint bit) => (Interlocked.Or(ref words[bit / WordBits], Bit(bit)) & Bit(bit)) != 0;

    private static bool TestAndClear(ulong* words, uint bit) => (Interlocked.And(ref words[bit / WordBits], ~Bit(bit)) & Bit(bit)) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit(uint bit) => 1UL << (int)(bit % WordBits);
}
