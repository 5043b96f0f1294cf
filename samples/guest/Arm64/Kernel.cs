using XenSdk;
using XenSdk.Guest;

/// <summary>The same tour on arm64, where there are no page tables of Xen's and no upcalls of PV.</summary>
internal static class Kernel
{
    /// <summary>Where Xen starts a guest on arm64, as soon as XenSdk.Guest has turned the MMU on.</summary>
    [GuestEntry]
    internal static void Start(in DeviceTree tree)
    {
        var xen = new Hypercalls<ArmHypercallGates>();
        var console = new GuestConsole<ArmHypercallGates>(xen);
        console.WriteLine("Hello from C#, a kernel on arm64"u8);
        if (!tree.TryFind("bootargs"u8, out ReadOnlySpan<byte> commandLine))
            commandLine = default;
        Ending.Prepare(commandLine);

        Introduction.Run(xen);
        console.WriteLine($"device tree: magic 0x{(ulong)tree.Magic:x}, {tree.TotalSize} bytes");
        console.WriteLine($"command line: {commandLine}");
        Calls.Run(xen);
        DemandMapping.Run(console, in tree);
        Events.Run(xen, in tree);

        console.WriteLine("Goodbye"u8);
        Ending.Run(xen);
    }

    /// <summary>Where a panic leaves, so that whoever watches the machine learns of it.</summary>
    [GuestPanic]
    internal static void Panicked() => Ending.Tell(Ending.Failure);
}
