using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>What a PV kernel has of events besides: where Xen enters it for them and for NMIs, and the old call.</summary>
internal static unsafe class EventEntries
{
    private const ushort Self = (ushort)DomainId.Self;

    internal static void Run(Hypercalls<PvHypercallPage> xen)
    {
        uint port = EventChannelCalls.BindIpi(xen);
        OldCall(xen, port);
        Entries(xen, port);
        NonMaskable(xen);
        Panic.IfError(EventChannelCalls.Close(xen, port));
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
        Panic.IfError(EventChannelCalls.Send(xen, port));
        Table.Effect(HypercallNumber.SetCallbacks, "the entry of another trap for events"u8, result, "an event comes to C# as that trap"u8, Upcalls.Calls == calls && Traps.Count(Traps.BoundRange) == traps + 1);

        var register = new CallbackRegister { Type = (ushort)CallbackKind.Event, Address = Instructions.UpcallEntry() };
        result = xen.CallbackOp((int)CallbackCommand.Register, in register);
        calls = Upcalls.Calls;
        Panic.IfError(EventChannelCalls.Send(xen, port));
        Table.Effect(HypercallNumber.CallbackOp, "CALLBACKOP_register, events to XenSdk.Guest's entry"u8, result, "an event comes to C# as an upcall"u8, Upcalls.Calls == calls + 1);
        Panic.IfError(xen.SetCallbacks(Instructions.UpcallEntry(), Instructions.FailsafeEntry(), 0));

        const ulong notCanonical = 1ul << 63;
        result = xen.SetCallbacks(notCanonical, Instructions.FailsafeEntry(), 0);
        calls = Upcalls.Calls;
        Panic.IfError(EventChannelCalls.Send(xen, port));
        Table.Effect(HypercallNumber.SetCallbacks, "an address for events that is not canonical"u8, result, "it answers 0, and events come where they came before"u8, Upcalls.Calls == calls + 1);
        register.Address = notCanonical;
        Table.Refusal(HypercallNumber.CallbackOp, "CALLBACKOP_register, an address that is not canonical"u8, xen.CallbackOp((int)CallbackCommand.Register, in register), XenErrno.EINVAL);
        var unregister = new CallbackUnregister { Type = (ushort)CallbackKind.Event };
        Table.Refusal(HypercallNumber.CallbackOp, "CALLBACKOP_unregister of events, which must go somewhere"u8, xen.CallbackOp((int)CallbackCommand.Unregister, in unregister), XenErrno.EINVAL);
        Table.Refusal(HypercallNumber.CallbackOp, "a command that is none"u8, xen.CallbackOp(9, in unregister), XenErrno.ENOSYS);
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
}
