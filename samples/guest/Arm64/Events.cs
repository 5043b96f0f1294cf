using XenSdk;
using XenSdk.Guest;

/// <summary>Events of Xen's and of the processor's timer, which both come as interrupts, at a method in C#.</summary>
internal static unsafe class Events
{
    // Numbers of the interrupts: what HVM_PARAM_CALLBACK_IRQ says, and the virtual timer's.
    private const uint XenInterrupt = 16;
    private const uint TimerInterrupt = 27;
    private const uint Beats = 10;

    // Of xen/include/public/event_channel.h and memory.h.
    private const int Send = 4;
    private const int BindIpi = 7;
    private const uint AddToPhysmap = 7;
    private const uint SharedInfoSpace = 0;

    private static EventScanner s_scanner;
    private static EventPort s_port;
    private static uint s_events;
    private static uint s_beats;

    internal static void Run(Hypercalls<ArmHypercallGates> xen, in DeviceTree tree)
    {
        var console = new GuestConsole<ArmHypercallGates>(xen);
        SharedInfoView shared = MapSharedInfo(xen, in tree);
        VcpuEvents vcpu = shared.Vcpu(0).Events;
        s_scanner = new EventScanner(shared.Channels, vcpu);
        Interrupts.Enable(in tree, XenInterrupt, TimerInterrupt);
        console.WriteLine($"interrupts by a {Interrupts.Name}");

        var ipi = new BindIpiArgument { Vcpu = 0, Port = 0 };
        Panic.IfError(xen.EventChannelOp(BindIpi, ref ipi));
        s_port = new EventPort(ipi.Port);
        shared.Channels.Unmask(s_port, vcpu);
        ArmProcessor.EnableInterrupts();
        for (uint sent = 1; sent <= 3; sent++)
        {
            uint port = s_port.Number;
            Panic.IfError(xen.EventChannelOp(Send, ref port));
            while (Volatile.Read(ref s_events) < sent)
            {
            }
        }

        console.WriteLine($"3 events sent to ourselves, {s_events} taken at port {s_port.Number}");

        ulong second = ArmProcessor.ReadCounterFrequency();
        ulong start = ArmProcessor.ReadCounter();
        for (uint beat = 1; beat <= Beats; beat++)
        {
            ArmProcessor.SetTimer(start + (beat * second / Beats));
            while (Volatile.Read(ref s_beats) < beat)
            {
                // With interrupts held back, one that comes now ends the wait all the same.
                ArmProcessor.DisableInterrupts();
                if (Volatile.Read(ref s_beats) < beat)
                    ArmProcessor.WaitForInterrupt();
                ArmProcessor.EnableInterrupts();
            }
        }

        ulong passed = ArmProcessor.ReadCounter() - start;
        console.WriteLine($"{Beats} times 100 ms: {passed * 1000 / second} ms by {s_beats} timer interrupts");
    }

    /// <summary>Where every interrupt comes.</summary>
    [GuestUpcall]
    internal static void OnInterrupt()
    {
        uint number = Interrupts.Acknowledge();
        if (number == TimerInterrupt)
        {
            ArmProcessor.StopTimer();
            s_beats++;
        }
        else if (number == XenInterrupt)
        {
            while (s_scanner.TryTake(out EventPort port))
                s_events += port == s_port ? 1u : 0;
        }

        if (number < Interrupts.None)
            Interrupts.Finish(number);
    }

    private static SharedInfoView MapSharedInfo(Hypercalls<ArmHypercallGates> xen, in DeviceTree tree)
    {
        // Xen puts the device tree near the end of our memory: 16 MiB before it is a page that nobody uses.
        fixed (DeviceTree* near = &tree)
        {
            ulong page = ((ulong)near - (16 << 20)) & ~(ulong)(Page.Size - 1);
            var add = new AddToPhysmapArgument { Domain = DomainId.Self, Size = 0, Space = SharedInfoSpace, Index = 0, Frame = page / Page.Size };
            Panic.IfError(xen.MemoryOp(AddToPhysmap, ref add));
            return SharedInfoView.Of((XenSdk.Arm64.SharedInfo*)page);
        }
    }

    // struct evtchn_bind_ipi
    private struct BindIpiArgument
    {
        public uint Vcpu;
        public uint Port;
    }

    // struct xen_add_to_physmap
    private struct AddToPhysmapArgument
    {
        public DomainId Domain;
        public ushort Size;
        public uint Space;
        public ulong Index;
        public ulong Frame;
    }
}
