using XenSdk.Simulation;

namespace XenSdk.Tests.Calling;

/// <summary>Calls from several threads while another forces collections.</summary>
public sealed class GarbageCollectionTests
{
    private const int Threads = 4;
    private const int Collections = 150;

    [Fact]
    public void Leaf_calls_without_the_transition_stand_forced_collections()
    {
        UnderCollections(static goOn =>
        {
            using var leaf = new LeafHypercallPage();
            PvPath<LeafPageGate> path = leaf.Page.PvLeaf.Path;
            for (int i = 0; goOn(); i++)
            {
                leaf.Result = i;
                Assert.Equal(i, path.Call(1, (ulong)i, 2, 3, 4, 5));
                Assert.Equal((ulong)i, leaf.Registers.Rdi);
            }
        });
    }

    [Fact]
    public void Calls_that_come_back_into_NET_stand_forced_collections()
    {
        using var xen = SimulatedXen.Start();
        xen.Interceptor = static (in HypercallRequest request) =>
        {
            // Garbage made inside the call, so that it is collected there too.
            var made = new ulong[16];
            made[^1] = request.A5;
            return (long)(request.A1 + made[^1]);
        };
        UnderCollections(goOn =>
        {
            PvPath<PageGate> path = xen.Hypercalls.Path;
            for (int i = 0; goOn(); i++)
                Assert.Equal(i + 5, path.Call(1, (ulong)i, 2, 3, 4, 5));
        });

        Assert.Null(xen.Failure);
    }

    [Fact]
    public void Buffers_of_the_garbage_collector_reach_the_call_and_come_back_whole()
    {
        using var xen = SimulatedXen.Start();
        xen.Interceptor = static (in HypercallRequest request) => Increment(request.A1, request.A2);
        UnderCollections(goOn =>
        {
            Hypercalls<PvPath<PageGate>> calls = xen.Hypercalls;
            for (int i = 0; goOn(); i++)
            {
                var buffer = new ulong[8];
                Array.Fill(buffer, (ulong)i);
                Assert.Equal(0, calls.CallWithBuffers(2, HypercallArgument.InOut<ulong>(buffer), HypercallArgument.Value(8)).Value);
                Assert.All(buffer, word => Assert.Equal((ulong)i + 1, word));
            }
        });
    }

    private static unsafe long Increment(ulong address, ulong count)
    {
        for (ulong i = 0; i < count; i++)
            ((ulong*)address)[i]++;
        return 0;
    }

    /// <summary>Runs <paramref name="work"/> on several threads until so many collections have been forced meanwhile.</summary>
    private static void UnderCollections(Action<Func<bool>> work)
    {
        int working = 0, collections = 0;
        bool failed = false;
        var collector = new Thread(() =>
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref working) == Threads || Volatile.Read(ref failed));
            while (!Volatile.Read(ref failed) && collections < Collections)
            {
                GC.Collect(collections % 3, GCCollectionMode.Forced, blocking: true, compacting: true);
                Interlocked.Increment(ref collections);
                Thread.Sleep(1);
            }
        });
        collector.Start();
        Exception?[] thrown = new Exception?[Threads];
        Thread[] workers = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
        {
            try
            {
                Interlocked.Increment(ref working);
                work(() => Volatile.Read(ref collections) < Collections && !Volatile.Read(ref failed));
            }
            catch (Exception e)
            {
                thrown[index] = e;
                Volatile.Write(ref failed, true);
            }
        }))];
        Array.ForEach(workers, static worker => worker.Start());
        Array.ForEach(workers, static worker => worker.Join());
        collector.Join();

        Assert.All(thrown, Assert.Null);
        Assert.Equal(Collections, collections);
    }
}
