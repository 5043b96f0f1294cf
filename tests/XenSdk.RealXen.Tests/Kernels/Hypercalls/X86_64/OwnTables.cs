using XenSdk;
using XenSdk.Guest;

/// <summary>Page tables of the kernel's own: the kernel itself, and one page below 4 GiB.</summary>
internal readonly unsafe struct OwnTables
{
    /// <summary>Where they show the page; nothing is there in the tables that Xen has built.</summary>
    internal const ulong Shown = 0x4000_0000;

    private const PteFlags Table = PteFlags.Present | PteFlags.Writable | PteFlags.User;

    private readonly GuestMemory _memory;
    private readonly int _first;

    /// <summary>Fills them in. They are ordinary, writable memory as yet.</summary>
    /// <param name="memory">The kernel's memory.</param>
    /// <param name="first">The first of five spare pages: the tables from the top down, and the page.</param>
    internal OwnTables(GuestMemory memory, int first)
    {
        _memory = memory;
        _first = first;
        for (int level = 4; level > 0; level--)
            new Span<byte>(TableOf(level), Page.Size).Clear();
        TableOf(4)[Page.Entries - 1] = memory.Root[Page.Entries - 1];
        for (int level = 4; level > 1; level--)
            TableOf(level)[Index(level)] = Pte.Map(FrameOf(level - 1), Table);
        TableOf(1)[Index(1)] = Pte.Map(memory.FrameOf(PageShown), Table);
    }

    /// <summary>The page that they show.</summary>
    internal ulong* PageShown => (ulong*)_memory.Spare(_first + 4);

    /// <summary>A table, from 1 (whose entries are pages) to 4.</summary>
    internal Pte* TableOf(int level) => (Pte*)_memory.Spare(_first + 4 - level);

    /// <summary>The frame that a table is in.</summary>
    internal MachineFrame FrameOf(int level) => _memory.FrameOf(TableOf(level));

    /// <summary>Lets the kernel write to a table, or only read it.</summary>
    internal HypercallResult SetWritable(Hypercalls<PvHypercallPage> xen, int level, bool writable)
        => Mappings.Map(xen, TableOf(level), FrameOf(level), writable ? Mappings.Writable : Mappings.ReadOnly);

    /// <summary>The same for all.</summary>
    internal void SetWritable(Hypercalls<PvHypercallPage> xen, bool writable)
    {
        for (int level = 4; level > 0; level--)
            Panic.IfError(SetWritable(xen, level, writable));
    }

    private static int Index(int level) => (int)(Shown >> (Page.Shift + ((level - 1) * 9))) & (Page.Entries - 1);
}
