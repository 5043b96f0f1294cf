using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>Event channels: every command, the old call for them, and where Xen enters the kernel for events.</summary>
internal static unsafe class EventChannelCalls
{
    private const HypercallNumber Call = HypercallNumber.EventChannelOp;
    private const ushort Self = (ushort)DomainId.Self;

    internal static void Run(Hypercalls<PvHypercallPage> xen)
    {
        uint ipi = Ipi(xen);
        Interdomain(xen);
        Masking(xen, ipi);
        OldCall(xen, ipi);
        Entries(xen, ipi);

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
    internal static void Reset(Hypercalls<PvHypercallPage> xen)
    {
        var bind = new EvtchnBindIpi { Vcpu = 0 };
        Panic.IfError(xen.EventChannelOp((int)EventCommand.BindIpi, ref bind));
        ushort domain = Self;
        HypercallResult result = xen.EventChannelOp((int)EventCommand.Reset, ref domain);
        Table.Effect(Call, "EVTCHNOP_reset"u8, result, "EVTCHNOP_status of an open port says closed"u8, StateOf(xen, bind.Port) == EventState.Closed);
    }

    /// <summary>Sends an event.</summary>
    internal static HypercallResult Send(Hypercalls<PvHypercallPage> xen, uint port)
    {
        var send = new EvtchnSend { Port = port };
        return xen.EventChannelOp((int)EventCommand.Send, ref send);
    }

    /// <summary>A port at which a virtual interrupt of this vCPU comes.</summary>
    internal static uint BindVirq(Hypercalls<PvHypercallPage> xen, Virq virq)
    {
        var bind = new EvtchnBindVirq { Virq = (uint)virq, Vcpu = 0 };
        HypercallResult result = xen.EventChannelOp((int)EventCommand.BindVirq, ref bind);
        Table.Effect(Call, "EVTCHNOP_bind_virq, VIRQ_TIMER"u8, result, "EVTCHNOP_status says virq"u8, StateOf(xen, bind.Port) == EventState.Virq);
        Upcalls.Unmask(new EventPort(bind.Port));
        EvtchnBindVirq again = bind;
        Table.Refusal(Call, "EVTCHNOP_bind_virq, the same once more"u8, xen.EventChannelOp((int)EventCommand.BindVirq, ref again), XenErrno.EEXIST);
        return bind.Port;
    }

    private static uint Ipi(Hypercalls<PvHypercallPage> xen)
    {
        var bind = new EvtchnBindIpi { Vcpu = 0 };
        HypercallResult result = xen.EventChannelOp((int)EventCommand.BindIpi, ref bind);
        Table.Effect(Call, "EVTCHNOP_bind_ipi"u8, result, "EVTCHNOP_status says ipi"u8, StateOf(xen, bind.Port) == EventState.Ipi);
        Upcalls.Unmask(new EventPort(bind.Port));

        uint calls = Upcalls.Calls;
        result = Send(xen, bind.Port);
        Table.Effect(Call, "EVTCHNOP_send to ourselves"u8, result, "the upcall comes to C#, which takes that port"u8, Upcalls.Calls == calls + 1 && Upcalls.Last.Number == bind.Port);
        bind.Vcpu = 9;
        Table.Refusal(Call, "EVTCHNOP_bind_ipi on vCPU 9, which is none"u8, xen.EventChannelOp((int)EventCommand.BindIpi, ref bind), XenErrno.ENOENT);
        return bind.Port;
    }

    private static void Interdomain(Hypercalls<PvHypercallPage> xen)
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
        Table.Effect(Call, "EVTCHNOP_send at one end"u8, result, "the event comes at the other"u8, Upcalls.Taken > taken && Upcalls.Last.Number == unbound.Port);

        var vcpu = new EvtchnBindVcpu { Port = unbound.Port, Vcpu = 0 };
        result = xen.EventChannelOp((int)EventCommand.BindVcpu, ref vcpu);
        Table.Effect(Call, "EVTCHNOP_bind_vcpu, vCPU 0"u8, result, "EVTCHNOP_status says vCPU 0"u8, StatusOf(xen, unbound.Port).Vcpu == 0);
        vcpu.Vcpu = 9;
        Table.Refusal(Call, "EVTCHNOP_bind_vcpu, vCPU 9, which is none"u8, xen.EventChannelOp((int)EventCommand.BindVcpu, ref vcpu), XenErrno.ENOENT);
        Panic.IfError(Close(xen, bind.LocalPort));
        Panic.IfError(Close(xen, unbound.Port));
    }

    private static void Masking(Hypercalls<PvHypercallPage> xen, uint port)
    {
        Upcalls.Shared.Channels.Mask(new EventPort(port));
        uint taken = Upcalls.Taken;
        Panic.IfError(Send(xen, port));
        bool isHeld = Upcalls.Taken == taken;
        HypercallResult result = xen.UnmaskEventChannel(new EventPort(port));
        Table.Effect(Call, "EVTCHNOP_unmask"u8, result, "an event that was held back comes"u8, isHeld && Upcalls.Taken == taken + 1);
    }

