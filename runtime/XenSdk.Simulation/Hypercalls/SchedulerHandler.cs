namespace XenSdk.Simulation;

/// <summary>
/// sched_op: yield, block, poll, shutdown and watchdogs (do_sched_op, xen/common/sched/core.c). Where Xen would not let a domain that has
/// shut itself down run on, the simulation returns 0 and notes the reason.
/// </summary>
internal sealed class SchedulerHandler(SimulatedDomains domains, SimulatedClock clock, IdleVcpus idle) : IHypercallHandler
{
    // Commands of Xen's public sched.h.
    private const int Yield = 0;
    private const int Block = 1;
    private const int Shutdown = 2;
    private const int Poll = 3;
    private const int RemoteShutdown = 4;
    private const int ShutdownCode = 5;
    private const int Watchdog = 6;
    private const int PinOverride = 7;

    private const uint MostPorts = 128;

    private bool _isPinned;

    public HypercallNumber Number => HypercallNumber.SchedOp;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        switch ((int)request.A1)
        {
            case Yield:
                Thread.Yield();
                return 0;
            case Block:
                idle.Block();
                return 0;
            case Shutdown:
                // struct sched_shutdown { unsigned int reason; }, of which Xen keeps eight bits.
                if (!GuestAddressSpace.TryRead(request.A2, out uint reason))
                    return -(int)XenErrno.EFAULT;
                domains.Caller.ShutDown((byte)reason);
                return 0;
            case Poll:
                return PollPorts(request.A2);
            case RemoteShutdown:
                return ShutDown(request.A2);
            case ShutdownCode:
                if (!GuestAddressSpace.TryRead(request.A2, out uint code))
                    return -(int)XenErrno.EFAULT;
                domains.Caller.ShutdownCode ??= (byte)code;
                return 0;
            case Watchdog:
                // struct sched_watchdog { uint32_t id, timeout; }, the timeout in seconds.
                return GuestAddressSpace.TryRead(request.A2, out ulong watchdog)
                    ? SetWatchdog((uint)watchdog, watchdog >> 32)
                    : -(int)XenErrno.EFAULT;
            case PinOverride:
                return Pin(request.A2);
            default:
                return -(int)XenErrno.ENOSYS;
        }
    }

    /// <summary>Keeps the vCPU on a processor for a while, or, with a number below 0, no longer (<c>vcpu_temporary_affinity</c>).
    /// There is one processor.</summary>
    private int Pin(ulong argument)
    {
        if (!domains.Caller.IsPrivileged)
            return -(int)XenErrno.EPERM;
        if (!GuestAddressSpace.TryRead(argument, out int processor))
            return -(int)XenErrno.EFAULT;
        if (processor > 0 || (processor < 0 && !_isPinned))
            return -(int)XenErrno.EINVAL;
        if (processor == 0 && _isPinned)
            return -(int)XenErrno.EBUSY;
        _isPinned = processor == 0;
        return 0;
    }

    /// <summary>Sets a new watchdog where the id is 0, or moves or stops one (<c>domain_watchdog</c>).</summary>
    private int SetWatchdog(uint id, ulong seconds)
    {
        ulong?[] watchdogs = domains.Caller.Watchdogs;
        ulong end = clock.Now + (seconds * 1_000_000_000);
        if (id == 0)
        {
            int free = Array.IndexOf(watchdogs, null);
            if (free < 0)
                return -(int)XenErrno.ENOSPC;
            watchdogs[free] = end;
            return free + 1;
        }

        if (id > watchdogs.Length || watchdogs[id - 1] is null)
            return -(int)XenErrno.EINVAL;
        watchdogs[id - 1] = seconds == 0 ? null : end;
        return 0;
    }

    private int PollPorts(ulong argument)
    {
        if (!GuestAddressSpace.TryRead(argument, out SchedPoll poll))
            return -(int)XenErrno.EFAULT;
        if (poll.Count > MostPorts)
            return -(int)XenErrno.EINVAL;
        if (!GuestAddressSpace.MayName(poll.Ports))
            return -(int)XenErrno.EFAULT;
        SimulatedEventChannels events = domains.Caller.Events;
        if (events.Delivery.NeedsUpcall(domains.Vcpu.Number))
            return 0;
        uint port = 0;
        for (uint i = 0; i < poll.Count; i++)
        {
            if (!GuestAddressSpace.TryRead(poll.Ports + (i * sizeof(uint)), out port))
                return -(int)XenErrno.EFAULT;
            if (!events.IsUsable(port))
                return -(int)XenErrno.EINVAL;
            if (events.Delivery.IsPending(port))
                return 0;
        }

        idle.Poll(poll.Count == 1 ? port : null, poll.Timeout == 0 ? ulong.MaxValue : poll.Timeout);
        return 0;
    }

    private int ShutDown(ulong argument)
    {
        // struct sched_remote_shutdown { domid_t domain_id; unsigned int reason; }
        if (!GuestAddressSpace.TryRead(argument, out ulong shutdown))
            return -(int)XenErrno.EFAULT;
        if (domains.Find((DomainId)(shutdown & 0xFFFF)) is not { } domain)
            return -(int)XenErrno.ESRCH;
        if (!domains.Caller.IsPrivileged)
            return -(int)XenErrno.EPERM;
        domain.ShutDown((byte)(shutdown >> 32));
        return 0;
    }

    /// <summary><c>struct sched_poll</c></summary>
    internal readonly struct SchedPoll
    {
        public readonly ulong Ports;
        public readonly uint Count;
        public readonly ulong Timeout;
    }
}
