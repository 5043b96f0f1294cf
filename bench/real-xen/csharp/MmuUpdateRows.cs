using System.Runtime.CompilerServices;
using XenSdk;
using XenSdk.Guest;

/// <summary>mmu_update by a queue: fill it with the entries of tables, and submit.</summary>
internal static class MmuUpdateRows
{
    private const PteFlags Flags = PteFlags.Present | PteFlags.Writable | PteFlags.User;

    internal static void Measure()
    {
        var queue = new MmuUpdateQueue<PvHypercallPage>(default, stackalloc MmuUpdate[4096 + MmuUpdateQueue.Overhead]);
        foreach (int n in (ReadOnlySpan<int>)[1, 4, 32, 64, 512, 4096])
        {
            Measurement.Row("mmu_update"u8, n, new FillAndSubmit(queue, PageTables.Mappings[..n]));
            if (PageTables.CountMapped(n, Flags) != n)
                Panic.Because("the tables are not as they were written");
        }
    }

    private readonly ref struct FillAndSubmit(
        MmuUpdateQueue<PvHypercallPage> queue, ReadOnlySpan<Mapping> mappings) : IWork
    {
        private readonly MmuUpdateQueue<PvHypercallPage> _queue = queue;
        private readonly ReadOnlySpan<Mapping> _mappings = mappings;

        public ulong Run() => Run(_queue, _mappings);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong Run(MmuUpdateQueue<PvHypercallPage> queue, ReadOnlySpan<Mapping> mappings)
        {
            foreach (ref readonly Mapping mapping in mappings)
                queue.Write(mapping.Entry, Pte.Map(mapping.Frame, Flags));
            FlushResult result = queue.Flush();
            return result.IsComplete ? (ulong)result.Done : ulong.MaxValue;
        }
    }
}
