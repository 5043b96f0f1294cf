using XenSdk;
using XenSdk.Guest;

/// <summary>
/// A PV kernel that makes every hypercall of xen.h by its typed stub, as dom0 of real Xen, and says for each exercise what it
/// should have answered, what it did, and whether its effect was there.
/// </summary>
internal static class Kernel
{
    // Of sched.h: SHUTDOWN_reboot.
    private const uint Reboot = 1;

    [GuestEntry]
    internal static void StartPv(in StartInfo start)
    {
        var xen = new Hypercalls<PvHypercallPage>();
        var console = new GuestConsole<PvHypercallPage>(xen);
        console.WriteLine("Hello from C#, where every hypercall is made"u8);
        StartInfoView info = StartInfoView.InPage(in start);
        Ending.Prepare(info.CommandLine, isPv: true);

        if (info.CommandLine.IndexOf("shutdown"u8) >= 0)
            ShutDown(xen);

        var memory = new GuestMemory(in start);
        ProcessorState.Run(xen);
        Mappings.Run(xen, memory);
        MmuExtended.Run(xen, memory);
        Descriptors.Run(xen, memory);
        Upcalls.Start(SharedInfoPage.Map(xen, info, memory));
        EventChannelCalls.Run(xen);
        EventEntries.Run(xen);
        Timers.Run(xen, memory);
        SecondVcpu.Run(xen, memory);
        Devices.Run(xen, memory);
        EventChannelCalls.Reset(xen);
        Fifo(xen, memory);
        MemoryCalls.Run(xen, memory, info.PageCount);
        Grants.Run(xen, memory);
        Control.Run(xen, memory);
        Platform.Run(xen, memory);
        VersionCalls.Run(xen, "xen-3.0-x86_64"u8, "dom0_mem="u8);

        console.WriteLine("Goodbye"u8);
        Ending.Run(xen);
    }

    /// <summary>The one hypercall whose effect nobody can look for afterwards.</summary>
    private static void ShutDown(Hypercalls<PvHypercallPage> xen)
    {
        var shutdown = new Xen.Public.SchedShutdown { Reason = Reboot };
        Panic.IfError(xen.SchedOp((int)Xen.Public.SchedCommand.Shutdown, ref shutdown));
        Panic.Because("SCHEDOP_shutdown came back");
    }

    private static unsafe void Fifo(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        void* control = memory.Spare(90);
        void* words = memory.Spare(91);
        EventFifo.Run(xen, control, memory.FrameOf(control).Number, (uint*)words, memory.FrameOf(words).Number);
    }

    /// <summary>Where a panic leaves, so that whoever watches the machine learns of it.</summary>
    [GuestPanic]
    internal static void Panicked() => Ending.Tell(Ending.Failure);
}