    private static void OldCall(Hypercalls<PvHypercallPage> xen, uint port)
    {
        const HypercallNumber call = HypercallNumber.EventChannelOpCompat;
#pragma warning disable CS0618 // That Xen still has it is what is exercised.
        var operation = new EvtchnOp { Cmd = (uint)EventCommand.Send };
        operation.U.Send.Port = port;
        uint taken = Upcalls.Taken;
        HypercallResult result = xen.EventChannelOpCompat(ref operation);
        Table.Effect(call, "EVTCHNOP_send to ourselves"u8, result, "the event comes"u8, Upcalls.Taken == taken + 1);

        operation = new EvtchnOp { Cmd = (uint)EventCommand.Status };
        operation.U.Status.Dom = Self;
        operation.U.Status.Port = port;
        result = xen.EventChannelOpCompat(ref operation);
        Table.Effect(call, "EVTCHNOP_status"u8, result, "it says ipi"u8, operation.U.Status.Status == (uint)EventState.Ipi);

        operation = new EvtchnOp { Cmd = (uint)EventCommand.Reset };
        Table.Refusal(call, "EVTCHNOP_reset, which is newer than it"u8, xen.EventChannelOpCompat(ref operation), XenErrno.ENOSYS);
#pragma warning restore CS0618
    }

    private static void Entries(Hypercalls<PvHypercallPage> xen, uint port)
    {
        ulong elsewhere = Instructions.TrapTable()[Traps.BoundRange].Address;
        HypercallResult result = xen.SetCallbacks(elsewhere, Instructions.FailsafeEntry(), 0);
        uint calls = Upcalls.Calls;
        uint traps = Traps.Count(Traps.BoundRange);
        Panic.IfError(Send(xen, port));
        Table.Effect(HypercallNumber.SetCallbacks, "the entry of another trap for events"u8, result, "an event comes to C# as that trap"u8, Upcalls.Calls == calls && Traps.Count(Traps.BoundRange) == traps + 1);

        var register = new CallbackRegister { Type = (ushort)CallbackKind.Event, Address = Instructions.UpcallEntry() };
        result = xen.CallbackOp((int)CallbackCommand.Register, in register);
        calls = Upcalls.Calls;
        Panic.IfError(Send(xen, port));
        Table.Effect(HypercallNumber.CallbackOp, "CALLBACKOP_register, events to XenSdk.Guest's entry"u8, result, "an event comes to C# as an upcall"u8, Upcalls.Calls == calls + 1);
        Panic.IfError(xen.SetCallbacks(Instructions.UpcallEntry(), Instructions.FailsafeEntry(), 0));

        const ulong notCanonical = 1ul << 63;
        result = xen.SetCallbacks(notCanonical, Instructions.FailsafeEntry(), 0);
        calls = Upcalls.Calls;
        Panic.IfError(Send(xen, port));
        Table.Effect(HypercallNumber.SetCallbacks, "an address for events that is not canonical"u8, result, "it answers 0, and events come where they came before"u8, Upcalls.Calls == calls + 1);
        register.Address = notCanonical;
        Table.Refusal(HypercallNumber.CallbackOp, "CALLBACKOP_register, an address that is not canonical"u8, xen.CallbackOp((int)CallbackCommand.Register, in register), XenErrno.EINVAL);
        var unregister = new CallbackUnregister { Type = (ushort)CallbackKind.Event };
        Table.Refusal(HypercallNumber.CallbackOp, "CALLBACKOP_unregister of events, which must go somewhere"u8, xen.CallbackOp((int)CallbackCommand.Unregister, in unregister), XenErrno.EINVAL);
        Table.Refusal(HypercallNumber.CallbackOp, "a command that is none"u8, xen.CallbackOp(9, in unregister), XenErrno.ENOSYS);
        NonMaskable(xen);
    }

    private static void NonMaskable(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.NmiOp;
        var handler = new XennmiCallback { HandlerAddress = Instructions.TrapTable()[Traps.NonMaskable].Address };
        HypercallResult result = xen.NmiOp((uint)NmiCommand.RegisterCallback, in handler);
        uint traps = Traps.Count(Traps.NonMaskable);
        HypercallResult sent = xen.VcpuOp((int)VcpuCommand.SendNmi, 0, default(GuestPointer64));
        bool came = Traps.Count(Traps.NonMaskable) == traps + 1;
        Table.Effect(call, "XENNMI_register_callback"u8, result, "an NMI that is sent comes to C#"u8, came);
        Table.Effect(HypercallNumber.VcpuOp, "VCPUOP_send_nmi"u8, sent, "it comes to C#"u8, came);

        Table.Answer(call, "XENNMI_unregister_callback"u8, xen.NmiOp((uint)NmiCommand.UnregisterCallback, default(GuestPointer64)), Table.Done);
        Table.Refusal(call, "a command that is none"u8, xen.NmiOp(9, default(GuestPointer64)), XenErrno.ENOSYS);

        var register = new CallbackRegister { Type = (ushort)CallbackKind.Nmi, Address = handler.HandlerAddress };
        result = xen.CallbackOp((int)CallbackCommand.Register, in register);
        traps = Traps.Count(Traps.NonMaskable);
        Panic.IfError(xen.VcpuOp((int)VcpuCommand.SendNmi, 0, default(GuestPointer64)));
        Table.Effect(HypercallNumber.CallbackOp, "CALLBACKOP_register, NMIs"u8, result, "an NMI that is sent comes to C#"u8, Traps.Count(Traps.NonMaskable) == traps + 1);
    }

    /// <summary>Closes a channel.</summary>
    internal static HypercallResult Close(Hypercalls<PvHypercallPage> xen, uint port)
    {
        var close = new EvtchnClose { Port = port };
        return xen.EventChannelOp((int)EventCommand.Close, ref close);
    }

    private static EventState StateOf(Hypercalls<PvHypercallPage> xen, uint port) => (EventState)StatusOf(xen, port).Status;

    /// <summary>What Xen knows of a port.</summary>
    internal static EvtchnStatus StatusOf(Hypercalls<PvHypercallPage> xen, uint port)
    {
        var status = new EvtchnStatus { Dom = Self, Port = port, Vcpu = 99 };
        Panic.IfError(xen.EventChannelOp((int)EventCommand.Status, ref status));
        return status;
    }
}
