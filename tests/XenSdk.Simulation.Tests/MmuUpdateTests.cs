using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>mmu_update. The expected results were observed on Xen 4.17.7, with a guest in C as dom0 that makes the same calls,
/// unless a test says otherwise.</summary>
public sealed class MmuUpdateTests
{
    private const long EPERM = -1, ESRCH = -3, EFAULT = -14, EBUSY = -16, EINVAL = -22, ENOSYS = -38;
    private const uint PreserveAccessedAndDirty = 2, MachineToPhysical = 1;

    private static readonly SimulatedXenOptions WithDomains = new()
    {
        OtherDomains = [new(5), new(9)],
    };

    [Theory]
    [InlineData(0x10ul)]
    [InlineData(0ul)]
    public void An_array_at_an_address_where_nothing_is_mapped_is_EFAULT_with_nothing_done(ulong array)
    {
        using var guest = new Guest();
        Assert.Equal((EFAULT, 0u), guest.MmuUpdateAt(array, 1));
    }

    [Theory]
    [InlineData(0xFFFF8100_00000000)]
    [InlineData(0x80000000_00000000)]
    [InlineData(0x00008000_00000000ul)] // not observed; xen/arch/x86/include/asm/uaccess.h
    public void An_array_at_an_address_that_a_guest_may_not_name_is_EFAULT_and_done_is_not_written(ulong array)
    {
        using var guest = new Guest();
        Assert.Equal((EFAULT, Untouched), guest.MmuUpdateAt(array, 1));
    }

    [Fact]
    public void An_array_that_runs_into_a_hole_is_EFAULT_with_what_came_before_done()
    {
        using var guest = new Guest();
        using var memory = GuardedMemory.WithHole();
        Span<Update> updates = memory.Last<Update>(2);
        updates.Fill(new(guest.EntryOf(0), 0));

        Assert.Equal((EFAULT, 2u), guest.MmuUpdateAt(memory.AddressOfLast<Update>(2), 4));
        Assert.Equal(0ul, guest.Memory.Read(guest.EntryOf(0)));
    }

    [Fact]
    public void No_updates_are_done_at_once()
    {
        using var guest = new Guest();
        Assert.Equal((0L, 0u), guest.MmuUpdateAt(0, 0));
        Assert.Equal((ESRCH, 0u), guest.MmuUpdateAt(0, 0, foreign: 77));
    }

    [Fact]
    public void An_unknown_owner_of_the_frames_is_ESRCH_with_nothing_done()
    {
        using var guest = new Guest();
        Assert.Equal((ESRCH, 0u), guest.MmuUpdate(guest.EntryOf(0), 0, foreign: 77));
    }

    [Fact]
    public void An_unknown_owner_of_the_tables_is_ESRCH_and_done_is_not_written()
    {
        using var guest = new Guest();
        Assert.Equal((ESRCH, Untouched), guest.MmuUpdate(guest.EntryOf(0), 0, foreign: Self | (78 << 16)));
    }

