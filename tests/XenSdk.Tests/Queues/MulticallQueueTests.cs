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
}
