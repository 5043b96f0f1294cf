using XenSdk;
using XenSdk.Guest;

/// <summary>
/// Writes into a page table as if it were memory. The page is read-only, so that the processor traps into Xen; with the
/// assist <c>writable_pagetables</c> Xen checks the entry, writes it for us and goes on behind the instruction.
/// </summary>
internal static unsafe class TrappedWrite
{
    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var console = new GuestConsole<PvHypercallPage>(xen);
        var here = (ulong*)memory.Spare(0);
        var there = (ulong*)memory.Spare(1);
        *here = 0x1111;
        *there = 0x2222;

        Panic.IfError(xen.EnableAssist(VmAssistType.WritablePageTables));
        Pte* entry = memory.EntryOf((ulong)here);
        Pte original = *entry;
        *entry = Pte.Map(memory.FrameOf(there), original.Flags);
        Flush(xen, here);
        ulong seen = Volatile.Read(ref *here);

        *entry = original;
        Flush(xen, here);
        console.WriteLine($"a trapped write to a page table: 0x{seen:x}, then 0x{Volatile.Read(ref *here):x} again");
    }

    private static void Flush(Hypercalls<PvHypercallPage> xen, void* page)
    {
        MmuExtOp flush = MmuExtOps.InvlpgLocal(new GuestPointer64((ulong)page));
        Panic.IfError(xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in flush), out _, ForeignDomain.Self.Value));
    }
}
