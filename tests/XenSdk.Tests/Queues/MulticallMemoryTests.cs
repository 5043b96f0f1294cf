using static XenSdk.Tests.Queues.QueueRequests;

namespace XenSdk.Tests.Queues;

/// <summary>What a queue of hypercalls of any kind does with memory: what requests point at, and its own.</summary>
public sealed class MulticallMemoryTests
{
    private const MulticallOperation SegmentBase = MulticallOperation.SetSegmentBase;
    private readonly RecordingXen _xen = new() { Calls = [] };

    private Hypercalls<OraclePath> Xen => new(new OraclePath(_xen));

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
