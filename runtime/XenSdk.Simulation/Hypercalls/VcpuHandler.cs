namespace XenSdk.Simulation;

/// <summary>vcpu_op: the timers of a vCPU, whether it is up and how long it has run (do_vcpu_op, xen/common/domain.c). Every
/// vCPU of the simulation is up from the start and runs all the time; the other commands it does not have.</summary>
internal sealed class VcpuHandler(SimulatedDomains domains, SimulatedClock clock) : IHypercallHandler
{
    // Commands of Xen's public vcpu.h.
    private const int Initialise = 0;
    private const int Up = 1;
    private const int IsUp = 3;
    private const int GetRunstate = 4;
    private const int SetPeriodicTimer = 6;
    private const int StopPeriodicTimer = 7;
    private const int SetSingleShotTimer = 8;
    private const int StopSingleShotTimer = 9;

    private const ulong ShortestPeriod = 1_000_000;
    private const ulong LongestPeriod = ulong.MaxValue >> 2;

    public HypercallNumber Number => HypercallNumber.VcpuOp;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        var number = (uint)request.A2;
        if (number >= (uint)domains.Caller.Vcpus.Length)
            return -(int)XenErrno.ENOENT;
        SimulatedVcpu vcpu = domains.Caller.Vcpus[(int)number];
        return (int)request.A1 switch
        {
            Initialise => GuestAddressSpace.TryRead(request.A3, out X86_64.VcpuGuestContext _) ? -(int)XenErrno.EEXIST : -(int)XenErrno.EFAULT,
            Up => 0,
            IsUp => 1,
            GetRunstate => GuestAddressSpace.TryWrite(request.A3, new Runstate(clock.Now)) ? 0 : -(int)XenErrno.EFAULT,
            SetPeriodicTimer => SetPeriod(vcpu, request.A3),
            StopPeriodicTimer => Tick(vcpu, 0),
            SetSingleShotTimer => SetSingleShot(vcpu, request.A3),
            StopSingleShotTimer => StopSingleShot(vcpu),
            _ => -(int)XenErrno.ENOSYS,
        };
    }

    private int SetPeriod(SimulatedVcpu vcpu, ulong argument)
    {
        // struct vcpu_set_periodic_timer { uint64_t period_ns; }
        if (!GuestAddressSpace.TryRead(argument, out ulong period))
            return -(int)XenErrno.EFAULT;
        return period is < ShortestPeriod or > LongestPeriod ? -(int)XenErrno.EINVAL : Tick(vcpu, period);
    }

    private int Tick(SimulatedVcpu vcpu, ulong period)
    {
        vcpu.PeriodicTimer = period;
        clock.FireDue();
        return 0;
    }

    /// <summary>A time that has passed is one that comes at once; <c>VCPU_SSHOTTMR_future</c> is ignored, as Xen may.</summary>
    private int SetSingleShot(SimulatedVcpu vcpu, ulong argument)
    {
        if (vcpu != domains.Vcpu)
            return -(int)XenErrno.EINVAL;
        if (!GuestAddressSpace.TryRead(argument, out SingleShot set))
            return -(int)XenErrno.EFAULT;
        vcpu.SingleShotTimer = set.Timeout;
        clock.FireDue();
        return 0;
    }

    private int StopSingleShot(SimulatedVcpu vcpu)
    {
        if (vcpu != domains.Vcpu)
            return -(int)XenErrno.EINVAL;
        vcpu.SingleShotTimer = null;
        return 0;
    }

    /// <summary><c>struct vcpu_runstate_info</c> of a vCPU that has always run.</summary>
    internal readonly struct Runstate(ulong now)
    {
        public readonly ulong State = 0;
        public readonly ulong EntryTime = 0;
        public readonly ulong Running = now;
        public readonly ulong Runnable = 0;
        public readonly ulong Blocked = 0;
        public readonly ulong Offline = 0;
    }

    /// <summary><c>struct vcpu_set_singleshot_timer</c>, with the padding behind it, which Xen reads too.</summary>
    internal readonly struct SingleShot
    {
        public readonly ulong Timeout;
        public readonly ulong Flags;
    }
}
