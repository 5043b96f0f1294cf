using XenSdk;
using XenSdk.Simulation;

namespace Dom0;

/// <summary>mmu_update: a paravirtualised guest changes its page tables by asking Xen, which checks every entry.</summary>
internal static class PageTableTour
{
    /// <summary>Several updates in one call. Xen refuses the second and says how many came before it; the rest is still ours,
    /// to be sent again without the refused one.</summary>
    public static void Run(SimulatedXen simulated)
    {
        // Xen has built the domain with its page tables in its last pages. The very last is the L1 table, whose entry n maps
        // page n: to the machine frame that holds it, for page tables speak of the machine's memory, not of the domain's.
        MachineFrame[] pages = [.. simulated.Domain.Frames.Select(number => new MachineFrame(number))];
        MachineFrame l1 = pages[^1];
        ReadOnlySpan<MmuUpdate> updates =
        [
            // Page 0 becomes a read-only view of page 1.
            MmuUpdates.Write(l1.EntryAddress(0), Pte.Map(pages[1], PteFlags.Present)),
            // No guest may write its own page tables.
            MmuUpdates.Write(l1.EntryAddress(1), Pte.Map(l1, PteFlags.Present | PteFlags.Writable)),
            // Page 2 goes away.
            MmuUpdates.Write(l1.EntryAddress(2), default),
        ];

        while (!updates.IsEmpty)
        {
            HypercallResult result = simulated.Hypercalls.MmuUpdate(updates, out uint done, ForeignDomain.Self.Value);
            Console.WriteLine($"mmu_update of {updates.Length}: {done} done, {result}");
            if (!result.IsError)
                break;
            updates = updates[((int)done + 1)..];
        }
    }
}
