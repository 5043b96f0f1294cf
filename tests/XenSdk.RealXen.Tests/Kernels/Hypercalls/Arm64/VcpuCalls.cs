using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>sched_op, vcpu_op, hvm_op and the timer, on ARM.</summary>
internal static unsafe class VcpuCalls
{
    private const ulong Millisecond = 1_000_000;
    private const ulong Patience = 20_000 * Millisecond;

    internal static void Run(Hypercalls<ArmHypercallGates> xen, SpareMemory memory)
    {
        Parameters(xen);
        Timer(xen);
        Scheduler(xen);
        Areas(xen, memory);
    }

    private static void Parameters(Hypercalls<ArmHypercallGates> xen)
    {
        const HypercallNumber call = HypercallNumber.HvmOp;
        var parameter = new XenHvmParam { Domid = (ushort)DomainId.Self, Index = (uint)HvmParameter.CallbackIrq };
        HypercallResult result = xen.HvmOp((int)HvmCommand.GetParam, ref parameter);
        Table.Effect(call, "HVMOP_get_param, HVM_PARAM_CALLBACK_IRQ"u8, result, "it names the interrupt by which events come to C#"u8, (parameter.Value & 0xff) == Upcalls.XenInterrupt);

        parameter = new XenHvmParam { Domid = (ushort)DomainId.Self, Index = (uint)HvmParameter.StoreEvtchn, Value = 7 };
        Table.Refusal(call, "HVMOP_set_param of ourselves"u8, xen.HvmOp((int)HvmCommand.SetParam, ref parameter), XenErrno.EPERM);
        parameter.Domid = 77;
        Table.Refusal(call, "HVMOP_get_param of domain 77, which is none"u8, xen.HvmOp((int)HvmCommand.GetParam, ref parameter), XenErrno.ESRCH);
        Table.Refusal(call, "HVMOP_get_param at address 8"u8, xen.HvmOp((int)HvmCommand.GetParam, new GuestPointer64(8)), XenErrno.EFAULT);
        Table.Refusal(call, "an operation that is none"u8, xen.HvmOp(99, ref parameter), XenErrno.ENOSYS);
    }

    /// <summary>ARM's timer is the processor's own: there is no hypercall for it.</summary>
    private static void Timer(Hypercalls<ArmHypercallGates> xen)
    {
        var answer = new HypercallResult(xen.Path.Call((uint)HypercallNumber.SetTimerOp, 0));
        uint before = Upcalls.Ticks;
        ulong time = ArmProcessor.ReadCounter() + (ArmProcessor.ReadCounterFrequency() / 500);
        ArmProcessor.SetTimer(time);
        ulong end = Upcalls.Now + Patience;
        while (Upcalls.Ticks == before && Upcalls.Now < end)
        {
        }

        bool came = Upcalls.Ticks == before + 1 && ArmProcessor.ReadCounter() >= time;
        Table.Effect(HypercallNumber.SetTimerOp, "0; and the processor's own timer, in 2 ms"u8, answer, HypercallResult.FromError(XenErrno.ENOSYS), "that timer's interrupt comes to C#, and not before that"u8, came);
    }

