using XenSdk;
using XenSdk.Guest;

/// <summary>A kernel that shows what a guest can ask of Xen, step by step, and says what Xen answered.</summary>
internal static class Kernel
{
    /// <summary>Where Xen starts a PV guest: in 64-bit mode, on page tables of Xen's.</summary>
    [GuestEntry]
    internal static void StartPv(in StartInfo start)
    {
        var xen = new Hypercalls<PvHypercallPage>();
        var console = new GuestConsole<PvHypercallPage>(xen);
        console.WriteLine("Hello from C#, a PV kernel"u8);
        StartInfoView info = StartInfoView.InPage(in start);
        Ending.Prepare(info.CommandLine, isPv: true);

        if (info.CommandLine.IndexOf("panic"u8) >= 0)
            Panic.Because("the command line asks for one");

        Introduction.Run(xen);
        var memory = new GuestMemory(in start);
        Bootstrap.Run(console, info, memory);
        PageTableWalk.Run(console, memory);
        TrappedWrite.Run(xen, memory);
        OwnPageTables.Run(xen, memory);
        Remapping.Run(xen, memory);
        DemandPaging.Run(xen, memory);
        SharedInfoView shared = SharedInfoPage.Map(xen, info, memory);
        Clock.Run(xen, shared, new PvUpcalls(xen, shared.Vcpu(0).Events));

        console.WriteLine("Goodbye"u8);
        Ending.Run(xen);
    }

    /// <summary>Where Xen starts a PVH guest, as soon as XenSdk.Guest has brought the processor into 64-bit mode.</summary>
    [GuestEntry]
    internal static unsafe void StartPvh(in HvmStartInfo start)
    {
        var xen = new Hypercalls<HvmHypercallPage>();
        var console = new GuestConsole<HvmHypercallPage>(xen);
        console.WriteLine("Hello from C#, a PVH kernel"u8);
        Ending.Prepare(HvmBootstrap.CommandLine(in start), isPv: false);

        Introduction.Run(xen);
        HvmBootstrap.Run(xen, in start);
        console.WriteLine($"mmu_update here: {new HypercallResult(xen.Path.Call((uint)HypercallNumber.MmuUpdate, 0, 0, 0, 0))}");
        SharedInfoView shared = SharedInfoPage.Map(xen, HvmBootstrap.SparePage);
        Clock.Run(xen, shared, default(Interrupts));

        console.WriteLine("Goodbye"u8);
        Ending.Run(xen);
    }

    /// <summary>Where a panic leaves, so that whoever watches the machine learns of it.</summary>
    [GuestPanic]
    internal static void Panicked() => Ending.Tell(Ending.Failure);
}
