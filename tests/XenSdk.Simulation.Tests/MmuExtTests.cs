using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>mmuext_op: the requests, what they do to frames, and how they are refused.</summary>
public sealed class MmuExtTests
{
    private const long EPERM = -1, ESRCH = -3, EACCES = -13, EFAULT = -14, EBUSY = -16, EINVAL = -22, ENOSYS = -38, EOPNOTSUPP = -95;
    private const uint PinL1 = 0, PinL2 = 1, PinL4 = 3, Unpin = 4, NewBase = 5, FlushLocal = 6, InvlpgLocal = 7, FlushMulti = 8,
        InvlpgMulti = 9, FlushAll = 10, InvlpgAll = 11, FlushCache = 12, SetLdt = 13, NewUserBase = 15, ClearPage = 16,
        CopyPage = 17, FlushCacheGlobal = 18, MarkSuper = 19, UnmarkSuper = 20;

    /// <summary>A page that becomes a table.</summary>
    private const int Page = 7;

    [Fact]
    public void A_pinned_table_holds_its_type_until_it_is_unpinned()
    {
        using var guest = new Guest();
        ulong table = guest.Frame(Page);
        guest.MapReadOnly(Page);

        Assert.Equal((0L, 1u), guest.MmuExt(PinL1, table));
        Assert.Equal((FrameType.L1Table, 1, true), UseOf(guest, table));
        Assert.Equal((EBUSY, 0u), guest.MmuUpdate(guest.EntryOf(Page), (table << 12) | Present | Writable));

        Assert.Equal((0L, 1u), guest.MmuExt(Unpin, table));
        Assert.Equal((FrameType.L1Table, 0, false), UseOf(guest, table));
        Assert.Equal((0L, 1u), guest.MmuUpdate(guest.EntryOf(Page), (table << 12) | Present | Writable));
    }

    [Theory]
    [InlineData(0, FrameType.L1Table)]
    [InlineData(1, FrameType.L2Table)]
    [InlineData(2, FrameType.L3Table)]
    [InlineData(3, FrameType.L4Table)]
    public void A_table_of_any_level_is_pinned_with_all_below_it(uint command, FrameType level)
    {
        using var guest = new Guest();
        ulong table = guest.Frame(Page), below = guest.Frame(Page + 1);
        guest.MapReadOnly(Page);
        guest.MapReadOnly(Page + 1);
        guest.Memory.Write(table << 12, (below << 12) | Present | (level == FrameType.L1Table ? 0UL : Writable));

        Assert.Equal((0L, 1u), guest.MmuExt(command, table));
        Assert.Equal((level, 1, true), UseOf(guest, table));
        if (level != FrameType.L1Table)
            Assert.Equal((level - 1, 1, false), UseOf(guest, below));
        foreach (uint other in Enumerable.Range(0, 4).Select(static pin => (uint)pin).Where(pin => pin != command))
            Assert.Equal((EINVAL, 0u), guest.MmuExt(other, table));

        Assert.Equal((0L, 1u), guest.MmuExt(Unpin, table));
        Assert.Equal((level, 0, false), UseOf(guest, table));
        Assert.Equal(0, guest.Memory[below].TypeCount);
    }

