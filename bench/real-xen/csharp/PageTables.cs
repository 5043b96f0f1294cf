using XenSdk;
using XenSdk.Guest;

/// <summary>Page tables to write, and frames to map.</summary>
internal static unsafe class PageTables
{
    internal const int Count = 16;
    internal const int PerTable = 256;
    internal const int FrameCount = Count * PerTable;

    /// <summary>Xen adds it to every entry of user space.</summary>
    private const PteFlags AddedByXen = PteFlags.Global;

    private static Pte* s_first;
    private static Mapping* s_mappings;
    private static ulong s_spare;
    private static ulong s_spareEntry;

    /// <summary>A page that nothing else uses.</summary>
    internal static GuestPointer64 SparePage => new(s_spare);

    /// <summary>The entry that maps it.</summary>
    internal static Pte SpareEntry => new(s_spareEntry);

    /// <summary>A mapping for each entry of the first half of each table, table by table.</summary>
    internal static Mapping* Mappings => s_mappings;

    /// <summary>Makes page tables of spare pages, and pins them: from then on Xen alone writes them.</summary>
    internal static void Prepare(in StartInfo start)
    {
        Hypercalls<PvHypercallPage> xen = default;
        if (start.NrPages < 5 * FrameCount)
            Panic.Because("too little memory");
        var ownFrames = (MachineFrame*)start.MfnList;
        MachineFrame* free = ownFrames + start.NrPages - FrameCount;

        // Behind the stack that Xen has given us: the mappings, then the tables.
        ulong page = start.PtBase + ((start.NrPtFrames + 1) * Page.Size);
        s_mappings = (Mapping*)page;
        page += (ulong)FrameCount * (ulong)sizeof(Mapping);
        s_first = (Pte*)page;
        for (int i = 0; i < Count; i++, page += Page.Size)
        {
            MachineFrame frame = ownFrames[(page - GuestImage.Base) / Page.Size];
            for (int k = 0; k < PerTable; k++)
                s_mappings[(i * PerTable) + k] = new() { Entry = frame.EntryAddress(k), Frame = free[(i * PerTable) + k] };
            new Span<byte>((void*)page, Page.Size).Clear();
            Panic.IfError(xen.UpdateVaMapping(
                new GuestPointer64(page), Pte.Map(frame, PteFlags.Present | PteFlags.User), MappingFlush.LocalEntry));
            MmuExtOp pin = MmuExtOps.PinL1Table(frame);
            Panic.IfError(xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in pin), out _, ForeignDomain.Self.Value));
        }

        s_spare = page;
        s_spareEntry = Pte.Map(
            ownFrames[(page - GuestImage.Base) / Page.Size], PteFlags.Present | PteFlags.Writable | PteFlags.User).Value;
    }

    /// <summary>How many of the first entries map what they are to map.</summary>
    internal static int CountMapped(int n, PteFlags flags)
    {
        int found = 0;
        for (int i = 0; i < n; i++)
        {
            Pte entry = s_first[(i / PerTable * Page.Entries) + (i % PerTable)];
            if (entry.Without(AddedByXen) == Pte.Map(Mappings[i].Frame, flags))
                found++;
        }

        return found;
    }
}

/// <summary>What a page-table entry is to map.</summary>
internal struct Mapping
{
    internal MachineAddress Entry;
    internal MachineFrame Frame;
}
