using System.Diagnostics.CodeAnalysis;

namespace XenSdk.Tests.Calling;

/// <summary>Arguments with memory, over a path that takes down what it was called with.</summary>
public sealed unsafe class CallWithBuffersTests
{
    /// <summary>What the last call on this thread got. A path is a value: what it finds out must be kept elsewhere.</summary>
    [ThreadStatic]
    private static ulong[]? lastCall;

    [ThreadStatic]
    private static Func<ulong[], long>? answer;

    private readonly Hypercalls<RecordingPath> _xen = new(default);

    [Fact]
    public void Every_number_of_arguments_goes_to_the_call_of_that_many()
    {
        HypercallArgument one = HypercallArgument.Value(1), two = HypercallArgument.Value(ulong.MaxValue);
        HypercallArgument three = HypercallArgument.Value(3), four = HypercallArgument.Value(4), five = HypercallArgument.Value(5);

        _xen.CallWithBuffers(40, one);
        Assert.Equal([40, 1], lastCall!);
        _xen.CallWithBuffers(41, one, two);
        Assert.Equal([41, 1, ulong.MaxValue], lastCall!);
        _xen.CallWithBuffers(42, one, two, three);
        Assert.Equal([42, 1, ulong.MaxValue, 3], lastCall!);
        _xen.CallWithBuffers(43, one, two, three, four);
        Assert.Equal([43, 1, ulong.MaxValue, 3, 4], lastCall!);
        _xen.CallWithBuffers(44, one, two, three, four, five);
        Assert.Equal([44, 1, ulong.MaxValue, 3, 4, 5], lastCall!);
    }

    [Fact]
    public void The_call_gets_the_addresses_of_the_callers_own_memory()
    {
        Span<uint> input = [1, 2, 3];
        ulong single = 77;
        answer = call =>
        {
            Assert.Equal(2u, ((uint*)call[1])[1]);
            Assert.Equal(77ul, *(ulong*)call[2]);
            *(ulong*)call[2] = 78;
            *(uint*)call[3] = 5;
            return 0;
        };

        HypercallResult result = _xen.CallWithBuffers(
            9, HypercallArgument.In<uint>(input), HypercallArgument.InOut(ref single), HypercallArgument.Out(out uint done), HypercallArgument.Value(6));

        Assert.Equal(0, result.Value);
        Assert.Equal(78ul, single);
        Assert.Equal(5u, done);
        Assert.Equal(6ul, lastCall![4]);
    }

    [Fact]
    public void Out_memory_that_Xen_does_not_write_is_zero()
    {
        ulong done = 0xABCD;
        answer = static _ => -14;

        HypercallResult result = _xen.CallWithBuffers(1, HypercallArgument.Out(out done));

        Assert.Equal(XenErrno.EFAULT, result.Error);
        Assert.Equal(0ul, done);
    }

    [Fact]
    public void Nothing_is_passed_as_a_null_pointer()
    {
        _xen.CallWithBuffers(1, HypercallArgument.In<ulong>([]), HypercallArgument.Out(Span<byte>.Empty));

        Assert.Equal([1, 0, 0], lastCall!);
    }

    [Fact]
    public void An_argument_knows_its_direction_and_length()
    {
        ulong word = 0;
        Span<ushort> shorts = stackalloc ushort[5];

        HypercallArgument value = HypercallArgument.Value(3), input = HypercallArgument.In(in word);
        HypercallArgument both = HypercallArgument.InOut(shorts), output = HypercallArgument.Out(shorts[..2]);

        Assert.Equal((nuint)0, value.Length);
        Assert.Equal((HypercallDirection.In, (nuint)8), (input.Direction, input.Length));
        Assert.Equal((HypercallDirection.InOut, (nuint)10), (both.Direction, both.Length));
        Assert.Equal((HypercallDirection.Out, (nuint)4), (output.Direction, output.Length));
    }

    [Fact]
    public void Memory_of_the_garbage_collector_stays_in_place_during_the_call()
    {
        // Garbage before the buffer makes a compacting collection move it, unless it is held.
        for (int round = 0; round < 20; round++)
        {
            GC.KeepAlive(new byte[1000]);
            byte[] buffer = [1, 2, 3, 4];
            answer = static call =>
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
                *(uint*)call[1] = 0x08070605;
                return 0;
            };

            _xen.CallWithBuffers(1, HypercallArgument.InOut<byte>(buffer));

            Assert.Equal([5, 6, 7, 8], buffer);
        }
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var xen = new Hypercalls<SilentPath>(default);
        Span<ulong> words = stackalloc ulong[4];
        long allocated = long.MaxValue;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                xen.CallWithBuffers(1, HypercallArgument.In<ulong>(words), HypercallArgument.Value(4), HypercallArgument.Out(out uint _), HypercallArgument.Value(0));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private readonly struct RecordingPath : IPvPath
    {
        static bool IHypercallPath.LendsMemory => false;

        static bool IHypercallPath.CutsResults => false;

        public long Call(uint number) => Note(number);

        public long Call(uint number, ulong a1) => Note(number, a1);

        public long Call(uint number, ulong a1, ulong a2) => Note(number, a1, a2);

        public long Call(uint number, ulong a1, ulong a2, ulong a3) => Note(number, a1, a2, a3);

        public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => Note(number, a1, a2, a3, a4);

        public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => Note(number, a1, a2, a3, a4, a5);

        [DoesNotReturn]
        public void Jump(uint number, ulong frame) => throw new NotSupportedException();

        private static long Note(params ulong[] call)
        {
            lastCall = call;
            Func<ulong[], long>? answering = answer;
            answer = null;
            return answering?.Invoke(call) ?? 0;
        }

        bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
        {
            memory = default;
            return false;
        }

        void IHypercallPath.TakeBack(LentMemory memory)
        {
        }
    }

    private readonly struct SilentPath : IHypercallPath
    {
        static bool IHypercallPath.LendsMemory => false;

        static bool IHypercallPath.CutsResults => false;

        public long Call(uint number) => number;

        public long Call(uint number, ulong a1) => number;

        public long Call(uint number, ulong a1, ulong a2) => number;

        public long Call(uint number, ulong a1, ulong a2, ulong a3) => number;

        public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => number;

        public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => number;

        bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
        {
            memory = default;
            return false;
        }

        void IHypercallPath.TakeBack(LentMemory memory)
        {
        }
    }
}
