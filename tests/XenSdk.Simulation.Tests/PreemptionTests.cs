using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>Calls that Xen stops in the middle of and has the guest execute again: what is in the registers then, and that
/// the guest sees one call.</summary>
public sealed class PreemptionTests
{
    private const long EINVAL = -22;
    private const ulong Preempted = 1UL << 31, New = 0x10_0000;
    private const uint FlushLocal = 6, PinL2 = 1, PinL4 = 3, Unpin = 4, NewBase = 5, NewUserBase = 15, CopyPage = 17;

    [Fact]
    public unsafe void A_mmu_update_goes_on_with_bit_31_in_its_count_and_done_adds_up()
    {
        using var guest = new Guest();
        guest.Xen.PreemptionCheck = static (in PreemptionPoint point) => point.Index == 2;
        var updates = stackalloc Update[5];
        for (int i = 0; i < 5; i++)
            updates[i] = new((guest.Frame(i) << 12) | 1, New + (ulong)i);
        uint done = 0;

        Assert.Equal(0, guest.Call(1, (ulong)updates, 5, (ulong)&done, Self));

        Assert.Equal(5u, done);
        Assert.Equal(
            [((ulong)updates, 5UL, true), ((ulong)(updates + 2), 3 | Preempted, true), ((ulong)(updates + 4), 1 | Preempted, false)],
            guest.Xen.Calls.Select(call => (call.Registers.Rdi, call.Registers.Rsi, call.IsPreempted)));
        Assert.Equal(
            Enumerable.Repeat(((ulong)&done, (ulong)Self), 3), guest.Xen.Calls.Select(static call => (call.Registers.Rdx, call.Registers.R10)));
        for (int i = 0; i < 5; i++)
            Assert.Equal(New + (ulong)i, guest.Memory[guest.Frame(i)].PseudoPhysical);
    }

    [Fact]
    public unsafe void Between_two_executions_done_says_what_was_done_so_far()
    {
        using var guest = new Guest();
        uint done = 0;
        uint* counter = &done;
        List<uint> seen = [];
        guest.Xen.PreemptionCheck = (in PreemptionPoint _) =>
        {
            seen.Add(*counter);
            return true;
        };
        var operations = stackalloc Operation[4];
        for (int i = 0; i < 4; i++)
            operations[i] = new(FlushLocal);

        Assert.Equal(0, guest.Call(26, (ulong)operations, 4, (ulong)counter, Self));

        Assert.Equal([0u, 1, 2], seen); // asked before it is written
        Assert.Equal(4u, done);
        Assert.Equal(4, guest.Xen.Domain.Vcpus[0].TlbFlushes);
    }

    [Fact]
    public unsafe void Without_a_place_for_done_a_preempted_call_is_carried_out_all_the_same()
    {
        using var guest = new Guest();
        guest.Xen.PreemptionCheck = static (in PreemptionPoint _) => true;
        var operations = stackalloc Operation[] { new(FlushLocal), new(FlushLocal), new(FlushLocal) };
        Assert.Equal(0, guest.Call(26, (ulong)operations, 3, 0, Self));
        Assert.Equal(3, guest.Xen.Domain.Vcpus[0].TlbFlushes);
    }

    [Fact]
    public void A_refusal_after_preemptions_counts_from_the_first_request()
    {
        for (int refused = 0; refused < 6; refused++)
        {
            for (int point = 0; point < 6; point++)
            {
                using var guest = new Guest();
                int looks = 0;
                guest.Xen.PreemptionCheck = (in PreemptionPoint _) => looks++ == point;
                var updates = new Update[6];
                for (int i = 0; i < 6; i++)
                    updates[i] = new((i == refused ? 1UL << 45 : guest.Frame(i) << 12) | 1, New);
                Assert.Equal((EINVAL, (uint)refused), guest.MmuUpdate(updates));
            }
        }
    }

