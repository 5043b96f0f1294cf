using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>The upper levels of page tables, and the types of frames. The expected results were observed on Xen 4.17.7.</summary>
public sealed class PageTableTests
{
    private const long EBUSY = -16, EINVAL = -22;

    /// <summary>A page that becomes an L1 table, and an entry of the L2 table that is free to hold it.</summary>
    private const int NewTable = 7;

    [Fact]
    public void A_domain_starts_with_tables_that_are_in_use_and_mapped_to_be_read_only()
    {
        using var guest = new Guest();
        SimulatedDomain domain = guest.Xen.Domain;
        int pages = domain.Frames.Count;

        Assert.Equal((FrameType.L4Table, 2, true), Use(domain.BaseTable)); // by its pin and by its vCPU
        Assert.Equal([FrameType.L4Table, FrameType.L3Table, FrameType.L2Table, FrameType.L1Table], domain.Frames.Skip(pages - 4).Select(frame => guest.Memory[frame].Type));
        for (int page = 0; page < pages; page++)
        {
            ulong entry = guest.Memory.Read(guest.EntryOf(page));
            bool isTable = page >= pages - 4;
            Assert.Equal(domain.Frames[page], (entry >> 12) & 0xFF_FFFF_FFFF);
            Assert.Equal(isTable, (entry & Writable) == 0);
            Assert.Equal((ulong)page, guest.Memory[domain.Frames[page]].PseudoPhysical);
            Assert.Equal((DomainId)0, guest.Memory[domain.Frames[page]].Owner);
        }

        (FrameType, int, bool) Use(ulong frame) => (guest.Memory[frame].Type, guest.Memory[frame].TypeCount, guest.Memory[frame].IsPinned);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(1500)]
    public void A_domain_of_more_than_2_MiB_has_as_many_L1_tables_as_it_takes(int pages)
    {
        using var guest = new Guest(new() { Domain = new(0) { Pages = pages } });
        Assert.Equal((pages + 511) / 512, guest.Xen.Domain.Frames.Count(frame => guest.Memory[frame].Type == FrameType.L1Table));
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(550), (guest.Frame(550) << 12) | Present));
    }

    [Theory]
    [InlineData(Present | Writable | User)] // the page is mapped writable
    [InlineData(0x87ul)]
    [InlineData(0x107ul)]
    public void What_is_no_table_or_has_flags_that_tables_lack_is_refused_in_an_upper_table(ulong flags)
    {
        using var guest = new Guest();
        ulong page = guest.Frame(1) << 12;

        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(FreeEntry(guest, 2), page | flags));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(FreeEntry(guest, 3), page | flags));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(FreeEntry(guest, 4), page | flags));
    }

    [Fact]
    public void The_slots_of_the_root_that_are_Xens_cannot_be_written()
    {
        using var guest = new Guest();
        ulong root = guest.Xen.Domain.BaseTable << 12;
        for (ulong slot = 256; slot <= 271; slot++)
            Assert.Equal((EINVAL, 0u), guest.MmuUpdate(root + (slot * 8), 0));
        Assert.Equal((0L, 1u), guest.MmuUpdate(root + (255 * 8), 0));
        Assert.Equal((0L, 1u), guest.MmuUpdate(root + (272 * 8), 0));
    }

    [Fact]
    public void A_table_may_hold_itself_to_be_read()
    {
        using var guest = new Guest();
        ulong entry = FreeEntry(guest, 2), l2 = entry >> 12;

        Assert.Equal((0L, 1u), guest.MmuUpdate(entry, (l2 << 12) | Present | User));
        Assert.Equal((l2 << 12) | Present | User, guest.Memory.Read(entry));
        Assert.Equal((0L, 1u), guest.MmuUpdate(entry, 0));
        Assert.Equal(1, guest.Memory[l2].TypeCount);
    }

    [Fact]
    public void A_page_becomes_a_table_when_it_is_nowhere_writable_and_its_entries_are_sound()
    {
        using var guest = new Guest();
        ulong table = guest.Frame(NewTable), link = FreeEntry(guest, 2), linked = (table << 12) | Present | Writable;
        ulong xens = guest.Memory.Allocate(DomainId.Xen);
        guest.Memory.Write(table << 12, (guest.Frame(1) << 12) | Present);
        guest.Memory.Write((table << 12) + 8, (xens << 12) | Present);

        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(link, linked));
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(NewTable), (table << 12) | Present));
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(link, linked));
        Assert.Equal((0L, 1u), guest.MmuUpdate((table << 12) + 8, 0)); // no table yet, so any value goes

        Assert.Equal((0L, 1u), guest.MmuUpdate(link, linked));
        Assert.Equal(linked | User, guest.Memory.Read(link));
        Assert.Equal((guest.Frame(1) << 12) | Present | User | Kernel, guest.Memory.Read(table << 12));
        Assert.Equal((FrameType.L1Table, 1), (guest.Memory[table].Type, guest.Memory[table].TypeCount));
    }

    [Fact]
    public void A_table_holds_what_it_maps_until_it_is_dropped()
    {
        using var guest = new Guest();
        ulong table = guest.Frame(NewTable), mapped = guest.Frame(1), link = FreeEntry(guest, 2);
        guest.MmuUpdate(guest.EntryOf(NewTable), (table << 12) | Present);
        guest.MmuUpdate(link, (table << 12) | Present);

        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(NewTable), (table << 12) | Present | Writable));
        Assert.Equal((0L, 1u), guest.MmuUpdate((table << 12) + 40, (mapped << 12) | Present | Writable));
        Assert.Equal((FrameType.Writable, 2), (guest.Memory[mapped].Type, guest.Memory[mapped].TypeCount));

        Assert.Equal((0L, 1u), guest.MmuUpdate(link, 0));
        Assert.Equal(1, guest.Memory[mapped].TypeCount);
        Assert.Equal(0, guest.Memory[table].TypeCount);
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(NewTable), (table << 12) | Present | Writable));
    }

    [Fact]
    public void A_table_that_is_refused_leaves_no_uses_behind()
    {
        using var guest = new Guest();
        ulong table = guest.Frame(NewTable), xens = guest.Memory.Allocate(DomainId.Xen);
        guest.MmuUpdate(guest.EntryOf(NewTable), (table << 12) | Present);
        for (ulong slot = 0; slot < 511; slot++)
            guest.Memory.Write((table << 12) + (slot * 8), (guest.Frame(1) << 12) | Present | Writable);
        guest.Memory.Write((table << 12) + (511 * 8), (xens << 12) | Present);

        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(FreeEntry(guest, 2), (table << 12) | Present));
        Assert.Equal(1, guest.Memory[guest.Frame(1)].TypeCount);
        Assert.Equal(0, guest.Memory[table].TypeCount);
    }

    [Fact]
    public void Remapping_moves_the_use_from_the_old_frame_to_the_new()
    {
        using var guest = new Guest();
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), (guest.Frame(1) << 12) | Present | Writable));
        Assert.Equal((0, 2), (guest.Memory[guest.Frame(0)].TypeCount, guest.Memory[guest.Frame(1)].TypeCount));
    }

    /// <summary>Machine address of an entry of the table of a level that nothing uses.</summary>
    private static ulong FreeEntry(Guest guest, int level)
    {
        ulong table = guest.EntryOf(0, level) & ~0xFFFul;
        ulong address = Enumerable.Range(0, 255).Select(slot => table + (ulong)(slot * 8)).Last(address => guest.Memory.Read(address) == 0);
        return address;
    }
}
