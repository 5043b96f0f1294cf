using XenSdk;
using XenSdk.Guest;

/// <summary>Has Xen wake us ten times in a second, and reads its clock each time.</summary>
internal static unsafe class Clock
{
    private const ulong Interval = 100_000_000;
    private const uint Beats = 10;

    // Of xen/include/public/event_channel.h.
    private const int BindVirq = 1;

    private static EventScanner s_events;
    private static EventPort s_timer;
    private static uint s_beats;

    internal static void Run(Hypercalls<PvHypercallPage> xen, StartInfoView info, GuestMemory memory)
    {
        var console = new GuestConsole<PvHypercallPage>(xen);
        SharedInfoView shared = MapSharedInfo(xen, info, memory);
        VcpuEvents vcpu = shared.Vcpu(0).Events;
        VcpuTime clock = shared.Vcpu(0).Time;

        var bind = new BindVirqArgument { Virq = Virq.Timer, Vcpu = 0, Port = 0 };
        Panic.IfError(xen.EventChannelOp(BindVirq, ref bind));
        s_timer = new EventPort(bind.Port);
        s_events = new EventScanner(shared.Channels, vcpu);
        shared.Channels.Unmask(s_timer, vcpu);

        ulong start = clock.Now(default(TimestampCounter));
        console.WriteLine($"{start / 1_000_000} ms after Xen; timer events come at port {s_timer.Number}");
        for (uint beat = 1; beat <= Beats; beat++)
        {
            Panic.IfError(xen.SetTimerOp(start + (beat * Interval)));
            while (Volatile.Read(ref s_beats) < beat)
            {
                vcpu.MaskUpcalls();
                if (Volatile.Read(ref s_beats) < beat)
                    xen.Block();
            }

            if (clock.Now(default(TimestampCounter)) < start + (beat * Interval))
                Panic.Because("the timer came too early");
        }

        ulong passed = clock.Now(default(TimestampCounter)) - start;
        console.WriteLine($"{s_beats} timer events in {passed / 1_000_000} ms");
        vcpu.MaskUpcalls();
    }

    /// <summary>Where Xen calls us when events have come.</summary>
    [GuestUpcall]
    internal static void OnEvents()
    {
        while (s_events.TryTake(out EventPort port))
        {
            if (port == s_timer)
                s_beats++;
        }
    }

    private static SharedInfoView MapSharedInfo(Hypercalls<PvHypercallPage> xen, StartInfoView info, GuestMemory memory)
    {
        void* page = memory.Spare(16);
        Panic.IfError(xen.UpdateVaMapping(
            new GuestPointer64((ulong)page),
            Pte.Map(info.SharedInfo.Frame, PteFlags.Present | PteFlags.Writable | PteFlags.User),
            MappingFlush.LocalEntry));
        return SharedInfoView.Of((XenSdk.X86_64.SharedInfo*)page);
    }

    // struct evtchn_bind_virq
    private struct BindVirqArgument
    {
        public Virq Virq;
        public uint Vcpu;
        public uint Port;
    }
}
