namespace XenSdk.Simulation;

/// <summary>sched_op: yield and shutdown (do_sched_op, xen/common/sched/core.c). Where Xen would not let a domain that has
/// shut itself down run on, the simulation returns 0 and notes the reason.</summary>
internal sealed class SchedulerHandler(SimulatedDomain domain) : IHypercallHandler
{
    // Commands of Xen's public sched.h.
    private const int Yield = 0;
    private const int Shutdown = 2;

    public HypercallNumber Number => HypercallNumber.SchedOp;

    public long Answer(in HypercallRequest request)
    {
        switch ((int)request.A1)
        {
            case Yield:
                Thread.Yield();
                return 0;
            case Shutdown:
                // struct sched_shutdown { unsigned int reason; }, of which Xen keeps eight bits.
                if (!GuestAddressSpace.TryRead(request.A2, out uint reason))
                    return -(long)XenErrno.EFAULT;
                domain.ShutdownReason = (byte)reason;
                return 0;
            default:
                return -(long)XenErrno.ENOSYS;
        }
    }
}
