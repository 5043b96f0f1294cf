using XenSdk;
using XenSdk.Simulation;

namespace Dom0;

/// <summary>Hypercalls of any guest, on a hypervisor inside this process, which answers as Xen would.</summary>
internal static class Tour
{
    public static void Run()
    {
        using SimulatedXen simulated = SimulatedXen.Start();
        Run(simulated.Hypercalls);
        Console.WriteLine($"Xen's console: {simulated.Console.Text.TrimEnd()}");

        // This one changes page tables, and so wants a machine that it may spoil.
        PageTableTour.Run(simulated.Hypercalls, simulated.Domain);
    }

    private static void Run<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        // A command and no more: the result is a value, and an error throws.
        Console.WriteLine($"Xen {xen.Version()}");

        // Memory is a span, and the result tells of an error without throwing.
        Console.WriteLine($"console_io: {xen.ConsoleWrite("Hello from C#\n"u8)}");

        CallSeveralAtOnce(xen);
    }

    /// <summary>A multicall: Xen goes through the list, and every entry gets a result of its own. One that fails does not stop
    /// the rest.</summary>
    private static void CallSeveralAtOnce<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        const uint version = 0, yield = 0, noSuchAssist = 99;
        MulticallEntry[] calls =
        [
            Entry(HypercallNumber.XenVersion, version),
            Entry(HypercallNumber.VmAssist, (uint)VmAssistCommand.Enable, noSuchAssist),
            Entry(HypercallNumber.SchedOp, yield),
        ];
        // Only the results can be trusted afterwards: Xen may overwrite the rest of an entry.
        string[] names = [.. calls.Select(call => call.Op.ToString())];

        xen.Multicall(calls).ThrowIfError();

        Console.WriteLine($"multicall of {calls.Length}:");
        for (int i = 0; i < calls.Length; i++)
            Console.WriteLine($"  {names[i]}: {new HypercallResult(calls[i].Result)}");
    }

    private static MulticallEntry Entry(HypercallNumber call, params ReadOnlySpan<ulong> arguments)
    {
        var entry = new MulticallEntry { Op = call };
        arguments.CopyTo(entry.Args);
        return entry;
    }
}
