using XenSdk;

namespace Dom0;

/// <summary>Hypercalls that any guest may make, whatever the way from the process to Xen.</summary>
internal static class Tour
{
    /// <summary>The simplest call: a command and no memory.</summary>
    public static void PrintVersion<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        const int version = 0; // XENVER_version
        long value = xen.XenVersion(version, default).ThrowIfError().Value;
        Console.WriteLine($"Xen {value >> 16}.{value & 0xFFFF}");
    }

    /// <summary>A call that takes memory: a span, whose length becomes the call's count.</summary>
    public static void WriteToConsole<TPath>(Hypercalls<TPath> xen, string text)
        where TPath : struct, IHypercallPath
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        HypercallResult result = xen.ConsoleIo(ConsoleIoCommand.Write, bytes);
        Console.WriteLine($"console_io: {result}");
    }

    /// <summary>A multicall: Xen goes through the list, and every entry has a result of its own. One that fails does not stop
    /// the rest.</summary>
    public static void CallSeveralAtOnce<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        const uint noSuchAssist = 99;
        MulticallEntry[] calls =
        [
            Entry(HypercallNumber.XenVersion, 0),
            Entry(HypercallNumber.VmAssist, (ulong)VmAssistCommand.Enable, (ulong)VmAssistType.WritablePageTables),
            Entry(HypercallNumber.VmAssist, (ulong)VmAssistCommand.Enable, noSuchAssist),
            Entry(HypercallNumber.SchedOp, 0),
        ];
        // Afterwards only the results can be trusted: Xen may overwrite the rest of an entry.
        string[] names = [.. calls.Select(call => call.Op.ToString())];

        xen.Multicall(calls).ThrowIfError();

        Console.WriteLine($"multicall of {calls.Length}:");
        for (int i = 0; i < calls.Length; i++)
            Console.WriteLine($"  {names[i],-12} {new HypercallResult(calls[i].Result)}");
    }

    private static MulticallEntry Entry(HypercallNumber call, params ReadOnlySpan<ulong> arguments)
    {
        var entry = new MulticallEntry { Op = call };
        arguments.CopyTo(entry.Args);
        return entry;
    }
}
