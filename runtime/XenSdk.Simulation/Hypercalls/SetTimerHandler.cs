namespace XenSdk.Simulation;

/// <summary>set_timer_op: sets the single-shot timer of the calling vCPU (do_set_timer_op, xen/common/sched/core.c).</summary>
internal sealed class SetTimerHandler(SimulatedDomains domains, SimulatedClock clock) : IHypercallHandler
{
    /// <summary>What Xen takes a timeout too far away to be meant for: some guests wrap theirs.</summary>
    private const ulong InsteadOfHuge = 100_000_000;
    private const int HugeBits = 50;

    public HypercallNumber Number => HypercallNumber.SetTimerOp;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        ulong timeout = request.A1;
        ulong now = clock.Now;
        bool isHuge = (long)timeout < 0 || (timeout > now && (uint)((timeout - now) >> HugeBits) != 0);
        domains.Vcpu.SingleShotTimer = timeout == 0 ? null : isHuge ? now + InsteadOfHuge : timeout;
        clock.FireDue();
        return 0;
    }
}
