using XenHeaders;
using XenSdk;
using XenSdk.Guest;
using MmuUpdate = XenSdk.MmuUpdate;
using StartInfo = XenSdk.StartInfo;

/// <summary>A kernel for any domain, also one without privileges: says what it finds and what Xen refuses it, and stays or
/// leaves as its command line asks.</summary>
internal static unsafe class Kernel
{
    private const int Verses = 200;

    [GuestEntry]
    internal static void StartPv(in StartInfo start)
    {
        var xen = new Hypercalls<PvHypercallPage>();
        StartInfoView info = StartInfoView.InPage(in start);
        DomainConsole<PvHypercallPage> console = DomainConsole.Open(in start);

        console.WriteLine($"Hello from C#, a PV domain");
        console.WriteLine($"command line: {info.CommandLine}");
        console.WriteLine($"privileged: {info.IsPrivileged}, pages: {info.PageCount}");
        Introduce(xen, console);

        // Our own frame is what it is; dom0's are not ours to say.
        var frames = (ulong*)info.FrameList.Address;
        MmuUpdate same = MmuUpdates.UpdateMachineToPhysical(new(frames[0]), new(0));
        console.WriteLine($"mmu_update: {xen.MmuUpdate([same], out uint done, ForeignDomain.Self.Value)}, done {done}");
        console.WriteLine($"mmu_update for dom0: {xen.MmuUpdate([same], out done, ForeignDomain.Of(0).Value)}, done {done}");
        Obey(xen, console, info.CommandLine);
    }

    [GuestEntry]
    internal static void StartPvh(in HvmStartInfo start)
    {
        var xen = new Hypercalls<HvmHypercallPage>();
        DomainConsole<HvmHypercallPage> console = DomainConsole.Open(in start);
        var line = new ReadOnlySpan<byte>((void*)start.CommandLine, 64);
        line = line[..line.IndexOf((byte)0)];

        console.WriteLine($"Hello from C#, a PVH domain");
        console.WriteLine($"command line: {line}");
        Introduce(xen, console);
        console.WriteLine($"mmu_update: {new HypercallResult(xen.Path.Call((uint)HypercallNumber.MmuUpdate, 0, 0, 0, 0))}");
        Obey(xen, console, line);
    }

    private static void Introduce<TPath>(Hypercalls<TPath> xen, DomainConsole<TPath> console)
        where TPath : struct, IHypercallPath
    {
        console.WriteLine($"console by a ring: {console.HasRing}");
        HypercallResult version = xen.XenVersion(0, default(GuestPointer64));
        console.WriteLine($"xen {(ulong)version.Value >> 16}.{(ulong)version.Value & 0xffff}");
        DomainId self = DomainId.Self;
        console.WriteLine($"reservation: {xen.MemoryOp(XenConstantsAdditions.MemoryCurrentReservation, ref self)}");
        console.WriteLine($"console_io: {xen.ConsoleWrite("by console_io\n"u8)}");
        var physical = new XenSysctl { Cmd = XenConstantsAdditions.SysctlPhysinfo, InterfaceVersion = XenConstantsAdditions.SysctlVersion };
        console.WriteLine($"sysctl: {xen.Sysctl(ref physical)}");
    }

    private static void Obey<TPath>(Hypercalls<TPath> xen, DomainConsole<TPath> console, ReadOnlySpan<byte> commandLine)
        where TPath : struct, IHypercallPath
    {
        // Many times what a ring holds, faster than anybody reads.
        if (commandLine.IndexOf("recite"u8) >= 0)
        {
            for (int verse = 0; verse < Verses; verse++)
                console.WriteLine($"verse {verse} of {Verses}, as long as it takes to fill the ring before its other side comes to read");
        }

        if (commandLine.IndexOf("listen"u8) >= 0)
            Listen(xen, console);

        bool reboots = commandLine.IndexOf("reboot"u8) >= 0;
        if (reboots || commandLine.IndexOf("leave"u8) >= 0)
        {
            console.WriteLine($"leaving");
            var shutdown = new SchedShutdown { Reason = (uint)(reboots ? XenConstantsAdditions.ShutdownReboot : XenConstantsAdditions.ShutdownPowerOff) };
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

    /// <summary>Says again what somebody types, up to the end of a line.</summary>
    private static void Listen<TPath>(Hypercalls<TPath> xen, DomainConsole<TPath> console)
        where TPath : struct, IHypercallPath
    {
        console.WriteLine($"listening");
        Span<byte> heard = stackalloc byte[64];
        int length = 0;
        while (((ReadOnlySpan<byte>)heard[..length]).IndexOf((byte)'\n') < 0)
        {
            HypercallResult read = console.Read(heard[length..]);
            Panic.IfError(read);
            length += (int)read.Value;
            if (read.Value == 0)
                _ = xen.Path.Call((uint)HypercallNumber.SchedOp, (ulong)XenConstantsAdditions.SchedYield, 0);
        }

        console.WriteLine($"heard: {(ReadOnlySpan<byte>)heard[..(length - 1)]}");
    }
}
