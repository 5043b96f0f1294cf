using XenSdk.Simulation;
using XenSdk.Tests.ThroughPrivcmd;

namespace XenSdk.Tests.Paths;

/// <summary>No path allocates: not for a call of any number of arguments, not for one with memory, not for a batch.</summary>
public sealed class EveryPathAllocationTests : IDisposable
{
    private readonly SimulatedXen _xen = SimulatedXen.Start();
    private readonly LeafHypercallPage _leaf = new();
    private readonly RecordingGates _gates = new(GateKind.Hvm64Amd);
    private readonly PrivcmdFixture _privcmd = new();

    public static TheoryData<string> Paths =>
        ["PV page", "HVM page", "PV page as a leaf", "HVM page as a leaf", "PV gates", "gate", "HVM gate", "ARM gate", "privcmd"];

    public void Dispose()
    {
        _privcmd.Dispose();
        _gates.Dispose();
        _leaf.Dispose();
        _xen.Dispose();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Nothing_is_allocated(string path)
    {
        var gate = new CallGate(_gates.Address);
        long allocated = path switch
        {
            "PV page" => Measure(_xen.Page.Pv),
            "HVM page" => Measure(_xen.Page.Hvm),
            "PV page as a leaf" => Measure(_leaf.Page.PvLeaf),
            "HVM page as a leaf" => Measure(_leaf.Page.HvmLeaf),
            "PV gates" => Measure(new Hypercalls<PvCallGates>(new(_gates.Address))),
            "gate" => Measure(new Hypercalls<CallGate>(gate)),
            "HVM gate" => Measure(new Hypercalls<HvmPath<CallGate>>(new(gate))),
            "ARM gate" => Measure(new Hypercalls<ArmPath<CallGate>>(new(gate))),
            _ => Measure(_privcmd.Calls),
        };
        Assert.Equal(0, allocated);
    }

    private static long Measure<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        var words = new ulong[4];
        var calls = new MulticallEntry[16 + MulticallQueue.Overhead];
        var arguments = new ulong[256];

        // The first rounds are those in which code is compiled and pools are filled. The runtime may do something of its own
        // on this thread once more, later; what a call allocates is allocated in every part.
        Rounds(xen, words, calls, arguments);
        long least = long.MaxValue;
        for (int part = 0; part < 5; part++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Rounds(xen, words, calls, arguments);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Rounds<TPath>(Hypercalls<TPath> xen, ulong[] words, MulticallEntry[] calls, ulong[] arguments)
        where TPath : struct, IHypercallPath
    {
        for (int round = 0; round < 60; round++)
        {
            TPath path = xen.Path;
            path.Call(40);
            path.Call(40, 1);
            path.Call(40, 1, 2);
            path.Call(40, 1, 2, 3);
            path.Call(40, 1, 2, 3, 4);
            path.Call(40, 1, 2, 3, 4, 5);
            xen.CallWithBuffers(40, HypercallArgument.In<ulong>(words), HypercallArgument.InOut<ulong>(words), HypercallArgument.Value(3));
            Batch(xen, calls, arguments);
        }
    }

    private static void Batch<TPath>(Hypercalls<TPath> xen, MulticallEntry[] calls, ulong[] arguments)
        where TPath : struct, IHypercallPath
    {
        var queue = new MulticallQueue<TPath>(xen, calls, arguments);
        for (ulong i = 0; i < 12; i++)
        {
            if (i % 4 == 3)
                queue.AddWithBuffers(MulticallOperation.XenVersion, MulticallArgument.Value(1), MulticallArgument.Room<ulong>(2));
            else
                queue.Add(MulticallOperation.XenVersion, 0, i);
        }

        for (FlushResult result = queue.Flush(); result.IsStopped;)
            result = queue.Resume();
        for (int i = 0; i < 12; i++)
            _ = queue[i];
    }
}
