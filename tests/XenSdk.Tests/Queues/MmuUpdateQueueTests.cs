using static XenSdk.Tests.Queues.QueueRequests;

namespace XenSdk.Tests.Queues;

/// <summary>What a queue of page-table updates does with requests, one behaviour at a time.</summary>
public sealed class MmuUpdateQueueTests
{
    private static readonly ForeignDomain Other = ForeignDomain.Of((DomainId)5);
    private readonly RecordingXen _xen = new() { Calls = [] };

    private Hypercalls<OraclePath> Xen => new(new OraclePath(_xen));

    [Fact]
    public void Neighbours_of_one_foreign_domain_are_one_call()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[16]);
        for (ulong i = 0; i < 5; i++)
            queue.Add(Update(i));

        FlushResult result = queue.Flush();

        Assert.True(result.IsComplete);
        Assert.Equal(5, result.Done);
        Assert.Equal([(1u, 5u)], _xen.Calls!);
        Assert.Equal([0ul, 1, 2, 3, 4], _xen.Attempts.Select(static a => a.W2));
        Assert.Equal("", _xen.Violation);
    }

    [Fact]
    public void A_change_of_the_foreign_domain_begins_another_call_and_keeps_the_order()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        ForeignDomain tables = ForeignDomain.Of(DomainId.Self, (DomainId)5);
        ForeignDomain[] domains = [default, default, Other, Other, Other, tables, default, Other];
        for (int i = 0; i < domains.Length; i++)
            queue.Add(Update((ulong)i), domains[i]);

        Assert.True(queue.Flush().IsComplete);

        Assert.Equal([(1u, 2u), (1u, 3u), (1u, 1u), (1u, 1u), (1u, 1u)], _xen.Calls!);
        Assert.Equal(domains.Select(static d => d.Value), _xen.Attempts.Select(static a => a.Domains));
        Assert.Equal(Enumerable.Range(0, 8).Select(static i => (ulong)i), _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void Different_commands_go_in_one_call()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[16]);
        var entry = new MachineAddress(0x1000);
        queue.Write(entry, new Pte(3));
        queue.WritePreservingAccessedDirty(entry, new Pte(4));
        queue.UpdateMachineToPhysical(new MachineFrame(2), new PseudoPhysicalFrame(5));
        queue.Flush();

        Assert.Equal([(1u, 3u)], _xen.Calls!);
        Assert.Equal([(0x1000ul, 3ul), (0x1002, 4), (0x2001, 5)], _xen.Attempts.Select(static a => (a.W1, a.W2)));
    }

    [Fact]
    public void The_queue_stops_at_a_refused_update_and_keeps_those_behind_it()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        _xen.Refuses = static (request, _) => request.W2 == 3 ? XenErrno.EINVAL : XenErrno.None;
        for (ulong i = 0; i < 8; i++)
            queue.Add(Update(i));

        FlushResult result = queue.Flush();

        Assert.True(result.IsStopped);
        Assert.False(result.IsComplete);
        Assert.Equal((3, 1, 4, 3, XenErrno.EINVAL), (result.Done, result.Refused, result.Queued, result.Index, result.Error));
        Assert.Equal(4, _xen.Attempts.Count);
        Assert.Equal(
            [RequestState.Done, RequestState.Done, RequestState.Done, RequestState.Refused, RequestState.Queued, RequestState.Queued],
            States(queue, 0, 6));
        Assert.Equal(XenErrno.EINVAL, queue[3].Error);
        Assert.Equal(RequestState.None, queue[8].State);
        Assert.Equal(RequestState.None, queue[-1].State);
    }

    [Fact]
    public void A_stopped_queue_waits_for_Resume()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        _xen.Refuses = static (request, _) => request.W2 == 1 ? XenErrno.EPERM : XenErrno.None;
        for (ulong i = 0; i < 4; i++)
            queue.Add(Update(i));
        FlushResult stopped = queue.Flush();

        Assert.Equal(stopped, queue.Flush());
        Assert.Equal(2, _xen.Attempts.Count);

        FlushResult result = queue.Resume();

        Assert.False(result.IsStopped);
        Assert.False(result.IsComplete);
        Assert.Equal((3, 1, 0, -1), (result.Done, result.Refused, result.Queued, result.Index));
        Assert.Equal([0ul, 1, 2, 3], _xen.Attempts.Select(static a => a.W2));
        Assert.Equal(XenErrno.EPERM, queue[1].Error);
        Assert.Equal(RequestState.Done, queue[3].State);
    }

    [Fact]
    public void Retry_gives_Xen_the_refused_update_again()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        _xen.Refuses = static (request, attempt) => request.W2 == 1 && attempt == 0 ? XenErrno.ENOMEM : XenErrno.None;
        for (ulong i = 0; i < 3; i++)
            queue.Add(Update(i));

        Assert.Equal(XenErrno.ENOMEM, queue.Flush().Error);
        Assert.True(queue.Retry().IsComplete);

        Assert.Equal([0ul, 1, 1, 2], _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void Drop_gives_up_what_is_queued_and_says_how_much()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        _xen.Refuses = static (request, _) => request.W2 == 1 ? XenErrno.EPERM : XenErrno.None;
        for (ulong i = 0; i < 4; i++)
            queue.Add(Update(i));
        queue.Flush();

        FlushResult result = queue.Drop();

        Assert.Equal((1, 1, 0, 2), (result.Done, result.Refused, result.Queued, result.Dropped));
        Assert.Equal(
            [RequestState.Done, RequestState.Refused, RequestState.Dropped, RequestState.Dropped], States(queue, 0, 4));
        Assert.Equal(result, queue.Flush());
        Assert.Equal(result, queue.Resume());
        Assert.Equal(2, _xen.Attempts.Count);

        Assert.Equal(0, queue.Add(Update(9)));
        Assert.True(queue.Flush().IsComplete);
        Assert.Equal([0ul, 1, 9], _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void A_batch_is_numbered_anew_when_the_last_one_has_ended()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        Assert.Equal(0, queue.Add(Update(0)));
        Assert.Equal(1, queue.Add(Update(1)));
        queue.Flush();
        Assert.Equal(RequestState.Done, queue[1].State);

        Assert.Equal(0, queue.Add(Update(2)));
        Assert.Equal(1, queue.Count);
        Assert.Equal(RequestState.None, queue[1].State);
        Assert.Equal(1, queue.Flush().Done);
    }

    [Fact]
    public void A_full_queue_carries_out_what_it_holds_and_goes_on_numbering()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[4 + MmuUpdateQueue.Overhead]);
        Assert.Equal(4, queue.Capacity);
        for (ulong i = 0; i < 10; i++)
            Assert.Equal((long)i, queue.Add(Update(i)));

        FlushResult result = queue.Flush();

        Assert.True(result.IsComplete);
        Assert.Equal(10, result.Done);
        Assert.Equal([(1u, 4u), (1u, 4u), (1u, 2u)], _xen.Calls!);
        Assert.Equal(Enumerable.Repeat(RequestState.Done, 10), States(queue, 0, 10));
    }

    [Fact]
    public void A_full_queue_that_has_stopped_says_that_it_did_not_take_a_request()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[4 + MmuUpdateQueue.Overhead]);
        _xen.Refuses = static (request, _) => request.W2 == 6 ? XenErrno.EBUSY : XenErrno.None;
        for (ulong i = 0; i < 8; i++)
            queue.Add(Update(i));

        Assert.Equal(-1, queue.Add(Update(8)));
        Assert.Equal(-1, queue.Add(Update(9)));

        FlushResult result = queue.Flush();
        Assert.Equal((6, 1, 1, 2, 6, XenErrno.EBUSY), (result.Done, result.Refused, result.Queued, result.NotTaken, result.Index, result.Error));
        result = queue.Resume();
        Assert.Equal((7, 1, 0, 2), (result.Done, result.Refused, result.Queued, result.NotTaken));
        Assert.False(result.IsComplete);
        Assert.Equal(Enumerable.Range(0, 8).Select(static i => (ulong)i), _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void A_stopped_queue_with_room_takes_requests_and_keeps_their_order()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        _xen.Refuses = static (request, _) => request.W2 == 0 ? XenErrno.EBUSY : XenErrno.None;
        queue.Add(Update(0));
        queue.Add(Update(1), Other);
        queue.Flush();

        Assert.Equal(2, queue.Add(Update(2), Other));
        Assert.Equal(3, queue.Add(Update(3)));

        Assert.Equal(3, queue.Resume().Done);
        Assert.Equal([(1u, 1u), (1u, 2u), (1u, 1u)], _xen.Calls!);
        Assert.Equal([0ul, 1, 2, 3], _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void TryAdd_never_calls_Xen()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[2 + MmuUpdateQueue.Overhead]);
        Assert.True(queue.TryAdd(Update(0), out long index));
        Assert.Equal(0, index);
        Assert.True(queue.TryAdd(Update(1), out _));
        Assert.False(queue.TryAdd(Update(2), out index));
        Assert.Equal(-1, index);
        Assert.Empty(_xen.Attempts);
        Assert.True(queue.Flush().IsComplete);
        Assert.True(queue.TryAdd(Update(2), out index));
        Assert.Equal(0, index);
    }

    [Fact]
    public void Copies_of_a_queue_see_the_same_requests()
    {
        var memory = new MmuUpdate[16];
        var queue = new MmuUpdateQueue<OraclePath>(Xen, memory);
        MmuUpdateQueue<OraclePath> copy = queue;
        queue.Add(Update(0));
        copy.Add(Update(1));
        MmuUpdateQueue.Attach(Xen, memory.AsSpan()).Add(Update(2));

        Assert.Equal(3, queue.Count);
        Assert.Equal(3, copy.Flush().Done);
        Assert.Equal(3, queue.Flush().Done);
        Assert.Equal(3, _xen.Attempts.Count);
    }

    [Fact]
    public void An_array_that_Xen_cannot_read_counts_as_its_first_request_refused()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[16]);
        _xen.FaultsOnArrays = true;
        for (ulong i = 0; i < 3; i++)
            queue.Add(Update(i));

        FlushResult result = queue.Flush();
        Assert.Equal((0, 0, XenErrno.EFAULT, 2), (result.Done, result.Index, result.Error, result.Queued));

        _xen.FaultsOnArrays = false;
        Assert.Equal(2, queue.Resume().Done);
        Assert.Equal([1ul, 2], _xen.Attempts.Select(static a => a.W2));
    }

    [Theory]
    [InlineData(0x7FF0u, 5u)]
    [InlineData(5u, 0x7FF0u)]
    public void An_unknown_domain_refuses_each_of_its_updates_and_no_other(uint pages, uint tables)
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[32]);
        _xen.IsUnknown = static id => id == 5;
        ForeignDomain unknown = ForeignDomain.Of((DomainId)pages, (DomainId)tables);
        queue.Add(Update(0));
        queue.Add(Update(1), unknown);
        queue.Add(Update(2), unknown);
        queue.Add(Update(3));

        FlushResult result = queue.Flush();
        Assert.Equal((1, XenErrno.ESRCH), (result.Index, result.Error));
        result = queue.Resume();
        Assert.Equal((2, XenErrno.ESRCH), (result.Index, result.Error));
        Assert.Equal((2, 2), (queue.Resume().Done, queue.Result.Refused));
        Assert.Equal([0ul, 3], _xen.Attempts.Select(static a => a.W2));
    }

    [Fact]
    public void One_update_is_a_call_of_one()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[16]);
        queue.Add(Update(7));
        Assert.True(queue.Flush().IsComplete);
        Assert.Equal([(1u, 1u)], _xen.Calls!);
    }

    [Fact]
    public void An_empty_queue_calls_nobody()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[16]);
        Assert.True(queue.Flush().IsComplete);
        Assert.True(queue.Drop().IsComplete);
        Assert.True(queue.Resume().IsComplete);
        Assert.Empty(_xen.Calls!);
    }

    [Fact]
    public void Memory_without_room_for_an_update_is_refused()
    {
        Assert.Throws<OverflowException>(() => new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[MmuUpdateQueue.Overhead]).Capacity);
        Assert.Throws<OverflowException>(() => new MmuUpdateQueue<OraclePath>(Xen, default).Capacity);
        Assert.Equal(1, new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[MmuUpdateQueue.Overhead + 1]).Capacity);
    }

    [Fact]
    public void Memory_that_held_something_else_is_no_obstacle()
    {
        var memory = new MmuUpdate[16];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(memory.AsSpan()).Fill(0xAA);
        var queue = new MmuUpdateQueue<OraclePath>(Xen, memory);
        queue.Add(Update(0));
        queue.Add(Update(1));
        Assert.Equal(2, queue.Flush().Done);
    }

    [Fact]
    public void A_program_that_wants_an_exception_gets_one()
    {
        var queue = new MmuUpdateQueue<OraclePath>(Xen, new MmuUpdate[16]);
        _xen.Refuses = static (_, _) => XenErrno.EPERM;
        queue.Add(Update(0));
        FlushResult result = queue.Flush();
        var refusal = Assert.Throws<XenHypercallException>(() => result.ThrowIfStopped());
        Assert.Contains("EPERM", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("0 done, 1 refused; stopped at 0: " + HypercallResult.FromError(XenErrno.EPERM), result.ToString());
    }

    private static RequestState[] States(MmuUpdateQueue<OraclePath> queue, int from, int count)
    {
        var states = new RequestState[count];
        for (int i = 0; i < count; i++)
            states[i] = queue[from + i].State;
        return states;
    }
}