    private static void Scheduler(Hypercalls<ArmHypercallGates> xen)
    {
        const HypercallNumber call = HypercallNumber.SchedOp;
        Table.Answer(call, "SCHEDOP_yield"u8, xen.SchedOp((int)SchedCommand.Yield, default(GuestPointer64)), Table.Done);

        uint port = EventChannelCalls.BindIpi(xen);
        ArmProcessor.DisableInterrupts();
        Panic.IfError(EventChannelCalls.Send(xen, port));
        uint before = Upcalls.Taken;
        HypercallResult result = xen.SchedOp((int)SchedCommand.Block, default(GuestPointer64));
        bool came = Upcalls.Wait(before, 1, Patience);
        Table.Effect(call, "SCHEDOP_block with an event that is pending, interrupts masked"u8, result, "it returns with interrupts unmasked, and the event comes"u8, came);

        ArmProcessor.DisableInterrupts();
        ulong start = Upcalls.Now;
        var poll = new SchedPoll { Ports = &port, NrPorts = 1, Timeout = 1 };
        result = xen.SchedOp((int)SchedCommand.Poll, ref poll);
        bool isIdle = !Upcalls.Shared.Channels.IsPending(new EventPort(port));
        Table.Effect(call, "SCHEDOP_poll until a time that has passed"u8, result, "it returns without an event"u8, isIdle && Upcalls.Now - start < Patience);
        Panic.IfError(EventChannelCalls.Send(xen, port));
        poll.Timeout = 0;
        result = xen.SchedOp((int)SchedCommand.Poll, ref poll);
        Table.Effect(call, "SCHEDOP_poll without a limit, where an event is pending"u8, result, "it returns"u8, Upcalls.Shared.Channels.IsPending(new EventPort(port)));
        ArmProcessor.EnableInterrupts();
        poll.NrPorts = 129;
        Table.Refusal(call, "SCHEDOP_poll at 129 ports"u8, xen.SchedOp((int)SchedCommand.Poll, ref poll), XenErrno.EINVAL);
        Panic.IfError(EventChannelCalls.Close(xen, port));

        var watchdog = new SchedWatchdog { Id = 0, Timeout = 60 };
        Table.Answer(call, "SCHEDOP_watchdog, a new one of 60 s: its id"u8, xen.SchedOp((int)SchedCommand.Watchdog, ref watchdog), new(1));
        watchdog.Id = 1;
        watchdog.Timeout = 0;
        Table.Answer(call, "SCHEDOP_watchdog, its end"u8, xen.SchedOp((int)SchedCommand.Watchdog, ref watchdog), Table.Done);
        var remote = new SchedRemoteShutdown { DomainId = 77 };
        Table.Refusal(call, "SCHEDOP_remote_shutdown of domain 77, which is none"u8, xen.SchedOp((int)SchedCommand.RemoteShutdown, ref remote), XenErrno.ESRCH);
        Table.Refusal(call, "a command that is none"u8, xen.SchedOp(99, default(GuestPointer64)), XenErrno.ENOSYS);
    }

    private static void Areas(Hypercalls<ArmHypercallGates> xen, SpareMemory memory)
    {
        const HypercallNumber call = HypercallNumber.VcpuOp;
        const int running = 0;
        Table.Refusal(call, "VCPUOP_is_up, which ARM has not"u8, xen.VcpuOp((int)VcpuCommand.IsUp, 0, default(GuestPointer64)), XenErrno.EINVAL);
        Table.Refusal(call, "VCPUOP_is_up, vCPU 9, which is none"u8, xen.VcpuOp((int)VcpuCommand.IsUp, 9, default(GuestPointer64)), XenErrno.ENOENT);

        var state = (VcpuRunstateInfo*)memory.Spare(2);
        *state = default;
        state->State = -1;
        var stateArea = default(VcpuRegisterRunstateMemoryArea);
        stateArea.Addr.V = state;
        HypercallResult result = xen.VcpuOp((int)VcpuCommand.RegisterRunstateMemoryArea, 0, &stateArea);
        Table.Effect(call, "VCPUOP_register_runstate_memory_area"u8, result, "Xen keeps the state there: running"u8, state->State == running && state->StateEntryTime != 0);

        var info = (XenSdk.Arm64.VcpuInfo*)memory.Spare(3);
        *info = default;
        var infoArea = new VcpuRegisterVcpuInfo { Mfn = SpareMemory.FrameOf(info) };
        ArmProcessor.DisableInterrupts();
        result = xen.VcpuOp((int)VcpuCommand.RegisterVcpuInfo, 0, &infoArea);
        if (!result.IsError)
            Upcalls.MoveTo(VcpuInfoView.Of(info));
        ArmProcessor.EnableInterrupts();
        uint port = EventChannelCalls.BindIpi(xen);
        uint before = Upcalls.Taken;
        Panic.IfError(EventChannelCalls.Send(xen, port));
        Table.Effect(call, "VCPUOP_register_vcpu_info"u8, result, "from now on events are there"u8, Upcalls.Wait(before, 1, Patience) && Upcalls.Last.Number == port);
        Table.Refusal(call, "VCPUOP_register_vcpu_info, once more"u8, xen.VcpuOp((int)VcpuCommand.RegisterVcpuInfo, 0, &infoArea), XenErrno.EINVAL);
    }
}
