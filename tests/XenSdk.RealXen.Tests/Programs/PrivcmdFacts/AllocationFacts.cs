using XenSdk;

namespace PrivcmdFacts;

/// <summary>What calls cost the garbage collector.</summary>
internal static class AllocationFacts
{
    private const int Calls = 1000;

    public static void Find(Facts facts, Privcmd privcmd, CreatedDomain domain)
    {
        var xen = privcmd.Hypercalls;
        MulticallEntry[] entries = new MulticallEntry[16];
        MmuUpdate[] updates = PageTableFacts.Updates(domain, 16);
        uint owner = ForeignDomain.Of(domain.Id).Value;
        facts.Say("bytes allocated by calls without memory", Measure(() => xen.XenVersion(0, default(GuestPointer64))));
        facts.Say("bytes allocated by calls with memory", Measure(() => xen.GetVersion(out _)));
        facts.Say("bytes allocated by calls with long results", Measure(() => xen.GetDebugReg(0)));
        facts.Say("bytes allocated by multicalls", Measure(() =>
        {
            Array.Fill(entries, new MulticallEntry { Op = HypercallNumber.XenVersion });
            xen.Multicall(entries);
        }));
        facts.Say("bytes allocated by mmu_updates", Measure(() => xen.MmuUpdate(updates, out _, owner)));
        facts.Say("bytes allocated by renting", Measure(() =>
        {
            using HypercallBuffer<ulong> buffer = privcmd.Rent<ulong>(600);
        }));
    }

    private static long Measure(Action call)
    {
        call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
