using XenSdk;
using XenSdk.Guest;

/// <summary>
/// Builds page tables of its own by the five steps that xen.h gives for mmu_update, pins them, runs on them, and takes them
/// apart again.
/// </summary>
internal static unsafe class OwnPageTables
{
    private const PteFlags Table = PteFlags.Present | PteFlags.Writable | PteFlags.User;

    /// <summary>Where the new tables show the page; nothing is there in the old ones.</summary>
    private const ulong Shown = 0x0000_1000_0000_0000;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var console = new GuestConsole<PvHypercallPage>(xen);
        var l4 = (Pte*)memory.Spare(0);
        var l3 = (Pte*)memory.Spare(1);
        var l2 = (Pte*)memory.Spare(2);
        var l1 = (Pte*)memory.Spare(3);
        var page = (ulong*)memory.Spare(4);
        new Span<byte>(l4, 4 * Page.Size).Clear();
        *page = 0xc0ffee;

        // 1 and 2: the upper tables. The kernel itself stays where it is: its part of the top table is taken over.
        l4[Page.Entries - 1] = memory.Root[Page.Entries - 1];
        l4[Index(4)] = Pte.Map(memory.FrameOf(l3), Table);
        l3[Index(3)] = Pte.Map(memory.FrameOf(l2), Table);
        l2[Index(2)] = Pte.Map(memory.FrameOf(l1), Table);

        // 3: the lowest one.
        l1[Index(1)] = Pte.Map(memory.FrameOf(page), PteFlags.Present | PteFlags.User);

        // 3 and 4: a page that is a table must not be writable anywhere.
        HypercallResult tooEarly = Do(xen, MmuExtOps.PinL4Table(memory.FrameOf(l4)));
        console.WriteLine($"pinning page tables that are still writable: {tooEarly}");
        for (int i = 3; i >= 0; i--)
            SetWritable(xen, memory, memory.Spare(i), false);

        // 5: Xen checks it all, and from then on the tables can be used.
        Panic.IfError(Do(xen, MmuExtOps.PinL4Table(memory.FrameOf(l4))));
        Panic.IfError(Do(xen, MmuExtOps.NewBasePointer(memory.FrameOf(l4))));
        ulong seen = Volatile.Read(ref *(ulong*)Shown);
        console.WriteLine($"on page tables of our own: 0x{seen:x} at 0x{Shown:x}");

        Panic.IfError(Do(xen, MmuExtOps.NewBasePointer(memory.FrameOf(memory.Root))));
        Panic.IfError(Do(xen, MmuExtOps.UnpinTable(memory.FrameOf(l4))));
        for (int i = 0; i < 4; i++)
            SetWritable(xen, memory, memory.Spare(i), true);
        *(ulong*)l4 = 0;
        console.WriteLine("they are unpinned and ordinary memory again"u8);
    }

    private static void SetWritable(Hypercalls<PvHypercallPage> xen, GuestMemory memory, void* page, bool writable)
    {
        PteFlags flags = PteFlags.Present | PteFlags.User | (writable ? PteFlags.Writable : PteFlags.None);
        Panic.IfError(xen.UpdateVaMapping(
            new GuestPointer64((ulong)page), Pte.Map(memory.FrameOf(page), flags), MappingFlush.LocalEntry));
    }

    private static HypercallResult Do(Hypercalls<PvHypercallPage> xen, MmuExtOp operation)
        => xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in operation), out _, ForeignDomain.Self.Value);

    private static int Index(int level) => (int)(Shown >> (Page.Shift + ((level - 1) * 9))) & (Page.Entries - 1);
}