    [Fact]
    public unsafe void A_multicall_goes_on_behind_the_calls_that_were_made()
    {
        using var guest = new Guest(new() { PoisonsMulticallEntries = false });
        guest.Xen.PreemptionCheck = static (in PreemptionPoint point) => point is { Number: HypercallNumber.Multicall, Index: 2 };
        var entries = stackalloc Entry[5];
        for (int i = 0; i < 5; i++)
            entries[i] = new(17, -1);

        Assert.Equal(0, guest.Call(13, (ulong)entries, 5));

        Assert.Equal(
            [((ulong)entries, 5UL), ((ulong)(entries + 2), 3UL), ((ulong)(entries + 4), 1UL)],
            guest.Xen.Calls.Select(call => (call.Registers.Rdi, call.Registers.Rsi)));
        for (int i = 0; i < 5; i++)
            Assert.Equal(0x40011, entries[i].Result);
    }

    [Fact]
    public unsafe void A_call_that_is_preempted_in_a_multicall_goes_on_from_its_entry()
    {
        using var guest = new Guest();
        var operations = stackalloc Operation[] { new(FlushLocal), new(FlushLocal), new(FlushLocal) };
        uint done = 0;
        var entries = stackalloc Entry[3];
        entries[0] = new(17, -1);
        entries[1] = new(26, -1, (ulong)operations, 3, (ulong)&done, Self);
        entries[2] = new(17, -1);
        Entry rewritten = default;
        Entry* middle = entries + 1;
        guest.Xen.PreemptionCheck = static (in PreemptionPoint point) => point is { Number: HypercallNumber.MmuExtOp, Index: 1 };
        guest.Xen.Interceptor = (in HypercallRequest request) =>
        {
            if (request is { Number: 13, A2: 2 } && rewritten == default)
                rewritten = *middle;
            return null;
        };

        Assert.Equal(0, guest.Call(13, (ulong)entries, 3));

        Assert.Equal(new Entry(26, 26, (ulong)(operations + 1), 2 | Preempted, (ulong)&done, Self), rewritten);
        Assert.Equal((0x40011L, 0L, 0x40011L, 3u), (entries[0].Result, entries[1].Result, entries[2].Result, done));
        Assert.Equal([3UL, 2, 2], guest.Xen.Calls.Select(call => call.Registers.Rsi));
        Assert.Equal(3, guest.Xen.Domain.Vcpus[0].TlbFlushes);
    }

    [Fact]
    public void A_mmu_update_that_takes_a_table_out_of_use_ends_by_one_more_execution_that_only_hands_over_the_result()
    {
        using var guest = new Guest();
        ulong l2Entry = guest.EntryOf(0, 2), l1 = guest.EntryOf(0) >> 12;
        long before = guest.Xen.Calls.Total;

        Assert.Equal((0L, 1u), guest.MmuUpdate(l2Entry, 0));

        Assert.Equal(2, guest.Xen.Calls.Total - before);
        RegisterFile last = guest.Xen.Calls.Last.Registers;
        Assert.Equal((0UL, Preempted, 0UL, 0UL), (last.Rdi, last.Rsi, last.Rdx, last.R10));
        Assert.Equal((FrameType.L1Table, 0), (guest.Memory[l1].Type, guest.Memory[l1].TypeCount));
    }

    [Fact]
    public void A_refusal_after_a_table_was_taken_out_of_use_is_handed_over_too()
    {
        using var guest = new Guest();
        Assert.Equal((EINVAL, 1u), guest.MmuUpdate([new(guest.EntryOf(0, 2), 0), new(1UL << 45, 0)]));
        Assert.Equal(0UL, guest.Memory.Read(guest.EntryOf(0, 2)));
    }

    [Theory]
    [InlineData(PreemptionPlace.BeforeValidation)]
    [InlineData(PreemptionPlace.BeforeRelease)]
    public void A_table_is_checked_and_released_once_however_often_Xen_is_preempted_before_it(PreemptionPlace place)
    {
        using var guest = new Guest();
        const int Page = 7;
        ulong root = guest.Frame(Page), old = guest.Xen.Domain.BaseTable;
        int left = 0;
        guest.Xen.PreemptionCheck = (in PreemptionPoint point) => point.Place == place && left-- > 0;
        guest.MmuExt(CopyPage, root, old);
        guest.MapReadOnly(Page);

        foreach ((uint command, ulong frame) in (ReadOnlySpan<(uint, ulong)>)[
            (PinL4, root), (NewBase, root), (NewUserBase, root), (Unpin, root), (NewBase, old), (NewUserBase, 0), (NewUserBase, root), (NewUserBase, 0)])
        {
            left = 3;
            Assert.Equal((0L, 1u), guest.MmuExt(command, frame));
            Assert.Equal((0L, 2u), guest.MmuExt([new(FlushLocal), new(FlushLocal)]));
        }

        Assert.Equal((FrameType.L4Table, 0, false), (guest.Memory[root].Type, guest.Memory[root].TypeCount, guest.Memory[root].IsPinned));
        Assert.Equal((FrameType.L4Table, 2, true), (guest.Memory[old].Type, guest.Memory[old].TypeCount, guest.Memory[old].IsPinned));
        Assert.Equal(1, guest.Memory[guest.EntryOf(0, 3) >> 12].TypeCount);
    }

