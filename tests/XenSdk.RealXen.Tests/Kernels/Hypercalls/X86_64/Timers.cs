using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>Timers and waiting: set_timer_op, sched_op, and what vcpu_op says and does for this vCPU.</summary>
internal static unsafe class Timers
{
    private const ulong Millisecond = 1_000_000;
    private const ulong Soon = 2 * Millisecond;
    private const ulong Later = 20 * Millisecond;
    private const ulong LongEnough = 30 * Millisecond;

    // Xen corrects its clock now and then, so that what it does at a time can come a little before it.
    private const ulong Slack = Millisecond / 10;

    private const ulong Patience = 20_000 * Millisecond;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        uint port = EventChannelCalls.BindVirq(xen, Virq.Timer);
        Ticker(xen);
        OneShot(xen);
        Scheduler(xen, port);
        OldScheduler(xen);
        VcpuTimers(xen);
        VcpuState(xen, memory);
        VcpuAreas(xen, memory);
    }

    /// <summary>Xen starts every PV vCPU with a ticker of 100 Hz, whose events come between all others.</summary>
    private static void Ticker(Hypercalls<PvHypercallPage> xen)
    {
        bool ticks = Upcalls.Wait(Upcalls.Taken, 2, Patience);
        HypercallResult result = xen.VcpuOp((int)VcpuCommand.StopPeriodicTimer, 0, default(GuestPointer64));
        Table.Effect(HypercallNumber.VcpuOp, "VCPUOP_stop_periodic_timer, of the ticker that a PV vCPU starts with"u8, result, "VIRQ_TIMER came without being asked for, and does not now"u8, ticks && !Upcalls.Wait(Upcalls.Taken, 1, LongEnough));
    }

    private static void OneShot(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.SetTimerOp;
        uint before = Upcalls.Taken;
        ulong time = Upcalls.Now + Soon;
        HypercallResult result = xen.SetTimerOp(time);
        bool came = Upcalls.Wait(before, 1, Patience);
        Table.Effect(call, "in 2 ms"u8, result, "VIRQ_TIMER comes to C#, and not before that"u8, came && Upcalls.Now + Slack >= time);

        before = Upcalls.Taken;
        result = xen.SetTimerOp(1);
        Table.Effect(call, "a time that has passed"u8, result, "VIRQ_TIMER comes"u8, Upcalls.Wait(before, 1, Patience));

        const ulong tenthOfSecond = 100 * Millisecond;
        before = Upcalls.Taken;
        time = Upcalls.Now + tenthOfSecond;
        result = xen.SetTimerOp(ulong.MaxValue);
        came = Upcalls.Wait(before, 1, Patience);
        Table.Effect(call, "all ones, which Xen takes for a mistake"u8, result, "VIRQ_TIMER comes in 0.1 s"u8, came && Upcalls.Now + Slack >= time);

        do
        {
            time = Upcalls.Now + Later;
            Panic.IfError(xen.SetTimerOp(time));
            result = xen.SetTimerOp(0);
        }
        while (Upcalls.Now >= time);
        before = Upcalls.Taken;
        Table.Effect(call, "in 20 ms, then 0"u8, result, "nothing comes within 30 ms"u8, !Upcalls.Wait(before, 1, LongEnough));
    }

    private static void Scheduler(Hypercalls<PvHypercallPage> xen, uint port)
    {
        const HypercallNumber call = HypercallNumber.SchedOp;
        Table.Answer(call, "SCHEDOP_yield"u8, xen.SchedOp((int)SchedCommand.Yield, default(GuestPointer64)), Table.Done);

        uint before = Upcalls.Taken;
        _ = Upcalls.Vcpu.MaskUpcalls();
        Panic.IfError(xen.SetTimerOp(Upcalls.Now + Soon));
        HypercallResult result = xen.SchedOp((int)SchedCommand.Block, default(GuestPointer64));
        Table.Effect(call, "SCHEDOP_block with a timer, upcalls masked"u8, result, "it returns when the timer's event has come"u8, Upcalls.Taken == before + 1);

        // Upcalls are held back, so that the event stays where SCHEDOP_poll looks for it.
        _ = Upcalls.Vcpu.MaskUpcalls();
        var poll = new SchedPoll { Ports = &port, NrPorts = 1, Timeout = Upcalls.Now + Soon };
        result = xen.SchedOp((int)SchedCommand.Poll, ref poll);
        bool isIdle = !Upcalls.Shared.Channels.IsPending(new EventPort(port)) && Upcalls.Now + Slack >= poll.Timeout;
        Table.Effect(call, "SCHEDOP_poll for 2 ms, where nothing comes"u8, result, "it returns when they have passed"u8, isIdle);

        Panic.IfError(xen.SetTimerOp(Upcalls.Now + Soon));
        poll.Timeout = Upcalls.Now + Patience;
        result = xen.SchedOp((int)SchedCommand.Poll, ref poll);
        bool isPending = Upcalls.Shared.Channels.IsPending(new EventPort(port)) && Upcalls.Now < poll.Timeout;
        Table.Effect(call, "SCHEDOP_poll for 20 s, where a timer's event comes"u8, result, "it returns when the event is pending"u8, isPending);
        _ = Upcalls.Vcpu.UnmaskUpcalls();
        Upcalls.Take();
        poll.NrPorts = 129;
        Table.Refusal(call, "SCHEDOP_poll at 129 ports"u8, xen.SchedOp((int)SchedCommand.Poll, ref poll), XenErrno.EINVAL);

        var watchdog = new SchedWatchdog { Id = 0, Timeout = 60 };
        result = xen.SchedOp((int)SchedCommand.Watchdog, ref watchdog);
        Table.Answer(call, "SCHEDOP_watchdog, a new one of 60 s: its id"u8, result, new(1));
        watchdog.Id = 1;
        watchdog.Timeout = 0;
        Table.Answer(call, "SCHEDOP_watchdog, its end"u8, xen.SchedOp((int)SchedCommand.Watchdog, ref watchdog), Table.Done);
        watchdog.Timeout = 60;
        Table.Refusal(call, "SCHEDOP_watchdog, more time for one that has ended"u8, xen.SchedOp((int)SchedCommand.Watchdog, ref watchdog), XenErrno.EINVAL);

        var pin = new SchedPinOverride { Pcpu = 0 };
        Table.Answer(call, "SCHEDOP_pin_override, processor 0"u8, xen.SchedOp((int)SchedCommand.PinOverride, ref pin), Table.Done);
        pin.Pcpu = -1;
        Table.Answer(call, "SCHEDOP_pin_override, none"u8, xen.SchedOp((int)SchedCommand.PinOverride, ref pin), Table.Done);
        var remote = new SchedRemoteShutdown { DomainId = 77, Reason = 0 };
        Table.Refusal(call, "SCHEDOP_remote_shutdown of domain 77, which is none"u8, xen.SchedOp((int)SchedCommand.RemoteShutdown, ref remote), XenErrno.ESRCH);
        Table.Refusal(call, "SCHEDOP_shutdown at address 8"u8, xen.SchedOp((int)SchedCommand.Shutdown, new GuestPointer64(8)), XenErrno.EFAULT);
        Table.Refusal(call, "a command that is none"u8, xen.SchedOp(99, default(GuestPointer64)), XenErrno.ENOSYS);
    }

    private static void OldScheduler(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.SchedOpCompat;
#pragma warning disable CS0618 // That Xen still has it is what is exercised.
        Table.Answer(call, "SCHEDOP_yield"u8, xen.SchedOpCompat((int)SchedCommand.Yield, 0), Table.Done);
        uint before = Upcalls.Taken;
        _ = Upcalls.Vcpu.MaskUpcalls();
        Panic.IfError(xen.SetTimerOp(Upcalls.Now + Soon));
        HypercallResult result = xen.SchedOpCompat((int)SchedCommand.Block, 0);
        Table.Effect(call, "SCHEDOP_block with a timer, upcalls masked"u8, result, "it returns when the timer's event has come"u8, Upcalls.Taken == before + 1);
        Table.Refusal(call, "SCHEDOP_poll, which is newer than it"u8, xen.SchedOpCompat((int)SchedCommand.Poll, 0), XenErrno.ENOSYS);
#pragma warning restore CS0618
    }

    private static void VcpuTimers(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.VcpuOp;
        uint before = Upcalls.Taken;
        var single = new VcpuSetSingleshotTimer { TimeoutAbsNs = Upcalls.Now + Soon };
        HypercallResult result = xen.VcpuOp((int)VcpuCommand.SetSingleshotTimer, 0, &single);
        Table.Effect(call, "VCPUOP_set_singleshot_timer, in 2 ms"u8, result, "VIRQ_TIMER comes to C#"u8, Upcalls.Wait(before, 1, Patience));

        do
        {
            single.TimeoutAbsNs = Upcalls.Now + Later;
            Panic.IfError(xen.VcpuOp((int)VcpuCommand.SetSingleshotTimer, 0, &single));
            result = xen.VcpuOp((int)VcpuCommand.StopSingleshotTimer, 0, default(GuestPointer64));
        }
        while (Upcalls.Now >= single.TimeoutAbsNs);
        before = Upcalls.Taken;
        Table.Effect(call, "VCPUOP_stop_singleshot_timer of one in 20 ms"u8, result, "nothing comes within 30 ms"u8, !Upcalls.Wait(before, 1, LongEnough));

        before = Upcalls.Taken;
        var periodic = new VcpuSetPeriodicTimer { PeriodNs = Soon };
        result = xen.VcpuOp((int)VcpuCommand.SetPeriodicTimer, 0, &periodic);
        Table.Effect(call, "VCPUOP_set_periodic_timer, every 2 ms"u8, result, "VIRQ_TIMER comes to C# again and again"u8, Upcalls.Wait(before, 3, Patience));
        result = xen.VcpuOp((int)VcpuCommand.StopPeriodicTimer, 0, default(GuestPointer64));
        before = Upcalls.Taken;
        Table.Effect(call, "VCPUOP_stop_periodic_timer"u8, result, "nothing comes within 30 ms"u8, !Upcalls.Wait(before, 1, LongEnough));
    }

    private static void VcpuState(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        const HypercallNumber call = HypercallNumber.VcpuOp;
        const int running = 0;
        Table.Answer(call, "VCPUOP_is_up, vCPU 0"u8, xen.VcpuOp((int)VcpuCommand.IsUp, 0, default(GuestPointer64)), new(1));
        Table.Refusal(call, "VCPUOP_is_up, vCPU 9, which is none"u8, xen.VcpuOp((int)VcpuCommand.IsUp, 9, default(GuestPointer64)), XenErrno.ENOENT);
        Table.Answer(call, "VCPUOP_up, vCPU 0, which is"u8, xen.VcpuOp((int)VcpuCommand.Up, 0, default(GuestPointer64)), Table.Done);
        var context = (XenSdk.X86_64.VcpuGuestContext*)memory.Spare(0);
        new Span<byte>(context, sizeof(XenSdk.X86_64.VcpuGuestContext)).Clear();
        Table.Refusal(call, "VCPUOP_initialise, vCPU 0, which is"u8, xen.VcpuOp((int)VcpuCommand.Initialise, 0, context), XenErrno.EEXIST);

        var state = new VcpuRunstateInfo { State = -1 };
        HypercallResult result = xen.VcpuOp((int)VcpuCommand.GetRunstateInfo, 0, &state);
        Table.Effect(call, "VCPUOP_get_runstate_info"u8, result, "it says running, and for how long"u8, state.State == running && state.Time[running] > 0);

        var physical = new VcpuGetPhysid { PhysId = ulong.MaxValue };
        result = xen.VcpuOp((int)VcpuCommand.GetPhysid, 0, &physical);
        Table.Effect(call, "VCPUOP_get_physid, on a machine with one processor"u8, result, "it says APIC 0"u8, (uint)physical.PhysId == 0);
        Table.Refusal(call, "a command that is none"u8, xen.VcpuOp(99, 0, default(GuestPointer64)), XenErrno.ENOSYS);
    }

    private static void VcpuAreas(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        const HypercallNumber call = HypercallNumber.VcpuOp;
        const int running = 0;
        var state = (VcpuRunstateInfo*)memory.Spare(20);
        state->State = -1;
        var stateArea = default(VcpuRegisterRunstateMemoryArea);
        stateArea.Addr.V = state;
        HypercallResult result = xen.VcpuOp((int)VcpuCommand.RegisterRunstateMemoryArea, 0, &stateArea);
        Table.Effect(call, "VCPUOP_register_runstate_memory_area"u8, result, "Xen keeps the state there: running"u8, state->State == running && state->StateEntryTime != 0);

        var time = (VcpuTimeInfo*)memory.Spare(21);
        *time = default;
        var timeArea = default(VcpuRegisterTimeMemoryArea);
        timeArea.Addr.V = time;
        result = xen.VcpuOp((int)VcpuCommand.RegisterVcpuTimeMemoryArea, 0, &timeArea);
        ulong first = new VcpuTime(time).Now(default(TimestampCounter));
        ulong between = Upcalls.Now;
        ulong last = new VcpuTime(time).Now(default(TimestampCounter));
        Table.Effect(call, "VCPUOP_register_vcpu_time_memory_area"u8, result, "by it the time is what it is by vcpu_info"u8, first <= between && between <= last && first != 0);

        var info = (XenSdk.X86_64.VcpuInfo*)memory.Spare(22);
        *info = default;
        var infoArea = new VcpuRegisterVcpuInfo { Mfn = memory.FrameOf(info).Number, Offset = 0 };
        _ = Upcalls.Vcpu.MaskUpcalls();
        result = xen.VcpuOp((int)VcpuCommand.RegisterVcpuInfo, 0, &infoArea);
        if (!result.IsError)
            Upcalls.MoveTo(VcpuInfoView.Of(info));
        _ = Upcalls.Vcpu.UnmaskUpcalls();
        Upcalls.Take();
        uint before = Upcalls.Taken;
        Panic.IfError(xen.SetTimerOp(Upcalls.Now + Soon));
        Table.Effect(call, "VCPUOP_register_vcpu_info"u8, result, "from now on events and the time are there"u8, Upcalls.Wait(before, 1, Patience));
        Table.Refusal(call, "VCPUOP_register_vcpu_info, once more"u8, xen.VcpuOp((int)VcpuCommand.RegisterVcpuInfo, 0, &infoArea), XenErrno.EINVAL);
    }
}
