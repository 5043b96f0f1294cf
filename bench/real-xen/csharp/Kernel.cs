using XenSdk;
using XenSdk.Guest;

/// <summary>Measures hypercalls and queues; each row is a line for bench/real-xen/run.sh, which compares it with the C kernel's.</summary>
internal static class Kernel
{
    // Of xen/include/public/sched.h and physdev.h.
    private const int Shutdown = 2;
    private const uint Reboot = 1;
    private const int SetIopl = 6;

    /// <summary>QEMU's isa-debug-exit.</summary>
    private const ushort ExitPort = 0xf4;

    [GuestEntry]
    internal static void Start(in StartInfo start)
    {
        Console.WriteLine("C# kernel"u8);
        Clock.Calibrate();
        PageTables.Prepare(in start);
        NullCalls.Measure();
        MmuUpdateRows.Measure();
        MulticallRows.Measure();
        ForkRow.Measure();
        Stop(0);
    }

    internal static GuestConsole<PvHypercallPage> Console => default;

    [GuestPanic]
    internal static void Panicked() => Stop(1);

    private static void Stop(uint code)
    {
        Hypercalls<PvHypercallPage> xen = default;
        uint privilege = 1, reason = Reboot;
        xen.PhysdevOp(SetIopl, ref privilege);
        Processor.Out(ExitPort, code);
        xen.SchedOp(Shutdown, ref reason);
    }
}
