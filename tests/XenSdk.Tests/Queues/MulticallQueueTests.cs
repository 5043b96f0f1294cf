using static XenSdk.Tests.Queues.QueueRequests;

namespace XenSdk.Tests.Queues;

/// <summary>What a queue of hypercalls of any kind does with requests, one behaviour at a time.</summary>
public sealed class MulticallQueueTests
{
    private const MulticallOperation SegmentBase = MulticallOperation.SetSegmentBase;
    private static readonly ForeignDomain Other = ForeignDomain.Of((DomainId)5);
    private readonly RecordingXen _xen = new() { Calls = [] };

    private Hypercalls<OraclePath> Xen => new(new OraclePath(_xen));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fewer_than_four_calls_go_directly(int count)
    {
        MulticallQueue<OraclePath> queue = Queue();
        for (int i = 0; i < count; i++)
            queue.Add(SegmentBase, (ulong)i, 7);

        Assert.Equal(count, queue.Flush().Done);
        Assert.Equal(Enumerable.Repeat((25u, 1u), count), _xen.Calls!);
        Assert.Equal(Enumerable.Range(0, count).Select(static i => ((ulong)i, 7ul)), _xen.Attempts.Select(static a => (a.W1, a.W2)));
    }

    [Fact]
    public void Four_calls_are_a_list()
    {
        MulticallQueue<OraclePath> queue = Queue();
        for (ulong i = 0; i < 4; i++)
            queue.Add(SegmentBase, i, 7);

        Assert.Equal(4, queue.Flush().Done);
        Assert.Equal([(13u, 4u)], _xen.Calls!);
        Assert.Equal(4, _xen.Attempts.Count);
    }

    [Fact]
    public void Neighbours_of_one_hypercall_and_foreign_domain_are_one_call()
    {
        MulticallQueue<OraclePath> queue = Queue();
        queue.Add(SegmentBase, 0, 0);
        queue.Add(Operation(1));
        queue.Add(Update(2));
        queue.Add(SegmentBase, 3, 0);
        queue.Add(Update(4));
        queue.Add(Update(5));
        queue.Add(Update(6));
        queue.Add(Update(7), Other);
        queue.Add(Operation(8));
        queue.Add(Operation(9));
        queue.Add(SegmentBase, 10, 0);

        Assert.True(queue.Flush().IsComplete);

        // A call of several requests is the last of its list; what is left over is fewer than four.
        Assert.Equal([(13u, 5u), (1u, 1u), (26u, 2u), (25u, 1u)], _xen.Calls!);
        Assert.Equal(
            [(25u, 0ul), (26, 1), (1, 2), (25, 3), (1, 4), (1, 5), (1, 6), (1, 7), (26, 8), (26, 9), (25, 10)],
            _xen.Attempts.Select(Number));
        Assert.Equal("", _xen.Violation);
    }

