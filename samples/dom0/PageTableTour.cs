using XenSdk;
using XenSdk.Simulation;

namespace Dom0;

/// <summary>A paravirtualised guest changes its page tables by asking Xen, which checks every entry.</summary>
internal static class PageTableTour
{
    /// <summary>Several updates in one mmu_update. Xen refuses one of them; the queue says which and why, and keeps those behind
    /// it until we decide.</summary>
    public static void Run<TPath>(Hypercalls<TPath> xen, SimulatedDomain domain)
        where TPath : struct, IPvPath
    {
        // Xen has built the domain with its page tables in its last pages. The very last is the L1 table, whose entry n maps
        // page n: to the machine frame that holds it, for page tables speak of the machine's memory, not of the domain's.
        MachineFrame[] pages = [.. domain.Frames.Select(number => new MachineFrame(number))];
        MachineFrame l1 = pages[^1];

        Span<MmuUpdate> memory = stackalloc MmuUpdate[3 + MmuUpdateQueue.Overhead];
        var queue = new MmuUpdateQueue<TPath>(xen, memory);
        queue.Write(l1.EntryAddress(0), Pte.Map(pages[1], PteFlags.Present)); // page 0 becomes a read-only view of page 1
        queue.Write(l1.EntryAddress(1), Pte.Map(l1, PteFlags.Present | PteFlags.Writable)); // no guest may write its page tables
        queue.Write(l1.EntryAddress(2), default); // page 2 goes away

        FlushResult result = queue.Flush();
        Console.WriteLine($"mmu_update: {result}");
        while (result.IsStopped)
        {
            result = queue.Resume();
            Console.WriteLine($"without it: {result}");
        }
    }
}
