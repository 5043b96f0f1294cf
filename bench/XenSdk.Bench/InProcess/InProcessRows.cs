namespace XenSdk.Bench;

/// <summary>The rows of what runs in one process with its C twin.</summary>
internal static class InProcessRows
{
    private const string Calls = "In process: the same leaf page of machine code, called from C# and from C";
    private const string Queues = "In process: filling a queue";
    private const string C = "C, gcc -O2, a kernel's flags";

    public static void Write(bool isQuick)
    {
        IReadOnlyList<IReadOnlyDictionary<string, Measured>> rounds = InProcessRound.Measure(processes: isQuick ? 3 : 31);
        Dictionary<string, Measured> measured = rounds[0].Keys.ToDictionary(method => method, method => Among(rounds, method));
        Measured updates = measured[nameof(QueueBenchmarks.AppendUpdates)];
        Measured entries = measured[nameof(QueueBenchmarks.AppendCalls)];
        RowFile.Write("in-process",
        [
            Call(1, "SetTimerOp", measured),
            Call(3, "UpdateVaMapping", measured),
            Call(4, "UpdateVaMappingOtherDomain", measured),
            Call(5, "Arch7", measured),
            Append("mmu_update", updates, measured[nameof(QueueBenchmarks.CAppendUpdates)]),
            Append("multicall entry with two arguments", entries, measured[nameof(QueueBenchmarks.CAppendCalls)]),
            Bandwidth("mmu_update: 16 bytes", 16, updates, measured[nameof(QueueBenchmarks.CStoreUpdates)]),
            Bandwidth("multicall entry: 24 bytes", 24, entries, measured[nameof(QueueBenchmarks.CStoreCalls)]),
        ],
        new Dictionary<string, string> { ["Processes"] = $"{rounds.Count}, the fastest 2 ms of each", ["Quiet"] = Quiet(rounds) });
    }

    private static Measured Among(IReadOnlyList<IReadOnlyDictionary<string, Measured>> rounds, string method) => new(
        Nanoseconds: InProcessRound.Median(rounds.Select(round => round[method].Fastest)),
        Fastest: rounds.Min(round => round[method].Fastest),
        Bytes: rounds.Max(round => round[method].Bytes));

    // C's loop of stores has one pace, wherever it lies.
    private static string Quiet(IReadOnlyList<IReadOnlyDictionary<string, Measured>> rounds)
    {
        const string loop = nameof(QueueBenchmarks.CStoreUpdates);
        double best = rounds.Min(round => round[loop].Fastest);
        int slow = rounds.Count(round => round[loop].Nanoseconds > best * 1.1);
        return $"in {rounds.Count - slow} of {rounds.Count} processes the median of C's loop of stores was within 10 % of its best; "
            + "where it was not, something else used the core too, such as another virtual machine";
    }

    private static Row Call(int arguments, string stub, Dictionary<string, Measured> measured)
    {
        Measured csharp = measured[$"Stub{arguments}"], c = measured[$"C{arguments}"];
        return new Row(Calls, $"stub call, {arguments} argument{(arguments == 1 ? "" : "s")} ({stub})", csharp.Nanoseconds, c.Nanoseconds, "ns", 1.05)
        {
            PeerName = C,
            Allocated = csharp.Bytes,
            Limit = $"call, return and the loop's jump: {Text(csharp.Fastest)} ns at best, {Text(c.Fastest)} in C, and one to three cycles more by where the code lies, in both. "
                + ".NET's question after each call whether a collection waits, and the page's whether it is disposed of, run beside them"
                + (arguments > 3 ? ", as does the trampoline's jump where it is near the page" : "")
                + ", unless something else uses the core too: C# has twice as many instructions",
        };
    }

    private static string Text(double nanoseconds) => nanoseconds.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    private static Row Append(string what, Measured csharp, Measured c) => new(Queues, $"append, {what}", csharp.Nanoseconds, c.Nanoseconds, "ns", 1.00)
    {
        PeerName = C,
        Allocated = csharp.Bytes,
        Limit = "the stores; a queue's counts are in the caller's memory, so each append reads and writes them",
    };

    private static Row Bandwidth(string what, int bytes, Measured csharp, Measured stores) => new(
        Queues, $"store bandwidth, {what} an entry; a loop that only stores them", bytes / csharp.Nanoseconds, bytes / stores.Nanoseconds, "GB/s", null)
    {
        PeerName = C,
    };
}
