using static XenSdk.Tests.Queues.QueueRequests;

namespace XenSdk.Tests.Queues;

/// <summary>What a queue of extended operations does besides what a queue of updates does: bitmaps of vCPUs.</summary>
public sealed class MmuExtQueueTests
{
    private const uint TlbFlushMulti = 8;
    private const uint InvlpgMulti = 9;
    private readonly RecordingXen _xen = new() { Calls = [] };

    private Hypercalls<OraclePath> Xen => new(new OraclePath(_xen));

    [Fact]
    public void Operations_coalesce_and_reach_Xen_as_they_were_added()
    {
        var queue = new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[16]);
        queue.Add(MmuExtOps.PinL4Table(new MachineFrame(9)));
        queue.Add(MmuExtOps.CopyPage(new MachineFrame(1), new MachineFrame(2)));
        queue.Add(MmuExtOps.TlbFlushAll());

        Assert.True(queue.Flush().IsComplete);

        Assert.Equal([(26u, 3u)], _xen.Calls!);
        Assert.Equal(
            [(3ul, 9ul, 0ul), (17, 1, 2), (10, 0, 0)],
            _xen.Attempts.Select(static a => (a.W1, a.W2, a.W3)));
    }

    [Fact]
    public void A_bitmap_of_vCPUs_is_copied_when_it_is_added()
    {
        var queue = new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[32]);
        CpuMap[] vcpus = [CpuMap.Of(1), CpuMap.Of(2)];
        queue.Add(Operation(0));
        queue.TlbFlushMulti(vcpus);
        queue.InvlpgMulti(new GuestPointer64(0x5000), [CpuMap.Of(3).With(5), CpuMap.Of(63)]);
        queue.Add(Operation(1));
        vcpus[0] = default;

        Assert.True(queue.Flush().IsComplete);

        Assert.Equal([(26u, 4u)], _xen.Calls!);
        Assert.Equal(new CarriedRequest(26, HypercallOracle.Self, TlbFlushMulti, 0, 2, 4, 0), _xen.Attempts[1]);
        Assert.Equal(new CarriedRequest(26, HypercallOracle.Self, InvlpgMulti, 0x5000, 0x28, 1ul << 63, 0), _xen.Attempts[2]);
        Assert.Equal("", _xen.Violation);
    }

    [Fact]
    public void Bitmaps_find_their_operations_across_foreign_domains_and_refusals()
    {
        var queue = new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[64]);
        ForeignDomain other = ForeignDomain.Of((DomainId)7);
        _xen.Refuses = static (request, _) => request is { W1: TlbFlushMulti, W3: 2 or 8 } || request.W2 == 100 ? XenErrno.EINVAL : XenErrno.None;
        queue.TlbFlushMulti([new CpuMap(1), default]);
        queue.TlbFlushMulti([new CpuMap(2), default]);
        queue.Add(Operation(100), other);
        queue.TlbFlushMulti([new CpuMap(4), default]);
        queue.TlbFlushMulti([new CpuMap(8), default]);
        queue.TlbFlushMulti([new CpuMap(16), default]);

        Assert.Equal(1, queue.Flush().Index);
        Assert.Equal(2, queue.Resume().Index);
        Assert.Equal(4, queue.Resume().Index);
        FlushResult result = queue.Resume();

        Assert.Equal((3, 3, 0), (result.Done, result.Refused, result.Queued));
        Assert.Equal([1ul, 2, 0, 4, 8, 16], _xen.Attempts.Select(static a => a.W3));
        Assert.Equal(
            [RequestState.Done, RequestState.Refused, RequestState.Refused, RequestState.Done, RequestState.Refused, RequestState.Done],
            [queue[0].State, queue[1].State, queue[2].State, queue[3].State, queue[4].State, queue[5].State]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(128, 43)]
    public void A_bitmap_takes_an_element_and_its_words(int words, int elements)
    {
        // One operation fits, and the second exactly.
        var queue = new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[MmuExtQueue.Overhead + 2 + 1 + elements]);
        var vcpus = new CpuMap[words];
        queue.Add(Operation(0));
        queue.TlbFlushMulti(vcpus);
        Assert.Empty(_xen.Attempts);

        queue = new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[MmuExtQueue.Overhead + 2 + elements]);
        queue.Add(Operation(0));
        queue.TlbFlushMulti(vcpus);
        Assert.Single(_xen.Attempts);
    }

    [Fact]
    public void A_bitmap_that_can_never_fit_is_not_taken_and_the_rest_is_carried_out()
    {
        var queue = new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[MmuExtQueue.Overhead + 4]);
        queue.Add(Operation(0));
        Assert.Equal(-1, queue.TlbFlushMulti(new CpuMap[100]));
        Assert.Equal(-1, queue.TlbFlushMulti(new CpuMap[100]));
        Assert.Equal(1, queue.Add(Operation(1)));

        FlushResult result = queue.Flush();
        Assert.Equal((2, 2), (result.Done, result.NotTaken));
        Assert.False(result.IsComplete);
    }

    [Fact]
    public void An_empty_bitmap_is_refused()
        => Assert.Throws<OverflowException>(() => new MmuExtQueue<OraclePath>(Xen, new MmuExtOp[32]).TlbFlushMulti([]));

    [Fact]
    public void The_memory_may_move_between_adding_and_flushing()
    {
        // A young array, moved by each collection while garbage lies before it.
        var memory = new MmuExtOp[64];
        var queue = new MmuExtQueue<OraclePath>(Xen, memory);
        queue.TlbFlushMulti([new CpuMap(1), new CpuMap(10)]);
        queue.TlbFlushMulti([new CpuMap(2), new CpuMap(20)]);
        _xen.Refuses = static (request, attempt) => request.W3 == 1 && attempt < 3 ? XenErrno.EBUSY : XenErrno.None;
        nint first = QueueMemory.AddressOf(memory);
        QueueMemory.Compact();
        queue.Flush();
        queue.Retry();
        QueueMemory.Compact();
        queue.Retry();
        QueueMemory.Compact();

        Assert.True(queue.Retry().IsComplete);

        Assert.NotEqual(first, QueueMemory.AddressOf(memory));
        Assert.Equal([(1ul, 10ul), (1, 10), (1, 10), (1, 10), (2, 20)], _xen.Attempts.Select(static a => (a.W3, a.W4)));
    }

    [Fact]
    public void A_path_that_lends_memory_gets_operations_and_bitmaps_there()
    {
        var xen = new LendingXen { Calls = [] };
        var queue = new MmuExtQueue<LendingOraclePath>(new(new LendingOraclePath(xen)), new MmuExtOp[64]);
        xen.Refuses = static (request, _) => request.W2 == 2 ? XenErrno.EPERM : XenErrno.None;
        queue.Add(Operation(1));
        queue.TlbFlushMulti([new CpuMap(1), new CpuMap(2)]);
        queue.Add(Operation(2));
        queue.InvlpgMulti(new GuestPointer64(0x7000), [new CpuMap(3), new CpuMap(4)]);

        Assert.Equal((2, XenErrno.EPERM), (queue.Flush().Index, queue.Result.Error));
        Assert.Equal(3, queue.Resume().Done);

        Assert.Equal([(26u, 4u), (26u, 1u)], xen.Calls!);
        Assert.Equal([(0ul, 0ul), (1, 2), (0, 0), (3, 4)], xen.Attempts.Select(static a => (a.W3, a.W4)));
        Assert.Equal("", xen.Violation);
        Assert.Equal(0, xen.Loans);
    }

    [Fact]
    public void A_path_that_lends_little_memory_is_called_more_often()
    {
        var xen = new LendingXen { Calls = [], Limit = 8 + (5 * 24) };
        var queue = new MmuExtQueue<LendingOraclePath>(new(new LendingOraclePath(xen)), new MmuExtOp[64]);
        for (ulong i = 0; i < 20; i++)
            queue.Add(Operation(i));

        Assert.True(queue.Flush().IsComplete);
        Assert.True(xen.Calls.Count > 4);
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => (ulong)i), xen.Attempts.Select(static a => a.W2));

        xen.Limit = 8;
        queue.Add(Operation(20));
        Assert.Equal(XenErrno.ENOMEM, queue.Flush().Error);
        Assert.Equal("", xen.Violation);
    }
}
