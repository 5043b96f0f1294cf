using System.Runtime.CompilerServices;
using XenSdk;

/// <summary>Hypercalls of four kinds in turn, by a queue and, where they are few, by themselves.</summary>
internal static class MulticallRows
{
    private const ulong KernelStackSelector = 0xe02b;
    private const uint UserGs = 1;

    internal static void Measure()
    {
        var queue = new MulticallQueue<PvHypercallPage>(
            default, stackalloc MulticallEntry[512 + MulticallQueue.Overhead], default);
        foreach (int n in (ReadOnlySpan<int>)[1, 2, 3, 4, 32, 64, 512])
        {
            Measurement.Row("multicall"u8, n, new AddAndFlush(queue, n));
            if (n <= 4)
                Measurement.Row("direct"u8, n, new OneByOne(PageTables.SparePage, PageTables.SpareEntry, n));
        }
    }

    private readonly ref struct AddAndFlush(MulticallQueue<PvHypercallPage> queue, int n) : IWork
    {
        private readonly MulticallQueue<PvHypercallPage> _queue = queue;

        private readonly int _n = n;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run()
        {
            MulticallQueue<PvHypercallPage> queue = _queue;
            int left = _n;
            for (; left >= 4; left -= 4)
                Add(queue, 4);
            Add(queue, left);
            FlushResult result = queue.Flush();
            return result.IsComplete ? 0ul : 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(MulticallQueue<PvHypercallPage> queue, int n)
        {
            if (n > 0)
                queue.Add(MulticallOperation.FpuTaskSwitch, 0);
            if (n > 1)
                queue.Add(MulticallOperation.StackSwitch, KernelStackSelector, PageTables.SparePage.Address);
            if (n > 2)
                queue.Add(MulticallOperation.SetSegmentBase, UserGs, PageTables.SparePage.Address);
            if (n > 3)
                queue.UpdateVaMapping(PageTables.SparePage, PageTables.SpareEntry, MappingFlush.None);
        }
    }

    private readonly ref struct OneByOne(GuestPointer64 page, Pte entry, int n) : IWork
    {
        public ulong Run() => Run(page, entry, n);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ulong Run(GuestPointer64 page, Pte entry, int n)
        {
            Hypercalls<PvHypercallPage> xen = default;
            ulong failed = 0;
            if (n == 0)
                return failed;
            if (xen.FpuTaskSwitch(0).IsError)
                failed++;
            if (n == 1)
                return failed;
            if (xen.StackSwitch(KernelStackSelector, page.Address).IsError)
                failed++;
            if (n == 2)
                return failed;
            if (xen.SetSegmentBase(UserGs, page.Address).IsError)
                failed++;
            if (n == 3)
                return failed;
            if (xen.UpdateVaMapping(page, entry, MappingFlush.None).IsError)
                failed++;
            return failed;
        }
    }
}
