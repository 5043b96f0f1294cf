using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>The hypercalls that event delivery needs beside the shared memory.</summary>
public static class EventHypercalls
{
    // Of xen/include/public/sched.h and event_channel.h, which are not part of xen.h.
    private const ulong SchedOpBlock = 1;
    internal const ulong EventChannelOpSend = 4;
    private const ulong EventChannelOpUnmask = 9;

    /// <summary>
    /// Blocks the calling vCPU until an event comes for it. Xen first clears its upcall mask, then looks whether an upcall is
    /// pending: call this with upcalls masked, after a last look for work, and no event can slip in between unseen. Upcalls
    /// are unmasked when it returns.
    /// </summary>
    /// <remarks>An ARM guest's interrupts are unmasked instead.</remarks>
    /// <param name="xen">How to call Xen.</param>
    /// <returns>0. In Xen: <c>vcpu_block_enable_events</c> in <c>xen/common/sched/core.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult Block<TPath>(this Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
        => new(xen.Path.Call((uint)HypercallNumber.SchedOp, SchedOpBlock, 0));

    /// <summary>
    /// Has Xen unmask a port and call the vCPU that it is bound to if an event came while it was masked
    /// (<c>EVTCHNOP_unmask</c>): for ports of other vCPUs, and in HVM, PVH and ARM guests. Instead of
    /// <see cref="EventChannels.Unmask"/>: Xen looks only at a port that is still masked.
    /// </summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="port">The port.</param>
    /// <returns>0, or -EINVAL for a port that does not exist. In Xen: <c>evtchn_unmask</c> in
    /// <c>xen/common/event_channel.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult UnmaskEventChannel<TPath>(this Hypercalls<TPath> xen, EventPort port)
        where TPath : struct, IHypercallPath
        => OnPort(xen, EventChannelOpUnmask, port);

    /// <summary>Sends an event to the other end of a channel (<c>EVTCHNOP_send</c>). It stays pending there until it is taken;
    /// another one meanwhile adds nothing.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="port">The caller's end.</param>
    /// <returns>0, also where nobody is at the other end yet; -EINVAL for a port that does not exist or cannot send. In Xen:
    /// <c>evtchn_send</c> in <c>xen/common/event_channel.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult SendEvent<TPath>(this Hypercalls<TPath> xen, EventPort port)
        where TPath : struct, IHypercallPath
        => OnPort(xen, EventChannelOpSend, port);

    /// <summary>Makes a call whose structure (<c>evtchn_unmask</c>, <c>evtchn_send</c>) has a port and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static HypercallResult OnPort<TPath>(Hypercalls<TPath> xen, ulong command, EventPort port)
        where TPath : struct, IHypercallPath
    {
        uint argument = port.Number;
        return xen.CallWithBuffers(
            (uint)HypercallNumber.EventChannelOp, HypercallArgument.Value(command), HypercallArgument.In(in argument));
    }
}