    [Fact]
    public void A_table_that_is_pinned_twice_or_unpinned_twice_is_refused_and_keeps_its_uses()
    {
        using var guest = new Guest();
        ulong table = guest.Frame(Page);
        guest.MapReadOnly(Page);

        Assert.Equal((EINVAL, 0u), guest.MmuExt(Unpin, table));
        Assert.Equal((0L, 1u), guest.MmuExt(PinL2, table));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL2, table));
        Assert.Equal((FrameType.L2Table, 1, true), UseOf(guest, table));
        Assert.Equal((0L, 1u), guest.MmuExt(Unpin, table));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(Unpin, table));
        Assert.Equal((FrameType.L2Table, 0, false), UseOf(guest, table));
    }

    [Fact]
    public void A_frame_of_another_type_or_domain_cannot_be_pinned()
    {
        using var guest = new Guest(new() { OtherDomains = [new(5)] });
        ulong theirs = guest.Xen.FindDomain((DomainId)5)!.Frames[0];

        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL1, guest.Frame(Page))); // mapped writable
        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL2, guest.Xen.Domain.BaseTable)); // an L4 table
        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL1, theirs));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL1, 1UL << 40));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL4, guest.Xen.Domain.BaseTable)); // pinned by the domain's builder
    }

    [Fact]
    public void A_table_with_an_unsound_entry_cannot_be_pinned_and_nothing_of_it_stays_in_use()
    {
        using var guest = new Guest();
        ulong table = guest.Frame(Page);
        guest.MapReadOnly(Page);
        guest.Memory.Write(table << 12, (guest.Frame(1) << 12) | Present | Writable);
        guest.Memory.Write((table << 12) + 8, (guest.Xen.Domain.BaseTable << 12) | Present | Writable);

        Assert.Equal((EBUSY, 0u), guest.MmuExt(PinL1, table));
        Assert.Equal((FrameType.None, 0, false), UseOf(guest, table));
        Assert.Equal(1, guest.Memory[guest.Frame(1)].TypeCount);
    }

    [Fact]
    public void A_new_root_is_used_by_the_vCPU_and_the_old_one_no_longer()
    {
        using var guest = new Guest();
        ulong old = guest.Xen.Domain.BaseTable, root = NewRoot(guest);

        Assert.Equal((0L, 1u), guest.MmuExt(NewBase, root));
        Assert.Equal(root, guest.Xen.Domain.BaseTable);
        Assert.Equal((FrameType.L4Table, 1, false), UseOf(guest, root));
        Assert.Equal((FrameType.L4Table, 1, true), UseOf(guest, old)); // its pin
        Assert.Equal((0L, 1u), guest.MmuExt(NewBase, root));
        Assert.Equal(1, guest.Memory[root].TypeCount);

        Assert.Equal((0L, 1u), guest.MmuExt(Unpin, old));
        Assert.Equal((FrameType.L4Table, 0, false), UseOf(guest, old));
    }

    [Fact]
    public void A_root_that_is_none_is_refused()
    {
        using var guest = new Guest(new() { OtherDomains = [new(5)] });
        ulong old = guest.Xen.Domain.BaseTable;

        Assert.Equal((EINVAL, 0u), guest.MmuExt(NewBase, guest.Frame(Page)));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(NewBase, 1UL << 40));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(NewBase, guest.Xen.FindDomain((DomainId)5)!.BaseTable));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(NewUserBase, guest.Frame(Page)));
        Assert.Equal(old, guest.Xen.Domain.BaseTable);
        Assert.Equal(2, guest.Memory[old].TypeCount);
    }

    [Fact]
    public void A_root_for_user_mode_is_used_until_there_is_another_or_none()
    {
        using var guest = new Guest();
        ulong root = NewRoot(guest);

        Assert.Equal((0L, 2u), guest.MmuExt([new(NewUserBase, root), new(NewUserBase, root)]));
        Assert.Equal(root, guest.Xen.Domain.Vcpus[0].UserBaseTable);
        Assert.Equal((FrameType.L4Table, 1, false), UseOf(guest, root));
        Assert.Equal((0L, 1u), guest.MmuExt(NewUserBase, 0));
        Assert.Equal((FrameType.L4Table, 0, false), UseOf(guest, root));
    }

    [Fact]
    public void A_page_is_cleared_and_copied_if_it_may_be_written()
    {
        using var guest = new Guest();
        ulong from = guest.Frame(1) << 12, to = guest.Frame(2) << 12;
        guest.Memory.Write(from, 0x1122);
        guest.Memory.Write(from + 4088, 0x3344);

        Assert.Equal((0L, 1u), guest.MmuExt(CopyPage, guest.Frame(2), guest.Frame(1)));
        Assert.Equal((0x1122UL, 0x3344UL), (guest.Memory.Read(to), guest.Memory.Read(to + 4088)));
        Assert.Equal((0L, 1u), guest.MmuExt(ClearPage, guest.Frame(1)));
        Assert.Equal((0UL, 0UL), (guest.Memory.Read(from), guest.Memory.Read(from + 4088)));
        Assert.Equal(1, guest.Memory[guest.Frame(2)].TypeCount);

        ulong table = guest.Xen.Domain.BaseTable;
        Assert.Equal((EINVAL, 0u), guest.MmuExt(ClearPage, table));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(CopyPage, table, guest.Frame(1)));
        Assert.Equal((0L, 1u), guest.MmuExt(CopyPage, guest.Frame(3), table)); // a table may be read
        Assert.Equal((EINVAL, 0u), guest.MmuExt(CopyPage, guest.Frame(1), 1UL << 40));
    }

    [Fact]
    public unsafe void A_bitmap_of_vCPUs_says_whose_TLB_is_flushed()
    {
        using var guest = new Guest(new() { Domain = new(0) { Vcpus = 4 } });
        ulong bitmap = 0b1_1010; // vCPU 4 does not exist
        Assert.Equal((0L, 1u), guest.MmuExt(FlushMulti, 0, (ulong)&bitmap));
        Assert.Equal((0L, 1u), guest.MmuExt(InvlpgMulti, 0x1000, (ulong)&bitmap));
        Assert.Equal((0L, 1u), guest.MmuExt(InvlpgMulti, 0xFFFF8000_00000000, (ulong)&bitmap)); // Xen's own: ignored
        Assert.Equal([0, 1, 0, 1], guest.Xen.Domain.Vcpus.Select(vcpu => vcpu.TlbFlushes));
        Assert.Equal([0, 1, 0, 1], guest.Xen.Domain.Vcpus.Select(vcpu => vcpu.AddressFlushes));

        Assert.Equal((0L, 2u), guest.MmuExt([new(FlushAll), new(InvlpgAll, 0x1000)]));
        guest.Xen.CallingVcpu = 2;
        Assert.Equal((0L, 2u), guest.MmuExt([new(FlushLocal), new(InvlpgLocal, 0x1000)]));
        Assert.Equal([1, 2, 2, 2], guest.Xen.Domain.Vcpus.Select(vcpu => vcpu.TlbFlushes));
        Assert.Equal([1, 2, 2, 2], guest.Xen.Domain.Vcpus.Select(vcpu => vcpu.AddressFlushes));
    }

    [Fact]
    public void A_bitmap_that_cannot_be_read_is_EINVAL()
    {
        using var guest = new Guest();
        Assert.Equal((EINVAL, 0u), guest.MmuExt(FlushMulti, 0, 8));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(InvlpgMulti, 0x1000, 0xFFFF8000_00000000));
    }

    [Fact]
    public void Caches_are_for_domains_with_devices()
    {
        using var control = new Guest(new() { Domain = new(0) { Vcpus = 2 } });
        Assert.Equal((0L, 2u), control.MmuExt([new(FlushCache), new(FlushCacheGlobal)]));
        Assert.Equal([2, 1], control.Xen.Domain.Vcpus.Select(vcpu => vcpu.CacheFlushes));

        using var ordinary = new Guest(new() { Domain = new(3) });
        Assert.Equal((EACCES, 0u), ordinary.MmuExt(FlushCache));
        Assert.Equal((EINVAL, 0u), ordinary.MmuExt(FlushCacheGlobal));
    }

    [Fact]
    public void An_LDT_starts_at_a_page_and_has_at_most_8192_entries()
    {
        using var guest = new Guest();
        SimulatedVcpu vcpu = guest.Xen.Domain.Vcpus[0];

        Assert.Equal((0L, 1u), guest.MmuExt(SetLdt, 0x5000, 8192));
        Assert.Equal((0x5000UL, 8192u), (vcpu.LdtAddress, vcpu.LdtEntries));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(SetLdt, 0x5008, 1));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(SetLdt, 0x5000, 8193));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(SetLdt, 0xFFFF8000_00000000, 1));
        Assert.Equal((0L, 1u), guest.MmuExt(SetLdt, 0x5008, 0)); // without entries the address does not count
        Assert.Equal((0UL, 0u), (vcpu.LdtAddress, vcpu.LdtEntries));
    }

    [Fact]
    public void What_todays_Xen_does_not_do_any_more_has_an_error_of_its_own()
    {
        using var guest = new Guest();
        Assert.Equal((EOPNOTSUPP, 0u), guest.MmuExt(MarkSuper, guest.Frame(0)));
        Assert.Equal((EOPNOTSUPP, 0u), guest.MmuExt(UnmarkSuper, guest.Frame(0)));
        Assert.Equal((ENOSYS, 0u), guest.MmuExt(14));
        Assert.Equal((ENOSYS, 0u), guest.MmuExt(21));
    }

    [Fact]
    public void Only_requests_about_frames_may_be_meant_for_another_domain()
    {
        using var guest = new Guest(new() { OtherDomains = [new(5)] });
        SimulatedDomain other = guest.Xen.FindDomain((DomainId)5)!;
        guest.Memory.Write(other.Frames[1] << 12, 5);

        Assert.Equal((0L, 1u), guest.MmuExt(ClearPage, other.Frames[1], foreign: 5));
        Assert.Equal(0UL, guest.Memory.Read(other.Frames[1] << 12));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(ClearPage, guest.Frame(1), foreign: 5));
        Assert.Equal((EINVAL, 0u), guest.MmuExt(PinL4, other.BaseTable, foreign: 5)); // pinned already
        foreach (uint command in (uint[])[NewBase, NewUserBase, FlushLocal, InvlpgLocal, FlushMulti, InvlpgMulti, FlushAll, InvlpgAll, FlushCache, FlushCacheGlobal, SetLdt])
            Assert.Equal((EPERM, 0u), guest.MmuExt(command, foreign: 5));
    }

    [Fact]
    public void A_domain_that_does_not_exist_or_is_not_the_callers_to_act_on_leaves_done_alone()
    {
        using var guest = new Guest();
        Assert.Equal((ESRCH, Untouched), guest.MmuExt(FlushLocal, foreign: 77));
        Assert.Equal((ESRCH, Untouched), guest.MmuExt(FlushLocal, foreign: 0)); // itself, but not as DOMID_SELF

        using var ordinary = new Guest(new() { Domain = new(3), OtherDomains = [new(5)] });
        Assert.Equal((EPERM, Untouched), ordinary.MmuExt(ClearPage, 0, foreign: 5));
        Assert.Equal((EPERM, Untouched), ordinary.MmuExt(ClearPage, 0, foreign: Devices));
    }

    [Fact]
    public void Done_counts_what_came_before_the_refusal()
    {
        using var guest = new Guest();
        Assert.Equal((EINVAL, 2u), guest.MmuExt([new(FlushLocal), new(FlushLocal), new(ClearPage, 1UL << 40), new(FlushLocal)]));
        Assert.Equal((0L, 0u), guest.MmuExt([]));
        Assert.Equal(2, guest.Xen.Domain.Vcpus[0].TlbFlushes);
    }

    [Fact]
    public unsafe void A_list_that_is_nowhere_is_EFAULT_with_done_only_where_a_part_was_there()
    {
        using var guest = new Guest();
        using var memory = GuardedMemory.WithHole();
        memory.Last<Operation>(2).Fill(new(FlushLocal));
        uint done = Untouched;

        Assert.Equal(EFAULT, guest.Call(26, 0xFFFF8000_00000000, 1, (ulong)&done, Self));
        Assert.Equal(Untouched, done);
        Assert.Equal(EFAULT, guest.Call(26, memory.AddressOfLast<Operation>(2), 3, (ulong)&done, Self));
        Assert.Equal(2u, done);
    }

    private static (FrameType Type, int Count, bool IsPinned) UseOf(Guest guest, ulong frame) =>
        (guest.Memory[frame].Type, guest.Memory[frame].TypeCount, guest.Memory[frame].IsPinned);

    /// <summary>An L4 table with the entries of the first one.</summary>
    private static ulong NewRoot(Guest guest)
    {
        ulong root = guest.Frame(Page);
        Assert.Equal((0L, 1u), guest.MmuExt(CopyPage, root, guest.Xen.Domain.BaseTable));
        guest.MapReadOnly(Page);
        return root;
    }
}
