using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>update_va_mapping. The expected results were observed on Xen 4.17.7.</summary>
public sealed class UpdateVaMappingTests
{
    private const long EFAULT = -14, EBUSY = -16, EINVAL = -22;
    private const ulong FlushAll = 1, FlushOne = 2, AllVcpus = 4, NowhereMapped = 0x10;

    [Fact]
    public void The_entry_that_translates_the_address_is_written()
    {
        using var guest = new Guest();
        ulong readOnly = (guest.Frame(3) << 12) | Present;

        Assert.Equal(0, guest.Call(14, guest.VirtualAddress(3) + 0x123, readOnly, FlushOne));
        Assert.Equal(readOnly | User | Kernel, guest.Memory.Read(guest.EntryOf(3)));
    }

    [Theory]
    [InlineData(0x1000ul)]
    [InlineData(0xFFFF8100_00000000)]
    [InlineData(0x80000000_00000000)]
    [InlineData(0xFFFFFFFF_FFE00000)]
    public void An_address_without_a_table_below_it_is_EINVAL(ulong address)
    {
        using var guest = new Guest();
        Assert.Equal(EINVAL, guest.Call(14, address, (guest.Frame(0) << 12) | Present, 0));
    }

    [Fact]
    public void A_page_table_cannot_be_mapped_writable()
    {
        using var guest = new Guest();
        Assert.Equal(EBUSY, guest.Call(14, guest.VirtualAddress(0), (guest.Xen.Domain.BaseTable << 12) | Present | Writable, 0));
    }

    [Fact]
    public void A_bitmap_of_VCPUs_that_cannot_be_read_is_EFAULT_after_the_entry_was_written()
    {
        using var guest = new Guest();
        Assert.Equal(EFAULT, guest.Call(14, guest.VirtualAddress(0), 0, FlushAll | NowhereMapped));
        Assert.Equal(0ul, guest.Memory.Read(guest.EntryOf(0)));
    }

    [Fact]
    public unsafe void What_to_flush_is_only_looked_at_where_there_is_something_to_flush()
    {
        using var guest = new Guest();
        ulong bitmap = 1;
        foreach (ulong flags in new ulong[] { 0, AllVcpus, NowhereMapped, FlushAll, FlushOne, FlushAll | AllVcpus, FlushAll | FlushOne | NowhereMapped, FlushAll | (ulong)&bitmap })
            Assert.Equal(0, guest.Call(14, guest.VirtualAddress(0), 0, flags));
    }

    [Fact]
    public void The_walk_goes_through_tables_that_the_guest_has_changed()
    {
        using var guest = new Guest(new() { Domain = new(0) { Pages = 600 } });
        ulong second = guest.EntryOf(512, level: 2), secondTable = guest.Memory.Read(second);
        ulong first = guest.EntryOf(0, level: 2), firstTable = guest.Memory.Read(first);

        // The two L1 tables change places: now page 0's address leads where page 512's entry stands.
        ulong was = guest.EntryOf(512);
        Assert.Equal((0L, 2u), guest.MmuUpdate([new(first, secondTable), new(second, firstTable)]));

        Assert.Equal(0, guest.Call(14, guest.VirtualAddress(0), 0, 0));
        Assert.Equal(0ul, guest.Memory.Read(was));
    }
}
