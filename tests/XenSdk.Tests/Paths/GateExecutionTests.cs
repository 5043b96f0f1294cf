namespace XenSdk.Tests.Paths;

/// <summary>The 64-bit gates on this processor, through each path.</summary>
public sealed unsafe class GateExecutionTests : IDisposable
{
    private readonly RecordingGates _gates = new(GateKind.Hvm64Amd);

    public void Dispose() => _gates.Dispose();

    [Fact]
    public void Every_number_of_arguments_arrives_through_each_path()
    {
        var gate = new CallGate(_gates.Address);
        Calls(gate);
        Calls(new PvCallGates(_gates.Address));
        Calls(new HvmPath<CallGate>(gate));
        Calls(new ArmPath<CallGate>(gate));
    }

    [Fact]
    public void A_stub_with_memory_passes_its_address()
    {
        var xen = new Hypercalls<HvmPath<CallGate>>(new(new(_gates.Address)));
        Span<ulong> words = stackalloc ulong[3];

        HypercallResult result = xen.CallWithBuffers(
            17, HypercallArgument.Value(7), HypercallArgument.InOut(words), HypercallArgument.Value(1), HypercallArgument.Value(2));

        fixed (ulong* first = words)
            Assert.Equal([17, 7, (ulong)first, 1, 2], _gates.Record[..5]);
        Assert.Equal(~17L, result.Value);
    }

    [Fact]
    public void No_call_allocates_and_no_path_lends_or_cuts_anything()
    {
        var path = new PvCallGates(_gates.Address);
        long allocated = long.MaxValue;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                path.Call(1, 2, 3, 4, 5, 6);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        AssertDirect(path);
        AssertDirect(new CallGate(0));
        AssertDirect(new HvmPath<CallGate>(new(0)));
        AssertDirect(new ArmPath<CallGate>(new(0)));
    }

    private static void AssertDirect<TPath>(TPath path)
        where TPath : struct, IHypercallPath
    {
        Assert.False(TPath.LendsMemory);
        Assert.False(TPath.CutsResults);
        Assert.False(path.TryLend(1, out LentMemory memory));
        path.TakeBack(memory);
    }

    private void Calls<TPath>(TPath path)
        where TPath : struct, IHypercallPath
    {
        const ulong a = 0x8000_0000_0000_0001, b = 2, c = ulong.MaxValue, d = 0x1_0000_0000, e = 5;
        AssertCall(path.Call(40), 40);
        AssertCall(path.Call(41, a), 41, a);
        AssertCall(path.Call(42, a, b), 42, a, b);
        AssertCall(path.Call(43, a, b, c), 43, a, b, c);
        AssertCall(path.Call(44, a, b, c, d), 44, a, b, c, d);
        AssertCall(path.Call(0xFFFF_FFFF, a, b, c, d, e), 0xFFFF_FFFF, a, b, c, d, e);
    }

    private void AssertCall(long result, params ulong[] numberAndArguments)
    {
        Assert.Equal(numberAndArguments, _gates.Record[..numberAndArguments.Length]);
        Assert.Equal(~(long)numberAndArguments[0], result);
    }
}
