namespace XenSdk.Bench;

/// <summary>The rows of what runs in one process with its C twin.</summary>
internal static class InProcessRows
{
    private const string Calls = "In process: the same leaf page of machine code, called from C# and from C";
    private const string Queues = "In process: filling a queue";
    private const string C = "C, gcc -O2, a kernel's flags";

    public static void Write(bool isQuick)
    {
        IReadOnlyDictionary<string, Measured> calls = BenchmarkRun.Of<CallBenchmarks>(isQuick);
        IReadOnlyDictionary<string, Measured> queues = BenchmarkRun.Of<QueueBenchmarks>(isQuick);
        Measured updates = queues[nameof(QueueBenchmarks.AppendUpdates)];
        Measured entries = queues[nameof(QueueBenchmarks.AppendCalls)];
        // A loop of nanoseconds is as fast as its fastest run: what slows others down is not in it.
        RowFile.Write("in-process",
        [
            Call(1, "SetTimerOp", calls),
            Call(3, "UpdateVaMapping", calls),
            Call(4, "UpdateVaMappingOtherDomain", calls),
            Call(5, "Arch7", calls),
            Append("mmu_update", updates, queues[nameof(QueueBenchmarks.CAppendUpdates)]),
            Append("multicall entry with two arguments", entries, queues[nameof(QueueBenchmarks.CAppendCalls)]),
            Bandwidth("mmu_update: 16 bytes", 16, updates, queues[nameof(QueueBenchmarks.CStoreUpdates)]),
            Bandwidth("multicall entry: 24 bytes", 24, entries, queues[nameof(QueueBenchmarks.CStoreCalls)]),
        ]);
    }

    private static Row Call(int arguments, string stub, IReadOnlyDictionary<string, Measured> measured)
    {
        Measured csharp = measured[$"Stub{arguments}"];
        return new Row(Calls, $"stub call, {arguments} argument{(arguments == 1 ? "" : "s")} ({stub})", csharp.Fastest, measured[$"C{arguments}"].Fastest, "ns", 1.05)
        {
            PeerName = C,
            Allocated = csharp.Bytes,
            Limit = "call and return; in a loop .NET asks for a pending collection after each call, and the page whether it is disposed of"
                + (arguments > 3 ? ", and the trampoline jumps once more than C, which writes r10 itself" : ""),
        };
    }

    private static Row Append(string what, Measured csharp, Measured c) => new(Queues, $"append, {what}", csharp.Fastest, c.Fastest, "ns", 1.00)
    {
        PeerName = C,
        Allocated = csharp.Bytes,
        Limit = "the stores; a queue's counts are in the caller's memory, so each append reads and writes them",
    };

    private static Row Bandwidth(string what, int bytes, Measured csharp, Measured stores) => new(
        Queues, $"store bandwidth, {what} an entry; a loop that only stores them", bytes / csharp.Fastest, bytes / stores.Fastest, "GB/s", null)
    {
        PeerName = C,
    };
}
