using XenSdk;
using XenSdk.Guest;

/// <summary>Has Xen wake us ten times in a second, and reads its clock each time.</summary>
internal static class Clock
{
    private const ulong Interval = 100_000_000;
    private const uint Beats = 10;

    // Of xen/include/public/event_channel.h.
    private const int BindVirq = 1;

    private static EventScanner s_scanner;
    private static EventPort s_timer;
    private static uint s_events;

    internal static void Run<TPath, TUpcalls>(Hypercalls<TPath> xen, SharedInfoView shared, TUpcalls upcalls)
        where TPath : struct, IX86Path
        where TUpcalls : struct, IUpcalls
    {
        var console = new GuestConsole<TPath>(xen);
        VcpuEvents vcpu = shared.Vcpu(0).Events;
        VcpuTime clock = shared.Vcpu(0).Time;

        var bind = new BindVirqArgument { Virq = Virq.Timer, Vcpu = 0, Port = 0 };
        Panic.IfError(xen.EventChannelOp(BindVirq, ref bind));
        s_timer = new EventPort(bind.Port);
        s_scanner = new EventScanner(shared.Channels, vcpu);
        shared.Channels.Unmask(s_timer, vcpu);

        ulong start = clock.Now(default(TimestampCounter));
        console.WriteLine($"{start / 1_000_000} ms after Xen; timer events come at port {s_timer.Number}");
        for (uint beat = 1; beat <= Beats; beat++)
            WaitUntil(xen, start + (beat * Interval), clock, upcalls);

        ulong passed = clock.Now(default(TimestampCounter)) - start;
        upcalls.Mask();
        console.WriteLine($"{Beats} times 100 ms: {passed / 1_000_000} ms by {s_events} timer events");
    }

    private static void WaitUntil<TPath, TUpcalls>(Hypercalls<TPath> xen, ulong time, VcpuTime clock, TUpcalls upcalls)
        where TPath : struct, IX86Path
        where TUpcalls : struct, IUpcalls
    {
        // Xen corrects its clock now and then, so that an event can come a little before its time: then for the rest again.
        while (clock.Now(default(TimestampCounter)) < time)
        {
            uint before = Volatile.Read(ref s_events);
            Panic.IfError(xen.SetTimerOp(time));
            while (Volatile.Read(ref s_events) == before)
            {
                // Nothing can come between the look and the wait.
                upcalls.Mask();
                if (Volatile.Read(ref s_events) == before)
                    upcalls.UnmaskAndWait();
            }
        }
    }

    /// <summary>Where Xen calls us when events have come.</summary>
    [GuestUpcall]
    internal static void OnEvents()
    {
        while (s_scanner.TryTake(out EventPort port))
        {
            if (port == s_timer)
                s_events++;
        }
    }

    // struct evtchn_bind_virq
    private struct BindVirqArgument
    {
        public Virq Virq;
        public uint Vcpu;
        public uint Port;
    }
}
