using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>Event channels by a FIFO for each priority, in place of the bits of the shared page.</summary>
internal static unsafe class EventFifo
{
    private const HypercallNumber Call = HypercallNumber.EventChannelOp;

    // Of event_channel.h: EVTCHN_FIFO_LINK_BITS, and bits of an event's word.
    private const int LinkBits = 17;
    private const uint Pending = 1u << 31;
    private const uint Masked = 1u << 30;

    /// <summary>Goes over to FIFOs and, by closing all channels, back again.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="control">A page for Xen to tell in which queues events are.</param>
    /// <param name="controlFrame">Its frame.</param>
    /// <param name="words">A page for the word of each port.</param>
    /// <param name="wordsFrame">Its frame.</param>
    internal static void Run<TPath>(Hypercalls<TPath> xen, void* control, ulong controlFrame, uint* words, ulong wordsFrame)
        where TPath : struct, IHypercallPath
    {
        new Span<byte>(control, Page.Size).Clear();
        new Span<byte>(words, Page.Size).Clear();
        var start = new EvtchnInitControl { ControlGfn = controlFrame, Vcpu = 0 };
        HypercallResult result = xen.EventChannelOp((int)EventCommand.InitControl, ref start);
        Table.Effect(Call, "EVTCHNOP_init_control"u8, result, "links between events have 17 bits"u8, start.LinkBits == LinkBits);
        if (result.IsError)
            return;

        var expand = new EvtchnExpandArray { ArrayGfn = wordsFrame };
        result = xen.EventChannelOp((int)EventCommand.ExpandArray, ref expand);
        var bind = new EvtchnBindIpi { Vcpu = 0 };
        Panic.IfError(xen.EventChannelOp((int)EventCommand.BindIpi, ref bind));
        uint* word = words + bind.Port;
        Volatile.Write(ref *word, Masked);
        var send = new EvtchnSend { Port = bind.Port };
        HypercallResult sent = xen.EventChannelOp((int)EventCommand.Send, ref send);
        Table.Effect(Call, "EVTCHNOP_expand_array, a page"u8, result, "an event that is sent is pending in its word there"u8, (Volatile.Read(ref *word) & Pending) != 0);
        Table.Effect(Call, "EVTCHNOP_send with FIFOs, to a port that is masked"u8, sent, "its word is pending, and in no queue"u8, Volatile.Read(ref *word) == (Pending | Masked) && *(uint*)control == 0);

        // With upcalls masked, what Xen has queued stays in the queue.
        const uint highest = 0;
        var priority = new EvtchnSetPriority { Port = bind.Port, Priority = highest };
        result = xen.EventChannelOp((int)EventCommand.SetPriority, ref priority);
        Volatile.Write(ref *word, 0);
        _ = Upcalls.Vcpu.MaskUpcalls();
        sent = xen.EventChannelOp((int)EventCommand.Send, ref send);
        Table.Effect(Call, "EVTCHNOP_set_priority, the highest"u8, result, "the event is at the head of queue 0"u8, !sent.IsError && *(uint*)control == 1 && Head(control, highest) == bind.Port);

        ushort self = (ushort)DomainId.Self;
        result = xen.EventChannelOp((int)EventCommand.Reset, ref self);
        Table.Effect(Call, "EVTCHNOP_reset, of FIFOs"u8, result, "EVTCHNOP_set_priority is not there any more (ENOSYS)"u8, xen.EventChannelOp((int)EventCommand.SetPriority, ref priority).Error == XenErrno.ENOSYS);
    }

    // struct evtchn_fifo_control_block: the queues that are not empty, a word without use, the head of each queue.
    private static uint Head(void* control, uint queue) => Volatile.Read(ref ((uint*)control)[2 + queue]);
}