    [Fact]
    public void A_call_does_not_return_before_a_table_is_released()
    {
        using var guest = new Guest();
        const int Page = 7;
        ulong root = guest.Frame(Page), l3 = guest.EntryOf(0, 3) >> 12;
        guest.MmuExt(CopyPage, root, guest.Xen.Domain.BaseTable);
        guest.MapReadOnly(Page);
        Assert.Equal((0L, 1u), guest.MmuExt(PinL4, root));
        Assert.Equal(2, guest.Memory[l3].TypeCount);
        int left = 4;
        guest.Xen.PreemptionCheck = (in PreemptionPoint point) => point.Place == PreemptionPlace.BeforeRelease && left-- > 0;

        Assert.Equal((0L, 1u), guest.MmuExt(Unpin, root));

        Assert.Equal((0, 1), (guest.Memory[root].TypeCount, guest.Memory[l3].TypeCount));
        Assert.Equal(-1, left);
    }

    [Fact]
    public void A_batch_that_is_preempted_at_any_one_point_leaves_the_machine_as_one_that_is_not()
    {
        (string Machine, long Result, uint Done) expected = Run(-1, out int points);
        Assert.Equal(10, points);
        for (int point = 0; point < points; point++)
            Assert.Equal(expected, Run(point, out _));

        static (string, long, uint) Run(int at, out int points)
        {
            using var guest = new Guest();
            int looks = 0;
            guest.Xen.PreemptionCheck = (in PreemptionPoint _) => looks++ == at;
            const int Root = 7, Table = 9;
            ulong old = guest.Xen.Domain.BaseTable;
            guest.MapReadOnly(Root);
            guest.MapReadOnly(Table);
            (long result, uint done) = guest.MmuExt(
            [
                new(CopyPage, guest.Frame(20), guest.Frame(21)), new(PinL2, guest.Frame(Table)), new(NewUserBase, old),
                new(NewUserBase, 0), new(FlushLocal), new(Unpin, guest.Frame(Table)), new(PinL2, guest.Frame(Table)),
                new(PinL2, guest.Frame(Table)), new(FlushLocal),
            ]);
            points = looks;
            string machine = string.Join(';', Enumerable.Range(0, guest.Memory.FrameCount).Select(frame => guest.Memory[(ulong)frame]))
                + guest.Xen.Domain.Vcpus[0].TlbFlushes;
            return (machine, result, done);
        }
    }

    [Fact]
    public void The_guest_takes_its_upcalls_between_two_executions()
    {
        using var guest = new Guest();
        SharedInfoView shared = guest.Xen.Domain.SharedInfo;
        shared.Vcpu(0).Events.UnmaskUpcalls();
        var port = new EventPort(guest.EventOp(7, 0, 0).Words[1]);
        var scanner = new EventScanner(shared.Channels, shared.Vcpu(0).Events);
        List<long> flushesAtUpcall = [];
        guest.Xen.UpcallHandler = _ =>
        {
            flushesAtUpcall.Add(guest.Xen.Domain.Vcpus[0].TlbFlushes);
            while (scanner.TryTake(out EventPort _))
            {
            }
        };
        guest.Xen.PreemptionCheck = (in PreemptionPoint point) =>
        {
            if (point.Index != 2)
                return false;
            guest.Xen.Domain.Events.Delivery.Set(port.Number, 0);
            return true;
        };

        Assert.Equal((0L, 3u), guest.MmuExt([new(FlushLocal), new(FlushLocal), new(FlushLocal)]));
        Assert.Equal([2L], flushesAtUpcall);
        Assert.Null(guest.Xen.Failure);
    }
}
