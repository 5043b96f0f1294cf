using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>Event channels: every command, on every processor.</summary>
internal static unsafe class EventChannelCalls
{
    private const HypercallNumber Call = HypercallNumber.EventChannelOp;
    private const ushort Self = (ushort)DomainId.Self;

    // On ARM an upcall is an interrupt, and need not come at the very instruction.
    private const ulong Patience = 20_000_000_000;

    internal static void Run<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        uint ipi = Ipi(xen);
        Interdomain(xen);
        Masking(xen, ipi);

        HypercallResult result = Close(xen, ipi);
        Table.Effect(Call, "EVTCHNOP_close"u8, result, "EVTCHNOP_status says closed"u8, StateOf(xen, ipi) == EventState.Closed);
        Table.Refusal(Call, "EVTCHNOP_send at a closed port"u8, Send(xen, ipi), XenErrno.EINVAL);

        uint port = 1;
        Table.Refusal(Call, "EVTCHNOP_set_priority without a FIFO"u8, xen.EventChannelOp((int)EventCommand.SetPriority, ref port), XenErrno.ENOSYS);
        Table.Refusal(Call, "EVTCHNOP_expand_array without a FIFO"u8, xen.EventChannelOp((int)EventCommand.ExpandArray, ref port), XenErrno.EOPNOTSUPP);
        Table.Refusal(Call, "EVTCHNOP_status at address 8"u8, xen.EventChannelOp((int)EventCommand.Status, new GuestPointer64(8)), XenErrno.EFAULT);
        Table.Refusal(Call, "a command that is none"u8, xen.EventChannelOp(99, ref port), XenErrno.ENOSYS);
    }

    /// <summary>Closes every channel, as the last of all that needs one.</summary>
    internal static void Reset<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        uint port = BindIpi(xen);
        ushort domain = Self;
        HypercallResult result = xen.EventChannelOp((int)EventCommand.Reset, ref domain);
        Table.Effect(Call, "EVTCHNOP_reset"u8, result, "EVTCHNOP_status of an open port says closed"u8, StateOf(xen, port) == EventState.Closed);
    }

    /// <summary>Sends an event.</summary>
    internal static HypercallResult Send<TPath>(Hypercalls<TPath> xen, uint port)
        where TPath : struct, IHypercallPath
    {
        var send = new EvtchnSend { Port = port };
        return xen.EventChannelOp((int)EventCommand.Send, ref send);
    }

    /// <summary>A port at which a virtual interrupt of this vCPU comes.</summary>
    internal static uint BindVirq<TPath>(Hypercalls<TPath> xen, Virq virq)
        where TPath : struct, IHypercallPath
    {
        var bind = new EvtchnBindVirq { Virq = (uint)virq, Vcpu = 0 };
        HypercallResult result = xen.EventChannelOp((int)EventCommand.BindVirq, ref bind);
        Table.Effect(Call, "EVTCHNOP_bind_virq, VIRQ_TIMER"u8, result, "EVTCHNOP_status says virq"u8, StateOf(xen, bind.Port) == EventState.Virq);
        Upcalls.Unmask(new EventPort(bind.Port));
        EvtchnBindVirq again = bind;
        Table.Refusal(Call, "EVTCHNOP_bind_virq, the same once more"u8, xen.EventChannelOp((int)EventCommand.BindVirq, ref again), XenErrno.EEXIST);
        return bind.Port;
    }

    /// <summary>A port at which this vCPU can send itself events.</summary>
    internal static uint BindIpi<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        var bind = new EvtchnBindIpi { Vcpu = 0 };
        Panic.IfError(xen.EventChannelOp((int)EventCommand.BindIpi, ref bind));
        Upcalls.Unmask(new EventPort(bind.Port));
        return bind.Port;
    }

    private static uint Ipi<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        var bind = new EvtchnBindIpi { Vcpu = 0 };
        HypercallResult result = xen.EventChannelOp((int)EventCommand.BindIpi, ref bind);
        Table.Effect(Call, "EVTCHNOP_bind_ipi"u8, result, "EVTCHNOP_status says ipi"u8, StateOf(xen, bind.Port) == EventState.Ipi);
        Upcalls.Unmask(new EventPort(bind.Port));

        uint calls = Upcalls.Calls;
        uint taken = Upcalls.Taken;
        result = Send(xen, bind.Port);
        bool came = Upcalls.Wait(taken, 1, Patience) && Upcalls.Calls == calls + 1;
        Table.Effect(Call, "EVTCHNOP_send to ourselves"u8, result, "the upcall comes to C#, which takes that port"u8, came && Upcalls.Last.Number == bind.Port);
        bind.Vcpu = 9;
        Table.Refusal(Call, "EVTCHNOP_bind_ipi on vCPU 9, which is none"u8, xen.EventChannelOp((int)EventCommand.BindIpi, ref bind), XenErrno.ENOENT);
        return bind.Port;
    }

    private static void Interdomain<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        var unbound = new EvtchnAllocUnbound { Dom = Self, RemoteDom = Self };
        HypercallResult result = xen.EventChannelOp((int)EventCommand.AllocUnbound, ref unbound);
        Table.Effect(Call, "EVTCHNOP_alloc_unbound for ourselves"u8, result, "EVTCHNOP_status says unbound"u8, StateOf(xen, unbound.Port) == EventState.Unbound);

        var bind = new EvtchnBindInterdomain { RemoteDom = Self, RemotePort = unbound.Port };
        result = xen.EventChannelOp((int)EventCommand.BindInterdomain, ref bind);
        Table.Effect(Call, "EVTCHNOP_bind_interdomain to it"u8, result, "EVTCHNOP_status says interdomain"u8, StateOf(xen, bind.LocalPort) == EventState.Interdomain);

        Upcalls.Unmask(new EventPort(unbound.Port));
        uint taken = Upcalls.Taken;
        result = Send(xen, bind.LocalPort);
        Table.Effect(Call, "EVTCHNOP_send at one end"u8, result, "the event comes at the other"u8, Upcalls.Wait(taken, 1, Patience) && Upcalls.Last.Number == unbound.Port);

        var vcpu = new EvtchnBindVcpu { Port = unbound.Port, Vcpu = 0 };
        result = xen.EventChannelOp((int)EventCommand.BindVcpu, ref vcpu);
        Table.Effect(Call, "EVTCHNOP_bind_vcpu, vCPU 0"u8, result, "EVTCHNOP_status says vCPU 0"u8, StatusOf(xen, unbound.Port).Vcpu == 0);
        vcpu.Vcpu = 9;
        Table.Refusal(Call, "EVTCHNOP_bind_vcpu, vCPU 9, which is none"u8, xen.EventChannelOp((int)EventCommand.BindVcpu, ref vcpu), XenErrno.ENOENT);
        Panic.IfError(Close(xen, bind.LocalPort));
        Panic.IfError(Close(xen, unbound.Port));
    }

    private static void Masking<TPath>(Hypercalls<TPath> xen, uint port)
        where TPath : struct, IHypercallPath
    {
        Upcalls.Shared.Channels.Mask(new EventPort(port));
        uint taken = Upcalls.Taken;
        Panic.IfError(Send(xen, port));
        bool isHeld = Upcalls.Taken == taken;
        HypercallResult result = xen.UnmaskEventChannel(new EventPort(port));
        Table.Effect(Call, "EVTCHNOP_unmask"u8, result, "an event that was held back comes"u8, isHeld && Upcalls.Wait(taken, 1, Patience));
    }

    /// <summary>Closes a channel.</summary>
    internal static HypercallResult Close<TPath>(Hypercalls<TPath> xen, uint port)
        where TPath : struct, IHypercallPath
    {
        var close = new EvtchnClose { Port = port };
        return xen.EventChannelOp((int)EventCommand.Close, ref close);
    }

    private static EventState StateOf<TPath>(Hypercalls<TPath> xen, uint port)
        where TPath : struct, IHypercallPath
        => (EventState)StatusOf(xen, port).Status;

    /// <summary>What Xen knows of a port.</summary>
    internal static EvtchnStatus StatusOf<TPath>(Hypercalls<TPath> xen, uint port)
        where TPath : struct, IHypercallPath
    {
        var status = new EvtchnStatus { Dom = Self, Port = port, Vcpu = 99 };
        Panic.IfError(xen.EventChannelOp((int)EventCommand.Status, ref status));
        return status;
    }
}
