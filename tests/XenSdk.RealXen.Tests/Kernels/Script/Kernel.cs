using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

/// <summary>A kernel that goes through the script on real Xen, as dom0.</summary>
internal static class Kernel
{
    [GuestEntry]
    internal static void Main(in StartInfo start)
    {
        var xen = new Hypercalls<PvHypercallPage>();
        StartInfoView info = StartInfoView.InPage(in start);
        Ending.Prepare(info.CommandLine, isPv: true);
        new Script<PvHypercallPage, RealMachine>(xen, RealMachine.Prepare(xen, new GuestMemory(in start), info.SharedInfo.Frame)).Run();
        Ending.Run(xen);
    }

    [GuestPanic]
    internal static void Panicked() => Ending.Tell(Ending.Failure);
}
