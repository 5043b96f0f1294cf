using XenSdk;
using XenSdk.Simulation;

namespace Dom0;

/// <summary>mmu_update: a paravirtualised guest changes its page tables by asking Xen, which checks every entry.</summary>
internal static class PageTableTour
{
    private const ulong Present = 1 << 0, Writable = 1 << 1;

    /// <summary>Several updates in one call. Xen refuses the second and says how many came before it; the rest is still ours,
    /// to be sent again without the refused one.</summary>
    public static void UpdateInOneCall(SimulatedXen simulated)
    {
        // Xen has built the domain with its page tables in its last pages: the very last is the L1 table, whose entry n maps
        // page n. Entries hold machine frames, and their addresses are machine addresses too.
        SimulatedDomain domain = simulated.Domain;
        ulong l1 = domain.Frames[^1];
        ReadOnlySpan<MmuUpdate> updates =
        [
            Entry(l1, 0, Map(domain.Frames[1], Present)),  // page 0 becomes a read-only view of page 1
            Entry(l1, 1, Map(l1, Present | Writable)),     // no guest may write its own tables
            Entry(l1, 2, 0),                               // page 2 goes away
        ];

        Console.WriteLine($"mmu_update of {updates.Length}:");
        while (!updates.IsEmpty)
        {
            HypercallResult result = simulated.Hypercalls.MmuUpdate(updates, out uint done, (uint)DomainId.Self);
            Console.WriteLine($"  {done} done, then {result}");
            if (!result.IsError)
                break;
            updates = updates[((int)done + 1)..];
        }
    }

    private static MmuUpdate Entry(ulong table, int index, ulong value)
        => new() { Ptr = (table << 12) + ((ulong)index * 8) | (ulong)MmuCommand.NormalPtUpdate, Val = value };

    private static ulong Map(ulong frame, ulong flags) => (frame << 12) | flags;
}
