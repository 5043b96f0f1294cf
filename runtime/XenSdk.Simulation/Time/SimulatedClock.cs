namespace XenSdk.Simulation;

/// <summary>
/// Xen's system time, which stands still until a test moves it: and timers go off in their order. A vCPU that blocks moves it
/// too, to the next timer that could wake it, since nothing else happens on an idle machine.
/// </summary>
/// <remarks>
/// It is what <see cref="VcpuTime"/> reads from the shared info page: the counter that it is based on ticks once a nanosecond
/// and stands at <see cref="Now"/>. Every vCPU has a single-shot timer and a tick, which raise <c>VIRQ_TIMER</c>.
/// </remarks>
public sealed unsafe class SimulatedClock
{
    /// <summary>A nanosecond for each tick: (ticks &lt;&lt; 1) × 2^31 / 2^32.</summary>
    private const uint Multiplier = 1U << 31;
    private const sbyte Shift = 1;

    /// <summary><c>SHUTDOWN_watchdog</c></summary>
    private const uint WatchdogReason = 4;

    private readonly object _lock;
    private readonly Upcalls _upcalls;
    private readonly SimulatedDomains _domains;
    private readonly MachineMemory _memory;
    private ulong _now;

    internal SimulatedClock(object @lock, Upcalls upcalls, SimulatedDomains domains, MachineMemory memory)
    {
        (_lock, _upcalls, _domains, _memory) = (@lock, upcalls, domains, memory);
        Publish();
    }

    /// <summary>Nanoseconds since the machine was started.</summary>
    public ulong Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>Lets time pass. Timers go off when their time comes, and vCPUs are called in between.</summary>
    /// <param name="nanoseconds">How much.</param>
    public void Advance(ulong nanoseconds)
    {
        ulong end = Now + nanoseconds;
        bool isDone;
        do
        {
            lock (_lock)
            {
                ulong next = NextTimer();
                isDone = next > end;
                MoveTo(isDone ? Math.Max(_now, end) : next);
                Monitor.PulseAll(_lock);
            }

            _upcalls.Deliver();
        }
        while (!isDone);
    }

    /// <summary>Moves on to the next timer that could wake somebody. Xen's lock must be held.</summary>
    /// <param name="limit">A time at which the caller has to be awake.</param>
    /// <returns>False if there is none.</returns>
    internal bool TryAdvanceToNextTimer(ulong limit)
    {
        ulong next = Math.Min(NextTimer(), limit);
        if (next == ulong.MaxValue)
            return false;
        MoveTo(next);
        return true;
    }

    /// <summary>Raises what is due now. Xen's lock must be held.</summary>
    internal void FireDue()
    {
        foreach (SimulatedDomain domain in _domains.All)
        {
            foreach (ulong? watchdog in domain.Watchdogs)
            {
                if (watchdog <= _now)
                    domain.ShutDown(WatchdogReason);
            }

            foreach (SimulatedVcpu vcpu in domain.Vcpus)
            {
                if (vcpu.SingleShotTimer <= _now)
                {
                    vcpu.SingleShotTimer = null;
                    domain.Events.RaiseLocked(Virq.Timer, vcpu.Number);
                }

                // vcpu_periodic_timer_work, xen/common/sched/core.c
                if (vcpu.PeriodicTimer != 0 && _now >= vcpu.LastTick + vcpu.PeriodicTimer)
                {
                    vcpu.LastTick = _now;
                    domain.Events.RaiseLocked(Virq.Timer, vcpu.Number);
                }
            }
        }
    }

    private void MoveTo(ulong time)
    {
        _now = Math.Max(_now, time);
        Publish();
        FireDue();
    }

    /// <summary>When the next timer goes off of which something comes: one whose interrupt is bound and not pending already.
    /// </summary>
    private ulong NextTimer()
    {
        ulong next = ulong.MaxValue;
        foreach (SimulatedDomain domain in _domains.All)
        {
            foreach (SimulatedVcpu vcpu in domain.Vcpus)
            {
                uint port = domain.Events.PortOf(Virq.Timer, vcpu.Number);
                if (port == 0 || domain.Events.Delivery.IsPending(port))
                    continue;
                if (vcpu.SingleShotTimer is { } deadline)
                    next = Math.Min(next, deadline);
                if (vcpu.PeriodicTimer != 0)
                    next = Math.Min(next, vcpu.LastTick + vcpu.PeriodicTimer);
            }
        }

        return next;
    }

    /// <summary>Writes the time into the shared info pages, with an odd version while it does
    /// (<c>__update_vcpu_system_time</c>, xen/arch/x86/time.c).</summary>
    private void Publish()
    {
        foreach (SimulatedDomain domain in _domains.All)
        {
            var page = (X86_64.SharedInfo*)_memory.AddressOf(domain.SharedInfoFrame);
            for (int number = 0; number < domain.Vcpus.Length; number++)
            {
                PvclockVcpuTimeInfo* time = &((X86_64.VcpuInfo*)&page->VcpuInfo + number)->Time;
                Volatile.Write(ref time->Version, time->Version | 1);
                Interlocked.MemoryBarrier();
                time->TscTimestamp = _now;
                time->SystemTime = _now;
                time->TscToSystemMul = Multiplier;
                time->TscShift = Shift;
                Interlocked.MemoryBarrier();
                Volatile.Write(ref time->Version, time->Version + 1);
            }
        }
    }
}
