using XenSdk;

namespace PrivcmdFacts;

/// <summary>mmu_update, through the stub and through the queue: how many were done, and which was refused.</summary>
internal static class PageTableFacts
{
    private const int NoSuchDomain = 77;
    private static readonly MachineFrame s_noSuchFrame = new(0xf_ffff_ffff);

    public static void Find(Facts facts, Privcmd privcmd, CreatedDomain domain)
    {
        var xen = privcmd.Hypercalls;
        uint owner = ForeignDomain.Of(domain.Id).Value;
        uint done;

        facts.Say("mmu_update of none", $"{xen.MmuUpdate([], out done, owner)}, done {done}");
        facts.Say("mmu_update of a bad frame", $"{xen.MmuUpdate([MmuUpdates.Write(s_noSuchFrame.EntryAddress(0), default)], out done, owner)}, done {done}");
        facts.Say("mmu_update of no domain's", $"{xen.MmuUpdate(Updates(domain, 2), out done, ForeignDomain.Of((DomainId)NoSuchDomain).Value)}, done {done}");
        facts.Say("mmu_update of another domain's frames", $"{xen.MmuUpdate(Updates(domain, 2), out done, ForeignDomain.Self.Value)}, done {done}");
        facts.Say("16 mmu_updates", $"{xen.MmuUpdate(Updates(domain, 16), out done, owner)}, done {done}");

        MmuUpdate[] updates = Updates(domain, 16);
        updates[8] = MmuUpdates.UpdateMachineToPhysical(s_noSuchFrame, new(8));
        facts.Say("16 mmu_updates with a bad ninth", $"{xen.MmuUpdate(updates, out done, owner)}, done {done}");

        var queue = new MmuUpdateQueue<PrivcmdPath>(xen, stackalloc MmuUpdate[16 + MmuUpdateQueue.Overhead]);
        foreach (MmuUpdate update in updates)
            queue.Add(update, ForeignDomain.Of(domain.Id));
        facts.Say("a queue of them", queue.Flush());
        facts.Say("the queue resumed", queue.Resume());
    }

    /// <summary>Harmless updates of a domain's frames: each is said to be the frame that it is.</summary>
    internal static MmuUpdate[] Updates(CreatedDomain domain, int count) =>
        [.. Enumerable.Range(0, count).Select(index => MmuUpdates.UpdateMachineToPhysical(new(domain.Frames[index]), new((ulong)index)))];
}
