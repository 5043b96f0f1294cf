namespace XenSdk.Simulation;

/// <summary>Lets a vCPU wait that blocks or polls: time goes on to the next timer, and where there is none, for other threads
/// to act as other vCPUs or domains.</summary>
/// <remarks>Xen's lock is held on the way in and out, and given away while it waits.</remarks>
internal sealed class IdleVcpus(object @lock, SimulatedDomains domains, SimulatedClock clock, TimeSpan longestWait)
{
    /// <summary>Unmasks upcalls, and waits until one is pending (<c>vcpu_block_enable_events</c>).</summary>
    internal void Block()
    {
        SimulatedVcpu vcpu = domains.Vcpu;
        EventDelivery delivery = domains.Caller.Events.Delivery;
        Volatile.Write(ref delivery.UpcallMask(vcpu.Number), 0);
        while (!delivery.NeedsUpcall(vcpu.Number))
            Wait(vcpu, ulong.MaxValue);
    }

    /// <summary>Waits for an event at a port, for an upcall, or for a time (<c>do_poll</c>).</summary>
    /// <param name="port">The port; null where any event wakes the vCPU, since Xen remembers no more than one.</param>
    /// <param name="deadline">The time, in nanoseconds.</param>
    internal void Poll(uint? port, ulong deadline)
    {
        SimulatedVcpu vcpu = domains.Vcpu;
        EventDelivery delivery = domains.Caller.Events.Delivery;
        (vcpu.PolledPort, vcpu.IsPolling) = (port, true);
        while (vcpu.IsPolling && !delivery.NeedsUpcall(vcpu.Number) && clock.Now < deadline)
            Wait(vcpu, deadline);
        vcpu.IsPolling = false;
    }

    private void Wait(SimulatedVcpu vcpu, ulong deadline)
    {
        if (clock.TryAdvanceToNextTimer(deadline))
            return;
        bool isWoken = Monitor.Wait(@lock, longestWait);
        domains.Vcpu = vcpu;
        if (!isWoken)
        {
            throw new InvalidOperationException(
                $"vCPU {vcpu.Number} waits for an event, no timer is set that could bring one, and no other thread has done so in " +
                $"{longestWait.TotalSeconds:0.#} s. Set a timer or raise an event before it blocks, or give it more time by " +
                $"{nameof(SimulatedXenOptions)}.{nameof(SimulatedXenOptions.LongestWait)}.");
        }
    }
}
