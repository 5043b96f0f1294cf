using XenSdk;
using XenSdk.Guest;

/// <summary>The same on arm64, for the hypercalls that ARM has; and those that it has not, as Xen refuses them.</summary>
internal static class Kernel
{
    [GuestEntry]
    internal static void Start(in DeviceTree tree)
    {
        var xen = new Hypercalls<ArmHypercallGates>();
        var console = new GuestConsole<ArmHypercallGates>(xen);
        console.WriteLine("Hello from C#, where every hypercall of ARM is made"u8);
        if (!tree.TryFind("bootargs"u8, out ReadOnlySpan<byte> commandLine))
            commandLine = default;
        Ending.Prepare(commandLine);

        var memory = new SpareMemory(in tree);
        MemoryCalls.Run(xen, memory);
        Upcalls.Start(MemoryCalls.MapSharedInfo(xen, memory), in tree);
        EventChannelCalls.Run(xen);
        VcpuCalls.Run(xen, memory);
        _ = EventChannelCalls.BindVirq(xen, Virq.Timer);
        EventChannelCalls.Reset(xen);
        Fifo(xen, memory);
        Grants.Run(xen, memory);
        Control.Run(xen);
        VersionCalls.Run(xen, "xen-3.0-aarch64"u8, "dom0_mem="u8);
        Absent.Run(xen);

        console.WriteLine("Goodbye"u8);
        Ending.Run(xen);
    }

    private static unsafe void Fifo(Hypercalls<ArmHypercallGates> xen, SpareMemory memory)
    {
        void* control = memory.Spare(20);
        void* words = memory.Spare(21);
        EventFifo.Run(xen, control, SpareMemory.FrameOf(control), (uint*)words, SpareMemory.FrameOf(words));
    }

    /// <summary>Where a panic leaves, so that whoever watches the machine learns of it.</summary>
    [GuestPanic]
    internal static void Panicked() => Ending.Tell(Ending.Failure);
}