    [Fact]
    public void Every_number_of_arguments_reaches_Xen_in_a_list_and_directly()
    {
        foreach (int filler in (int[])[0, 3])
        {
            MulticallQueue<OraclePath> queue = Queue();
            queue.Add(MulticallOperation.FpuTaskSwitch, 1);
            queue.Add(MulticallOperation.StackSwitch, 2, 3);
            queue.Add(MulticallOperation.UpdateVaMapping, 4, 5, 6);
            if (filler == 0)
                queue.Flush();
            queue.Add(MulticallOperation.UpdateVaMappingOtherDomain, 7, 8, 9, 10);
            queue.Add(MulticallOperation.XenClientReservedOp, 11, 12, 13, 14, 15);
            queue.Flush();
        }

        CarriedRequest[] expected =
        [
            new(5, 0, 1, 0, 0, 0, 0), new(3, 0, 2, 3, 0, 0, 0), new(14, 0, 4, 5, 6, 0, 0), new(22, 0, 7, 8, 9, 10, 0),
            new(39, 0, 11, 12, 13, 14, 15),
        ];
        Assert.Equal(expected.Concat(expected), _xen.Attempts);
        Assert.Equal(6, _xen.Calls!.Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void What_a_hypercall_returns_is_kept_for_each(int count)
    {
        MulticallQueue<OraclePath> queue = Queue();
        _xen.Returns = static request => (long)request.W1 * 0x1_0000_0001;
        for (int i = 0; i < count; i++)
            queue.Add(MulticallOperation.MemoryOp, (ulong)i, 0);
        queue.Flush();
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(RequestState.Done, queue[i].State);
            Assert.Equal(i * 0x1_0000_0001, queue[i].Result.Value);
        }
    }

    [Fact]
    public void A_list_goes_on_behind_a_refused_call_and_the_queue_stops_behind_the_list()
    {
        MulticallQueue<OraclePath> queue = Queue();
        _xen.Refuses = static (request, _) => Number(request).Item2 is 1 or 3 ? XenErrno.EPERM : XenErrno.None;
        for (ulong i = 0; i < 4; i++)
            queue.Add(SegmentBase, i, 0);
        queue.Add(Update(4));
        queue.Add(Update(5));
        queue.Add(SegmentBase, 6, 0);

        FlushResult result = queue.Flush();

        Assert.Equal((1, XenErrno.EPERM), (result.Index, result.Error));
        Assert.Equal((4, 2, 1), (result.Done, result.Refused, result.Queued));
        Assert.Equal(
            [
                RequestState.Done, RequestState.Refused, RequestState.Done, RequestState.Refused, RequestState.Done, RequestState.Done,
                RequestState.Queued,
            ],
            States(queue, 7));
        Assert.Equal(result, queue.Flush());

        Assert.Equal((5, 2, 0), (queue.Resume().Done, queue.Result.Refused, queue.Result.Queued));
        Assert.Equal(7, _xen.Attempts.Count);
    }

    [Fact]
    public void A_refused_update_leaves_those_behind_it_in_the_same_call_and_all_later_ones_queued()
    {
        MulticallQueue<OraclePath> queue = Queue();
        _xen.Refuses = static (request, _) => Number(request).Item2 is 5 or 6 ? XenErrno.EINVAL : XenErrno.None;
        for (ulong i = 0; i < 3; i++)
            queue.Add(SegmentBase, i, 0);
        for (ulong i = 3; i < 9; i++)
            queue.Add(Update(i));
        queue.Add(SegmentBase, 9, 0);

        FlushResult result = queue.Flush();
        Assert.Equal((5, 5, 1, 4), (result.Index, result.Done, result.Refused, result.Queued));
        Assert.Equal(RequestState.Queued, queue[6].State);
        Assert.Equal(RequestState.Queued, queue[9].State);

        result = queue.Resume();
        Assert.Equal((6, 5, 2, 3), (result.Index, result.Done, result.Refused, result.Queued));

        result = queue.Resume();
        Assert.Equal((-1, 8, 2, 0), (result.Index, result.Done, result.Refused, result.Queued));
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => (ulong)i), _xen.Attempts.Select(static a => Number(a).Item2));
        Assert.Equal(
            [
                RequestState.Done, RequestState.Done, RequestState.Done, RequestState.Done, RequestState.Done, RequestState.Refused,
                RequestState.Refused, RequestState.Done, RequestState.Done, RequestState.Done,
            ],
            States(queue, 10));
        Assert.Equal("", _xen.Violation);
    }

    [Fact]
    public void Directly_made_calls_stop_at_the_refused_one()
    {
        MulticallQueue<OraclePath> queue = Queue();
        _xen.Refuses = static (request, _) => Number(request).Item2 == 1 ? XenErrno.EPERM : XenErrno.None;
        for (ulong i = 0; i < 3; i++)
            queue.Add(SegmentBase, i, 0);

        FlushResult result = queue.Flush();
        Assert.Equal((1, 1, 1, 1), (result.Index, result.Done, result.Refused, result.Queued));
        Assert.Equal(2, queue.Resume().Done);
        Assert.Equal(3, _xen.Attempts.Count);
    }

    [Fact]
    public void Drop_gives_up_what_is_queued_and_says_how_much()
    {
        MulticallQueue<OraclePath> queue = Queue();
        _xen.Refuses = static (request, _) => Number(request).Item2 == 1 ? XenErrno.EINVAL : XenErrno.None;
        for (ulong i = 0; i < 4; i++)
            queue.Add(Update(i));
        queue.Add(SegmentBase, 4, 0);
        queue.Flush();

        FlushResult result = queue.Drop();

        Assert.Equal((1, 1, 0, 3, -1), (result.Done, result.Refused, result.Queued, result.Dropped, result.Index));
        Assert.Equal(
            [RequestState.Done, RequestState.Refused, RequestState.Dropped, RequestState.Dropped, RequestState.Dropped], States(queue, 5));
        Assert.Equal(result, queue.Resume());
        Assert.Equal(0, queue.Add(Update(7)));
        Assert.True(queue.Flush().IsComplete);
        Assert.Equal([0ul, 1, 7], _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void A_list_that_Xen_refuses_counts_as_its_first_request_refused_and_keeps_the_others()
    {
        MulticallQueue<OraclePath> queue = Queue();
        for (ulong i = 0; i < 6; i++)
            queue.Add(SegmentBase, i, 0);
        _xen.RefusesLists = -(int)XenErrno.EPERM;

        FlushResult result = queue.Flush();
        Assert.Equal((0, XenErrno.EPERM, 0, 5), (result.Index, result.Error, result.Done, result.Queued));
        Assert.Empty(_xen.Attempts);

        _xen.RefusesLists = 0;
        Assert.Equal((5, 1), (queue.Resume().Done, queue.Result.Refused));
        Assert.Equal([1ul, 2, 3, 4, 5], _xen.Attempts.Select(static a => a.W1));
    }

    [Fact]
    public void A_list_that_Xen_can_read_only_in_part_is_counted_as_Xen_carried_it_out()
    {
        for (int at = 0; at < 6; at++)
        {
            var xen = new RecordingXen { FaultsReadingEntry = at };
            var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), new MulticallEntry[32], new ulong[64]);
            for (ulong i = 0; i < 6; i++)
                queue.Add(SegmentBase, i, i * 3);

            FlushResult result = queue.Flush();
            Assert.Equal((at, XenErrno.EFAULT, at, 5 - at), ((int)result.Index, result.Error, (int)result.Done, (int)result.Queued));
            queue.Resume();
            Assert.Equal(
                Enumerable.Range(0, 6).Where(i => i != at).Select(static i => ((ulong)i, (ulong)i * 3)),
                xen.Attempts.Select(static a => (a.W1, a.W2)));
        }
    }

    [Fact]
    public void A_call_whose_result_Xen_cannot_write_is_reported_and_not_made_again()
    {
        for (int at = 0; at < 6; at++)
        {
            var xen = new RecordingXen { FaultsWritingEntry = at };
            var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), new MulticallEntry[32], new ulong[64]);
            for (ulong i = 0; i < 6; i++)
                queue.Add(SegmentBase, i, 0);

            Assert.Equal((at, XenErrno.EFAULT), ((int)queue.Flush().Index, queue.Result.Error));
            queue.Resume();
            Assert.Equal(Enumerable.Range(0, 6).Select(static i => (ulong)i), xen.Attempts.Select(static a => a.W1));
        }
    }

    [Fact]
    public void A_structure_is_copied_when_it_is_added_and_read_back_from_the_queue()
    {
        foreach (int filler in (int[])[0, 4])
        {
            var xen = new WritingXen();
            var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), new MulticallEntry[32], new ulong[64]);
            (uint A, uint B, byte C) structure = (1, 2, 3);
            for (int i = 0; i < filler; i++)
                queue.Add(SegmentBase, 0, 0);
            long index = queue.AddWithBuffers(MulticallOperation.MemoryOp, MulticallArgument.Value(5), MulticallArgument.Copy(in structure));
            long room = queue.AddWithBuffers(MulticallOperation.MemoryOp, MulticallArgument.Value(6), MulticallArgument.Room<ulong>(2));
            structure = default;

            Assert.True(queue.Flush().IsComplete);

            Assert.Equal((1u, 2u, (byte)3), xen.Seen);
            Assert.Equal((11u, 12u, (byte)13), queue.Read<(uint, uint, byte)>(index, 2));
            Assert.Equal(0, queue.ReadBytes(room, 2)[15]);
            Assert.Equal(16, queue.ReadBytes(room, 2).Length);
            Assert.True(queue.ReadBytes(index, 1).IsEmpty);
            Assert.True(queue.ReadBytes(99, 2).IsEmpty);
        }
    }

    [Fact]
    public void Elements_are_copied_to_the_last_byte()
    {
        var xen = new WritingXen();
        var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), new MulticallEntry[32], new ulong[64]);
        for (int length = 0; length < 20; length++)
        {
            byte[] text = Enumerable.Range(1, length).Select(static i => (byte)i).ToArray();
            queue.AddWithBuffers(
                MulticallOperation.ConsoleIo,
                MulticallArgument.Value(0),
                MulticallArgument.Value((ulong)length),
                MulticallArgument.Copy<byte>(text));
            queue.Flush();
            Assert.Equal(text, xen.Text);
        }
    }

    [Fact]
    public void Update_va_mapping_takes_a_bitmap_of_vCPUs_and_keeps_its_flags()
    {
        var xen = new WritingXen();
        var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), new MulticallEntry[32], new ulong[64]);
        queue.UpdateVaMapping(new GuestPointer64(0x4000), new Pte(0x77), MappingFlush.EntryOnAll, [new CpuMap(6), new CpuMap(7)]);
        queue.UpdateVaMapping(new GuestPointer64(0x5000), new Pte(0x88), MappingFlush.TlbOnAll);
        queue.Flush();
        Assert.Equal((2ul, 6ul, 7ul), xen.Flush);
        Assert.Equal(new CarriedRequest(14, 0, 0x5000, 0x88, 5, 0, 0), xen.Attempts[1]);
    }

    [Fact]
    public void Bitmaps_of_operations_keep_them_coalesced()
    {
        MulticallQueue<OraclePath> queue = Queue();
        _xen.Refuses = static (request, _) => request.W3 == 4 ? XenErrno.EINVAL : XenErrno.None;
        queue.Add(SegmentBase, 0, 0);
        queue.Add(Operation(1));
        queue.TlbFlushMulti([new CpuMap(2), new CpuMap(3)]);
        queue.InvlpgMulti(new GuestPointer64(0x1000), [new CpuMap(4), default]);
        queue.TlbFlushMulti([new CpuMap(5), default]);

        Assert.Equal(3, queue.Flush().Index);
        queue.Resume();

        Assert.Equal([(25u, 1u), (26u, 4u), (26u, 1u)], _xen.Calls!);
        Assert.Equal([0ul, 0, 2, 4, 5], _xen.Attempts.Select(static a => a.W3));
        Assert.Equal("", _xen.Violation);
    }

    [Fact]
    public void A_full_list_or_full_argument_memory_is_carried_out_and_the_numbering_goes_on()
    {
        var queue = new MulticallQueue<OraclePath>(Xen, new MulticallEntry[4 + MulticallQueue.Overhead], new ulong[4 + (4 * 2)]);
        Assert.Equal(4, queue.Capacity);
        for (ulong i = 0; i < 10; i++)
            Assert.Equal((long)i, queue.Add(SegmentBase, i, 0));
        for (ulong i = 10; i < 20; i++)
            Assert.Equal((long)i, queue.Add(Update(i)));

        FlushResult result = queue.Flush();
        Assert.True(result.IsComplete);
        Assert.Equal(20, result.Done);
        Assert.Equal([(13u, 4u), (13u, 4u), (25u, 1u), (25u, 1u), (1u, 4u), (1u, 4u), (1u, 2u)], _xen.Calls!);
        Assert.Equal(RequestState.DoneAndForgotten, queue[0].State);
        Assert.Equal(RequestState.Done, queue[19].State);
    }

    [Fact]
    public void HasRoom_tells_whether_adding_makes_a_call()
    {
        var queue = new MulticallQueue<OraclePath>(Xen, new MulticallEntry[2 + MulticallQueue.Overhead], new ulong[10]);
        Assert.True(queue.HasRoom(2, 10));
        Assert.False(queue.HasRoom(3));
        queue.Add(Update(0));
        Assert.True(queue.HasRoom(1, 4));
        Assert.False(queue.HasRoom(1, 5));
        queue.Flush();
        Assert.True(queue.HasRoom(2, 10));
    }

    [Fact]
    public void A_full_queue_that_has_stopped_says_that_it_did_not_take_a_request()
    {
        var queue = new MulticallQueue<OraclePath>(Xen, new MulticallEntry[2 + MulticallQueue.Overhead], new ulong[10]);
        _xen.Refuses = static (_, attempt) => attempt == 0 ? XenErrno.EBUSY : XenErrno.None;
        queue.Add(SegmentBase, 0, 0);
        queue.Add(SegmentBase, 1, 0);
        Assert.Equal(-1, queue.Add(SegmentBase, 2, 0));
        Assert.Equal(-1, queue.Add(Update(3)));
        Assert.Equal(-1, queue.AddWithBuffers(MulticallOperation.MemoryOp, MulticallArgument.Room<ulong>()));

        FlushResult result = queue.Flush();
        Assert.Equal((0, 1, 1, 3), (result.Index, result.Refused, result.Queued, result.NotTaken));
        Assert.Single(_xen.Attempts);
    }

    [Fact]
    public void What_would_not_fit_in_an_empty_queue_is_not_taken()
    {
        var queue = new MulticallQueue<OraclePath>(Xen, new MulticallEntry[8], default);
        Assert.Equal(-1, queue.Add(Update(0)));
        Assert.Equal(-1, queue.AddWithBuffers(MulticallOperation.MemoryOp, MulticallArgument.Room<ulong>()));
        Assert.Equal(0, queue.Add(SegmentBase, 0, 0));
        Assert.Equal((1, 2), (queue.Flush().Done, queue.Result.NotTaken));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(23)]
    public void A_number_cast_to_multicall_or_iret_is_not_taken(int number)
    {
        MulticallQueue<OraclePath> queue = Queue();
        Assert.Equal(-1, queue.Add((MulticallOperation)number));
        Assert.Equal(-1, queue.AddWithBuffers((MulticallOperation)number, MulticallArgument.Value(0)));
        Assert.Equal(2, queue.Flush().NotTaken);
        Assert.Empty(_xen.Attempts);
    }

    [Fact]
    public void A_number_that_no_hypercall_has_is_not_cut_to_one_that_exists()
    {
        MulticallQueue<OraclePath> queue = Queue();
        queue.Add((MulticallOperation)0x1_0000_0019, 0, 0);
        Assert.Equal(XenErrno.ENOSYS, queue.Flush().Error);
        Assert.Empty(_xen.Attempts);
    }

    [Fact]
    public void The_memory_may_move_between_adding_and_flushing()
    {
        // What dies below the queue's memory leaves a hole for a collection to move it into.
        byte[] hole = new byte[32_000];
        var calls = new MulticallEntry[32];
        var arguments = new ulong[128];
        GC.KeepAlive(hole);
        var queue = new MulticallQueue<OraclePath>(Xen, calls, arguments);
        _xen.Refuses = static (request, _) => request.Number == 26 && request.W3 == 2 ? XenErrno.EINVAL : XenErrno.None;
        for (ulong i = 0; i < 4; i++)
            queue.Add(SegmentBase, i, 0);
        queue.Add(Update(4));
        queue.TlbFlushMulti([new CpuMap(1), new CpuMap(10)]);
        queue.TlbFlushMulti([new CpuMap(2), new CpuMap(20)]);
        queue.TlbFlushMulti([new CpuMap(3), new CpuMap(30)]);
        queue.Add(Update(8));
        nint first = QueueMemory.AddressOf(arguments);
        QueueMemory.Compact();

        Assert.Equal(6, queue.Flush().Index);
        QueueMemory.Compact();
        QueueMemory.Compact();
        queue.Resume();

        Assert.NotEqual(first, QueueMemory.AddressOf(arguments));
        Assert.Equal([(1ul, 10ul), (2, 20), (3, 30)], _xen.Attempts.Where(static a => a.Number == 26).Select(static a => (a.W3, a.W4)));
        Assert.Equal(9, _xen.Attempts.Count);
        Assert.Equal("", _xen.Violation);
    }

    [Fact]
    public void A_path_that_lends_memory_gets_calls_and_arguments_there_in_a_list()
    {
        var xen = new LendingXen { Calls = [], Returns = static request => (long)request.W1 << 33 };
        var queue = new MulticallQueue<LendingOraclePath>(
            new(new LendingOraclePath(xen)), new MulticallEntry[32], new ulong[128]);
        xen.Refuses = static (request, _) => request is { Number: 1, W2: 3 } ? XenErrno.EINVAL : XenErrno.None;
        long version = queue.Add(MulticallOperation.XenVersion, 6, 0);
        queue.TlbFlushMulti([new CpuMap(1), new CpuMap(2)]);
        queue.Add(Update(2));
        queue.Add(Update(3));
        queue.Add(Update(4));
        queue.Add(SegmentBase, 5, 0);

        FlushResult result = queue.Flush();
        Assert.Equal((3, 3, 2), (result.Index, result.Done, result.Queued));
        Assert.Equal(6L << 33, queue[version].Result.Value);
        result = queue.Resume();
        Assert.Equal((5, 1, 0), (result.Done, result.Refused, result.Queued));

        Assert.Equal([(13u, 3u), (13u, 2u)], xen.Calls!);
        Assert.Equal([6ul, 8, 2, 3, 4, 5], xen.Attempts.Select(static a => a.Number == 1 ? a.W2 : a.W1));
        Assert.Equal("", xen.Violation);
        Assert.Equal(0, xen.Loans);

        xen.Limit = 64;
        queue.Add(SegmentBase, 6, 0);
        Assert.Equal(XenErrno.ENOMEM, queue.Flush().Error);
        Assert.Equal(0, xen.Loans);
    }

    [Fact]
    public void Copies_of_a_queue_see_the_same_requests()
    {
        var calls = new MulticallEntry[16];
        var arguments = new ulong[64];
        var queue = new MulticallQueue<OraclePath>(Xen, calls, arguments);
        MulticallQueue<OraclePath> copy = queue;
        queue.Add(Update(0));
        copy.Add(Update(1));
        MulticallQueue.Attach(Xen, calls, arguments).Add(Update(2));
        Assert.Equal(3, queue.Count);
        Assert.Equal(3, copy.Flush().Done);
        Assert.Equal([(1u, 3u)], _xen.Calls!);
    }

    [Fact]
    public void Memory_without_room_for_a_call_is_refused()
    {
        Assert.Throws<OverflowException>(() => new MulticallQueue<OraclePath>(Xen, new MulticallEntry[MulticallQueue.Overhead], default).Capacity);
        Assert.Throws<OverflowException>(() => new MulticallQueue<OraclePath>(Xen, default, default).Capacity);
        Assert.Equal(1, new MulticallQueue<OraclePath>(Xen, new MulticallEntry[MulticallQueue.Overhead + 1], default).Capacity);
    }

    [Fact]
    public void Every_hypercall_but_multicall_and_iret_can_be_an_entry()
    {
        HypercallNumber[] entries = Enum.GetValues<MulticallOperation>().Select(static o => (HypercallNumber)o).ToArray();
        Assert.Equal(
            Enum.GetValues<HypercallNumber>().Except([HypercallNumber.Multicall, HypercallNumber.Iret]).Order(), entries.Order());
        Assert.All(Enum.GetValues<MulticallOperation>(), static o => Assert.Equal(((HypercallNumber)o).ToString(), o.ToString()));
    }

    private static (uint, ulong) Number(CarriedRequest request)
        => (request.Number, request.Number is HypercallOracle.MmuUpdateNumber or HypercallOracle.MmuExtNumber ? request.W2 : request.W1);

    private static RequestState[] States(MulticallQueue<OraclePath> queue, int count)
    {
        var states = new RequestState[count];
        for (int i = 0; i < count; i++)
            states[i] = queue[i].State;
        return states;
    }

    private MulticallQueue<OraclePath> Queue() => new(Xen, new MulticallEntry[32], new ulong[128]);

    /// <summary>Reads and writes the memory that arguments point at.</summary>
    private sealed unsafe class WritingXen : RecordingXen
    {
        internal (uint, uint, byte) Seen { get; private set; }

        internal byte[] Text { get; private set; } = [];

        internal (ulong Flags, ulong First, ulong Second) Flush { get; private set; }

        protected override long Carry(in CarriedRequest request)
        {
            switch (request)
            {
                case { Number: 12, W1: 5 }:
                    Seen = *(ValueTuple<uint, uint, byte>*)request.W2;
                    *(ValueTuple<uint, uint, byte>*)request.W2 = (11, 12, 13);
                    break;
                case { Number: 18 }:
                    Text = new ReadOnlySpan<byte>((void*)request.W3, (int)request.W2).ToArray();
                    break;
                case { Number: 14, W1: 0x4000 }:
                    var bitmap = (ulong*)(request.W3 & ~7ul);
                    Flush = (request.W3 & 7, bitmap[0], bitmap[1]);
                    break;
                default:
                    break;
            }

            return base.Carry(in request);
        }
    }
}
