using Dom0;
using XenSdk;
using XenSdk.Simulation;

// A tool for Xen's first domain, dom0. A process reaches Xen through Linux's privcmd device. Where there is none, the tour runs
// on a hypervisor inside this process, which answers as Xen would: the calls are the same, only the way to Xen is another.

using Privcmd? privcmd = OpenOrSayWhyNot();
if (privcmd is not null)
{
    Tour.Run(privcmd.Hypercalls);
    return;
}

using SimulatedXen simulated = SimulatedXen.Start();
Tour.Run(simulated.Hypercalls);
Console.WriteLine($"Xen's console: {simulated.Console.Text.TrimEnd()}");

// This one changes page tables, and so wants a machine that it may spoil.
PageTableTour.Run(simulated.Hypercalls, simulated.Domain);

static Privcmd? OpenOrSayWhyNot()
{
    try
    {
        return Privcmd.Open();
    }
    catch (PrivcmdException exception)
    {
        Console.WriteLine(exception.Message);
        Console.WriteLine();
        Console.WriteLine("The tour runs on SimulatedXen instead.");
        return null;
    }
}
