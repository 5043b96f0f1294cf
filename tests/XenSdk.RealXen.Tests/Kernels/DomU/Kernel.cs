using XenHeaders;
using XenSdk;
using XenSdk.Guest;
using MmuUpdate = XenSdk.MmuUpdate;
using StartInfo = XenSdk.StartInfo;

/// <summary>A kernel for a domain without privileges: says what it finds and what Xen refuses it, and stays or leaves as its
/// command line asks.</summary>
internal static unsafe class Kernel
{
    [GuestEntry]
    internal static void StartPv(in StartInfo start)
    {
        var xen = new Hypercalls<PvHypercallPage>();
        StartInfoView info = StartInfoView.InPage(in start);
        if (!info.TryGetConsole(out StartConsole shared))
            Panic.Because("there is no console");

        // The builder has mapped its page with the others; the frame list says which of ours it is.
        var frames = (ulong*)info.FrameList.Address;
        ulong page = 0;
        while (frames[page] != shared.Page.Number)
            page++;
        var console = new RingConsole<PvHypercallPage>(xen, (XenconsInterface*)(GuestImage.Base + (page * Page.Size)), shared.Port.Number);

        console.WriteLine($"Hello from C#, a PV domU");
        console.WriteLine($"command line: {info.CommandLine}");
        console.WriteLine($"privileged: {info.IsPrivileged}, pages: {info.PageCount}");
        Introduce(xen, console);

        // Our own frame is what it is; dom0's are not ours to say.
        MmuUpdate same = MmuUpdates.UpdateMachineToPhysical(new(frames[0]), new(0));
        console.WriteLine($"mmu_update: {xen.MmuUpdate([same], out uint done, ForeignDomain.Self.Value)}, done {done}");
        console.WriteLine($"mmu_update for dom0: {xen.MmuUpdate([same], out done, ForeignDomain.Of(0).Value)}, done {done}");
        End(xen, console, info.CommandLine);
    }

    [GuestEntry]
    internal static void StartPvh(in HvmStartInfo start)
    {
        var xen = new Hypercalls<HvmHypercallPage>();
        var ring = (XenconsInterface*)(Parameter(xen, XenConstantsAdditions.HvmConsoleFrame) * Page.Size);
        var console = new RingConsole<HvmHypercallPage>(xen, ring, (uint)Parameter(xen, XenConstantsAdditions.HvmConsolePort));
        var line = new ReadOnlySpan<byte>((void*)start.CommandLine, 64);
        line = line[..line.IndexOf((byte)0)];

        console.WriteLine($"Hello from C#, a PVH domU");
        console.WriteLine($"command line: {line}");
        Introduce(xen, console);
        console.WriteLine($"mmu_update: {new HypercallResult(xen.Path.Call((uint)HypercallNumber.MmuUpdate, 0, 0, 0, 0))}");
        End(xen, console, line);
    }

    private static void Introduce<TPath>(Hypercalls<TPath> xen, RingConsole<TPath> console)
        where TPath : struct, IHypercallPath
    {
        HypercallResult version = xen.XenVersion(0, default(GuestPointer64));
        console.WriteLine($"xen {(ulong)version.Value >> 16}.{(ulong)version.Value & 0xffff}");
        DomainId self = DomainId.Self;
        console.WriteLine($"reservation: {xen.MemoryOp(XenConstantsAdditions.MemoryCurrentReservation, ref self)}");
        console.WriteLine($"console_io: {xen.ConsoleWrite("unheard\n"u8)}");
        var physical = new XenSysctl { Cmd = XenConstantsAdditions.SysctlPhysinfo, InterfaceVersion = XenConstantsAdditions.SysctlVersion };
        console.WriteLine($"sysctl: {xen.Sysctl(ref physical)}");
    }

    private static void End<TPath>(Hypercalls<TPath> xen, RingConsole<TPath> console, ReadOnlySpan<byte> commandLine)
        where TPath : struct, IHypercallPath
    {
        if (commandLine.IndexOf("leave"u8) >= 0)
        {
            console.WriteLine($"leaving");
            var shutdown = new SchedShutdown { Reason = XenConstantsAdditions.ShutdownPowerOff };
            xen.SchedOp(XenConstantsAdditions.SchedShutdown, ref shutdown);
        }

        console.WriteLine($"staying");
        while (true)
        {
            // No port and no time: for ever, until the domain is destroyed.
            var poll = new SchedPoll();
            xen.SchedOp(XenConstantsAdditions.SchedPoll, ref poll);
        }
    }

    private static ulong Parameter(Hypercalls<HvmHypercallPage> xen, uint index)
    {
        var parameter = new XenHvmParam { Domid = (ushort)DomainId.Self, Index = index };
        Panic.IfError(xen.HvmOp(XenConstantsAdditions.HvmGetParam, ref parameter));
        return parameter.Value;
    }
}