    [Fact]
    public void A_domain_is_no_foreign_domain_of_its_own_but_may_own_the_tables()
    {
        using var guest = new Guest();
        Assert.Equal((ESRCH, 0u), guest.MmuUpdate(guest.EntryOf(0), 0, foreign: 0));
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), 0, foreign: Self | (1 << 16)));
    }

    [Fact]
    public void The_first_refusal_ends_the_call_and_done_counts_what_came_before()
    {
        using var guest = new Guest();
        ulong table = guest.EntryOf(0) >> 12;
        var updates = new Update[5];
        Array.Fill(updates, new Update(guest.EntryOf(0), 0));
        updates[2].Pointer = guest.EntryOf(1);
        updates[3].Value = (table << 12) | Present | Writable;
        updates[4] = new(guest.EntryOf(2), 0);
        ulong untouched = guest.Memory.Read(guest.EntryOf(2));

        Assert.Equal((EBUSY, 3u), guest.MmuUpdate(updates));
        Assert.Equal(0ul, guest.Memory.Read(guest.EntryOf(1)));
        Assert.Equal(untouched, guest.Memory.Read(guest.EntryOf(2)));
    }

    [Fact]
    public void Every_index_of_a_long_batch_can_be_the_refused_one()
    {
        using var guest = new Guest();
        ulong entry = guest.EntryOf(0), good = guest.Memory.Read(entry);
        for (int refused = 0; refused < 64; refused++)
        {
            var updates = new Update[64];
            Array.Fill(updates, new Update(entry, good));
            updates[refused].Pointer |= 7;
            Assert.Equal((ENOSYS, (uint)refused), guest.MmuUpdate(updates));
        }
    }

    [Theory]
    [InlineData(0x067 | Kernel, 0x067 | Kernel)]
    [InlineData(Present | Writable, 0x007 | Kernel)]
    [InlineData(Present, 0x005 | Kernel)]
    [InlineData(Present | User, 0x105)]
    [InlineData(Present | Writable | 0x08, 0x00F | Kernel)]
    [InlineData(Present | Writable | 0x80, 0x087 | Kernel)]
    [InlineData(Present | Writable | 0xE00, 0xE07 | Kernel)]
    [InlineData(Present | Writable | (1UL << 62), 0x007 | Kernel | (1UL << 62))]
    public void A_mapping_is_written_as_Xen_marks_it_for_kernel_or_user_space(ulong flags, ulong written)
    {
        using var guest = new Guest();
        ulong frame = guest.Frame(0) << 12;

        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), frame | flags));
        Assert.Equal(frame | written, guest.Memory.Read(guest.EntryOf(0)));
    }

    [Fact]
    public void What_is_not_present_is_written_as_it_is()
    {
        using var guest = new Guest();
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), 0xDEAD0000_BEEF0000));
        Assert.Equal(0xDEAD0000_BEEF0000, guest.Memory.Read(guest.EntryOf(0)));
    }

    [Fact]
    public void Accessed_and_dirty_bits_survive_only_the_command_that_preserves_them()
    {
        using var guest = new Guest();
        ulong entry = guest.EntryOf(0), frame = guest.Frame(0) << 12;

        guest.MmuUpdate(entry, frame | Present | Writable | Accessed | Dirty);
        Assert.Equal((0L, 1u), guest.MmuUpdate(entry | PreserveAccessedAndDirty, frame | Present | Writable));
        Assert.Equal(frame | 0x067 | Kernel, guest.Memory.Read(entry));
        Assert.Equal((0L, 1u), guest.MmuUpdate(entry, frame | Present | Writable));
        Assert.Equal(frame | 0x007 | Kernel, guest.Memory.Read(entry));
    }

    [Fact]
    public void Command_3_of_newer_headers_is_an_ordinary_update_and_4_to_7_are_ENOSYS()
    {
        using var guest = new Guest();
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0) | 3, 0));
        for (uint command = 4; command < 8; command++)
            Assert.Equal((ENOSYS, 0u), guest.MmuUpdate(guest.EntryOf(0) | command, 0));
    }

    [Theory]
    [InlineData(0x7FFFFFFF000ul)]
    [InlineData(ulong.MaxValue << 12)]
    public void A_table_where_no_memory_is_is_EINVAL(ulong address)
    {
        using var guest = new Guest();
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(address, 0));
    }

    [Fact]
    public void A_table_of_Xens_or_of_another_domain_is_EINVAL()
    {
        using var guest = new Guest(WithDomains);
        ulong xens = guest.Memory.Allocate(DomainId.Xen);

        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(xens << 12, 0));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(guest.Xen.FindDomain((DomainId)5)!.Frames[0] << 12, 0));
    }

    [Fact]
    public void A_page_table_can_be_mapped_to_be_read_but_not_to_be_written()
    {
        using var guest = new Guest();
        ulong table = guest.EntryOf(0) >> 12;

        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(0), (table << 12) | Present | Writable));
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), (table << 12) | Present));
    }

    [Fact]
    public void A_frame_of_anybody_elses_cannot_be_mapped()
    {
        using var guest = new Guest(WithDomains);
        ulong free = guest.Memory.Allocate((DomainId)7), others = guest.Xen.FindDomain((DomainId)5)!.Frames[0];
        ulong xens = guest.Memory.Allocate(DomainId.Xen);

        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(0), (free << 12) | Present));
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(0), (others << 12) | Present));
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(0), (xens << 12) | Present));
    }

    [Fact]
    public void Ones_own_frame_is_not_the_devices_or_Xens()
    {
        using var guest = new Guest();
        ulong readOnly = (guest.Frame(0) << 12) | Present;
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(0), readOnly, Devices));
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(0), readOnly, XenItself));
    }

    [Fact]
    public void Dom0_maps_a_frame_of_the_domain_that_it_names() // not observed
    {
        using var guest = new Guest(WithDomains);
        ulong frame = guest.Xen.FindDomain((DomainId)5)!.Frames[3];

        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), (frame << 12) | Present | Writable, foreign: 5));
        Assert.Equal(2, guest.Memory[frame].TypeCount);
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(1), (frame << 12) | Present, foreign: 9));
    }

    [Fact]
    public void Dom0_writes_the_tables_of_the_domain_that_it_names() // not observed
    {
        using var guest = new Guest(WithDomains);
        SimulatedDomain other = guest.Xen.FindDomain((DomainId)5)!;
        ulong l1 = other.Frames[^1] << 12;

        Assert.Equal((0L, 1u), guest.MmuUpdate(l1, (other.Frames[1] << 12) | Present, foreign: 5 | (6 << 16)));
        Assert.Equal((other.Frames[1] << 12) | 5 | Kernel, guest.Memory.Read(l1));
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(l1, (guest.Frame(0) << 12) | Present, foreign: 5 | (6 << 16)));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(guest.EntryOf(0), 0, foreign: 5 | (6 << 16)));
    }

    [Fact]
    public void Who_is_not_privileged_acts_on_nobody_else() // not observed
    {
        using var guest = new Guest(new() { Domain = new(5), OtherDomains = [new(0)] });
        SimulatedDomain dom0 = guest.Xen.FindDomain((DomainId)0)!;

        Assert.Equal((EPERM, 0u), guest.MmuUpdate(guest.EntryOf(0), dom0.Frames[0] << 12, foreign: 0));
        Assert.Equal((EPERM, 0u), guest.MmuUpdate(dom0.Frames[^1] << 12, 0, foreign: Self | (1 << 16)));
        Assert.Equal((EPERM, 0u), guest.MmuUpdate(guest.EntryOf(0), 0, foreign: XenItself));
        Assert.Equal((EPERM, 0u), guest.MmuUpdate((dom0.Frames[0] << 12) | MachineToPhysical, 1, foreign: 0));
        Assert.Equal((EPERM, 0u), guest.MmuUpdate(guest.EntryOf(0), 0xFED00003, foreign: Self));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(guest.EntryOf(0), (guest.Frame(0) << 12) | Present | 0x08));
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), (guest.Frame(0) << 12) | Present));
    }

    [Theory]
    [InlineData(Self, 0ul, 0x18ul)]
    [InlineData(Self, 0x10ul, 0x10ul)]
    [InlineData(Devices, 0ul, 0x18ul)]
    public void What_is_no_memory_is_a_device_that_dom0_maps_uncached(uint foreign, ulong cache, ulong written)
    {
        using var guest = new Guest();
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(0), 0xFED00000 | Present | cache, foreign));
        Assert.Equal(0xFED00000 | 0x5 | Kernel | written, guest.Memory.Read(guest.EntryOf(0)));
    }

    [Fact]
    public void The_frame_with_all_bits_set_is_none() =>
        AssertRefused(EINVAL, 0x000FFFFF_FFFFF000 | Present | Writable);

    [Fact]
    public void A_page_that_is_no_table_is_written_as_it_is()
    {
        using var guest = new Guest();
        ulong address = (guest.Frame(1) << 12) + 8;

        Assert.Equal((0L, 1u), guest.MmuUpdate(address, 0x11223344_55667788));
        Assert.Equal(0x11223344_55667788ul, guest.Memory.Read(address));
        Assert.Equal((0L, 1u), guest.MmuUpdate(address | PreserveAccessedAndDirty, 1));
        Assert.Equal(1ul, guest.Memory.Read(address));
    }

    [Fact]
    public void The_machine_to_physical_table_is_written_for_the_frame_that_an_address_is_in()
    {
        using var guest = new Guest();
        ulong frame = guest.Frame(1);

        Assert.Equal(1ul, guest.Memory[frame].PseudoPhysical);
        Assert.Equal((0L, 1u), guest.MmuUpdate((frame << 12) | MachineToPhysical, 0x4242));
        Assert.Equal(0x4242ul, guest.Memory[frame].PseudoPhysical);
        Assert.Equal((0L, 1u), guest.MmuUpdate((frame << 12) | 0xFF8 | MachineToPhysical, 1));
        Assert.Equal(1ul, guest.Memory[frame].PseudoPhysical);
    }

    [Fact]
    public void The_machine_to_physical_table_is_the_owners()
    {
        using var guest = new Guest(WithDomains);
        ulong own = (guest.Frame(1) << 12) | MachineToPhysical, others = (guest.Xen.FindDomain((DomainId)5)!.Frames[0] << 12) | MachineToPhysical;

        Assert.Equal((0L, 1u), guest.MmuUpdate(own, 1, foreign: Self | (1 << 16)));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(own, 1, Devices));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(own, 1, XenItself));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(0x7FFFFFFF000 | MachineToPhysical, 0));
        Assert.Equal((EINVAL, 0u), guest.MmuUpdate(others, 7));
        Assert.Equal((0L, 1u), guest.MmuUpdate(others, 7, foreign: 5));
        Assert.Equal((EPERM, 0u), guest.MmuUpdate(others, 7, foreign: 5 | (6 << 16))); // not observed
    }

    [Fact]
    public unsafe void The_top_bit_of_the_count_marks_a_continuation_which_counts_on()
    {
        using var guest = new Guest();
        var update = new Update(guest.EntryOf(0), 0);
        uint done = 3;

        Assert.Equal(0, guest.Call(1, (ulong)&update, 0x80000001, (ulong)&done, Self));
        Assert.Equal(4u, done);
        Assert.Equal(-14, guest.Call(1, 0, 0x80000000, (ulong)&done, unchecked((uint)-14)));
        Assert.Equal(4u, done);
    }

    [Fact]
    public unsafe void Done_is_a_favour_that_need_not_be_wanted_or_possible()
    {
        using var guest = new Guest();
        var update = new Update(guest.EntryOf(0), 0);

        Assert.Equal(0, guest.Call(1, (ulong)&update, 1, 0, Self));
        Assert.Equal(0, guest.Call(1, (ulong)&update, 1, 8, Self));
    }

    private static void AssertRefused(long error, ulong entry)
    {
        using var guest = new Guest();
        ulong before = guest.Memory.Read(guest.EntryOf(0));
        Assert.Equal((error, 0u), guest.MmuUpdate(guest.EntryOf(0), entry));
        Assert.Equal(before, guest.Memory.Read(guest.EntryOf(0)));
    }
}
