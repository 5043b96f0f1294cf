using System.Runtime.CompilerServices;
using XenSdk;
using XenSdk.Guest;

/// <summary>What a kernel's fork asks of Xen: 4,096 pages mapped in 16 tables, and behind each table a TLB flush and a segment
/// update.</summary>
internal static unsafe class ForkRow
{
    private const PteFlags Flags = PteFlags.Present | PteFlags.Writable | PteFlags.User;
    private const uint UserGs = 1;

    // Three calls a table; for its updates 2 words each and for the flush 3, and 4 for each of both runs.
    private const int Calls = 3 * PageTables.Count;
    private const int Words = PageTables.Count * ((2 * PageTables.PerTable) + 3 + (2 * 4));

    internal static void Measure()
    {
        Span<MulticallEntry> calls = stackalloc MulticallEntry[Calls + MulticallQueue.Overhead];
        Span<ulong> words = stackalloc ulong[Words];
        Measurement.Row(
            "fork"u8, PageTables.FrameCount, new MapAll<PvHypercallPage>(new MulticallQueue<PvHypercallPage>(default, calls, words)));
        if (PageTables.CountMapped(PageTables.FrameCount, Flags) != PageTables.FrameCount)
            Panic.Because("the tables are not as they were written");

        ulong before = CountingPath.Made;
        if (new MapAll<CountingPath>(new MulticallQueue<CountingPath>(default, calls, words)).Run() != 0)
            Panic.Because("a request was refused");
        Kernel.Console.WriteLine($"hypercalls fork {CountingPath.Made - before}");
    }

    private readonly ref struct MapAll<TPath>(MulticallQueue<TPath> queue) : IWork
        where TPath : struct, IPvPath
    {
        private readonly MulticallQueue<TPath> _queue = queue;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run()
        {
            MulticallQueue<TPath> queue = _queue;
            Mapping* mapping = PageTables.Mappings;
            for (int table = 0; table < PageTables.Count; table++)
            {
                for (Mapping* end = mapping + PageTables.PerTable; mapping < end; mapping++)
                    queue.Write(mapping->Entry, Pte.Map(mapping->Frame, Flags));
                queue.Add(MmuExtOps.TlbFlushLocal());
                queue.Add(MulticallOperation.SetSegmentBase, UserGs, PageTables.SparePage.Address);
            }

            return queue.Flush().IsComplete ? 0 : ulong.MaxValue;
        }
    }
}
