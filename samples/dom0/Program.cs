using Dom0;
using XenSdk.Simulation;

// A tool for Xen's first domain. Real hypercalls leave a process through Linux's /dev/xen/privcmd; where that is missing,
// this is no Xen domain, and the tour runs on a hypervisor inside this process, which answers as Xen would.

const string device = "/dev/xen/privcmd";
Console.WriteLine(File.Exists(device)
    ? $"{device} is here, but this version of XenSdk cannot call through it yet. The tour runs on SimulatedXen."
    : $"There is no {device}, so this is no Xen domain. The tour runs on SimulatedXen.");

using SimulatedXen simulated = SimulatedXen.Start();

// Any way to make hypercalls will do for these.
Tour.PrintVersion(simulated.Hypercalls);
Tour.WriteToConsole(simulated.Hypercalls, "Hello from C#\n");
Console.WriteLine($"  Xen's console now says: {simulated.Console.Text.TrimEnd()}");
Tour.CallSeveralAtOnce(simulated.Hypercalls);

// This one writes page tables, and so wants a machine that it may spoil.
PageTableTour.UpdateInOneCall(simulated);
