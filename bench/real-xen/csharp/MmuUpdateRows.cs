using System.Runtime.CompilerServices;
using XenSdk;
using XenSdk.Guest;

/// <summary>mmu_update by a queue: fill it with the entries of tables, and submit.</summary>
internal static unsafe class MmuUpdateRows
{
    private const PteFlags Flags = PteFlags.Present | PteFlags.Writable | PteFlags.User;

    internal static void Measure()
    {
        var queue = new MmuUpdateQueue<PvHypercallPage>(default, stackalloc MmuUpdate[4096 + MmuUpdateQueue.Overhead]);
        foreach (int n in (ReadOnlySpan<int>)[1, 4, 32, 64, 512, 4096])
        {
            Measurement.Row("mmu_update"u8, n, new FillAndSubmit(queue, PageTables.Mappings, n));
            if (PageTables.CountMapped(n, Flags) != n)
                Panic.Because("the tables are not as they were written");
        }
    }

    private readonly ref struct FillAndSubmit(MmuUpdateQueue<PvHypercallPage> queue, Mapping* mappings, int n) : IWork
    {
        private readonly MmuUpdateQueue<PvHypercallPage> _queue = queue;

        public ulong Run() => Run(_queue, mappings, n);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong Run(MmuUpdateQueue<PvHypercallPage> queue, Mapping* mapping, int n)
        {
            for (Mapping* end = mapping + n; mapping < end; mapping++)
                queue.Write(mapping->Entry, Pte.Map(mapping->Frame, Flags));
            FlushResult result = queue.Flush();
            if (!result.IsComplete)
                return ulong.MaxValue;
            return (ulong)result.Done;
        }
    }
}
