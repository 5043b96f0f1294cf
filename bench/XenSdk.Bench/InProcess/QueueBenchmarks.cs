using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace XenSdk.Bench;

/// <summary>Filling a queue and giving up what is in it: what an entry costs before Xen is called. Each runs right
/// before its twins in C.</summary>
[MemoryDiagnoser]
public unsafe class QueueBenchmarks : IDisposable
{
    /// <summary>As many as fit in the first level of the cache with either queue.</summary>
    public const int Entries = 512;

    // In variables, as C gets them.
    private readonly ulong _table = 0x12_3456_7000;
    private readonly ulong _frame = 0x1000;
    private readonly ulong _stack = 0xFFFF_8880_0000_0000;

    private readonly MmuUpdate* _updates = Allocate<MmuUpdate>(Entries + MmuUpdateQueue.Overhead);
    private readonly MulticallEntry* _calls = Allocate<MulticallEntry>(Entries + MulticallQueue.Overhead);
    private readonly void* _twins = Allocate<MulticallEntry>(Entries);
    private readonly Twin.Queue* _twin = Allocate<Twin.Queue>(1);
    private HypercallPage _page = null!;

    private Span<MmuUpdate> Updates => new(_updates, Entries + MmuUpdateQueue.Overhead);

    private Span<MulticallEntry> Calls => new(_calls, Entries + MulticallQueue.Overhead);

    [GlobalSetup]
    public void Prepare()
    {
        *_twin = new Twin.Queue(_twins, Entries);
        _page = new HypercallPage(Twin.LeafPage());

        // Both sides wrote the same, or nothing is timed.
        AppendUpdates();
        CAppendUpdates();
        var theirs = new ReadOnlySpan<MmuUpdate>(_twins, Entries);
        if (Updates.IndexOf(theirs, Same) < 0)
            throw new InvalidOperationException("the queue of updates does not hold what C's does");
        AppendCalls();
        CAppendCalls();
        var theirCalls = new ReadOnlySpan<MulticallEntry>(_twins, Entries);
        if (Calls.IndexOf(theirCalls, Same) < 0)
            throw new InvalidOperationException("the queue of calls does not hold what C's does");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _page.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public long AppendUpdates()
    {
        var queue = new MmuUpdateQueue<PvPath<LeafPageGate>>(_page.PvLeaf, Updates);
        ulong table = _table, frame = _frame;
        for (ulong i = 0; i < Entries; i++)
            queue.Write(new MachineAddress(table + (i * 8)), Pte.Map(new MachineFrame(frame + i), PteFlags.Present | PteFlags.Writable));
        queue.Drop();
        return queue.Count;
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public void CAppendUpdates() => Twin.FillUpdates(_twin, _table, _frame, Entries);

    /// <summary>Two words an entry, as an update has.</summary>
    [Benchmark(OperationsPerInvoke = Entries)]
    public void CStoreUpdates() => Twin.StoreWords((ulong*)_twins, _stack, Entries * 2);

    [Benchmark(OperationsPerInvoke = Entries)]
    public long AppendCalls()
    {
        var queue = new MulticallQueue<PvPath<LeafPageGate>>(_page.PvLeaf, Calls, []);
        ulong stack = _stack;
        for (ulong i = 0; i < Entries; i++)
            queue.Add(MulticallOperation.StackSwitch, i, stack);
        queue.Drop();
        return queue.Count;
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public void CAppendCalls() => Twin.FillCalls(_twin, _stack, Entries);

    /// <summary>Three words an entry, as a call of two arguments has.</summary>
    [Benchmark(OperationsPerInvoke = Entries)]
    public void CStoreCalls() => Twin.StoreWords((ulong*)_twins, _stack, Entries * 3);

    private static bool Same(MmuUpdate ours, MmuUpdate theirs) => ours.Ptr == theirs.Ptr && ours.Val == theirs.Val;

    private static bool Same(MulticallEntry ours, MulticallEntry theirs) =>
        ours.Op == theirs.Op && ours.Args[0] == theirs.Args[0] && ours.Args[1] == theirs.Args[1];

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(T)), 4096);
}

internal static class SpanSearch
{
    /// <summary>Where a row of items is found in another; -1 where it is not.</summary>
    public static int IndexOf<T>(this Span<T> items, ReadOnlySpan<T> wanted, Func<T, T, bool> same)
    {
        for (int start = 0; start + wanted.Length <= items.Length; start++)
        {
            int i = 0;
            while (i < wanted.Length && same(items[start + i], wanted[i]))
                i++;
            if (i == wanted.Length)
                return start;
        }
        return -1;
    }
}
