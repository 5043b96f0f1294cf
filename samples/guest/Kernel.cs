using XenSdk;
using XenSdk.Guest;

/// <summary>A kernel that shows what a PV guest can ask of Xen, step by step, and says what Xen answered.</summary>
internal static class Kernel
{
    /// <summary>Where Xen starts a PV guest.</summary>
    [GuestEntry]
    internal static void StartPv(in StartInfo start)
    {
        var xen = new Hypercalls<PvHypercallPage>();
        var console = new GuestConsole<PvHypercallPage>(xen);
        console.WriteLine("Hello from C#, a PV kernel"u8);

        StartInfoView info = StartInfoView.InPage(in start);
        Ending.Prepare(info.CommandLine);

        Introduction.Run(xen);
        var memory = new GuestMemory(in start);
        Bootstrap.Run(console, info, memory);
        PageTableWalk.Run(console, memory);
        TrappedWrite.Run(xen, memory);
        OwnPageTables.Run(xen, memory);
        Remapping.Run(xen, memory);
        Clock.Run(xen, info, memory);

        console.WriteLine("Goodbye"u8);
        Ending.Run(xen);
    }

    /// <summary>Where a panic leaves, so that whoever watches the machine learns of it.</summary>
    [GuestPanic]
    internal static void Panicked() => Ending.Tell(new Hypercalls<PvHypercallPage>(), Ending.Failure);
}
