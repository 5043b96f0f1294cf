using XenSdk.Simulation;
using XenSdk.Tests.ThroughPrivcmd;

namespace XenSdk.Tests.Queues;

/// <summary>Nothing is allocated for a request or for a batch, on any path.</summary>
public sealed class QueueAllocationTests
{
    [Fact]
    public void Over_an_oracle()
    {
        var xen = new CountingXen();
        long refusals = 0;
        Measure(
            new Hypercalls<OraclePath>(new OraclePath(xen)),
            refused => xen.Begin(refused, XenErrno.EINVAL),
            result => refusals += result.Refused);
        Assert.True(refusals > 0);
    }

    [Fact]
    public void Over_a_hypercall_page_that_comes_back_into_NET()
    {
        using var xen = SimulatedXen.Start();
        Measure(xen.Hypercalls, static _ => { }, static _ => { });
        Assert.Null(xen.Failure);
    }

    [Fact]
    public void Over_a_leaf_page()
    {
        using var leaf = new LeafHypercallPage { Result = 0 };
        Measure(leaf.Page.PvLeaf, static _ => { }, static _ => { });
    }

    [Fact]
    public void Over_privcmd()
    {
        using var fixture = new PrivcmdFixture();
        Measure(fixture.Calls, static _ => { }, static _ => { });
    }

    private static void Measure<TPath>(Hypercalls<TPath> xen, Action<long> begin, Action<FlushResult> end)
        where TPath : struct, IPvPath
    {
        var updates = new MmuUpdate[100];
        var operations = new MmuExtOp[100];
        var calls = new MulticallEntry[100];
        var arguments = new ulong[1000];
        long before = 0;

        // The first rounds are those in which code is compiled and pools are filled.
        for (int round = 0; round < 50; round++)
        {
            if (round == 20)
                before = GC.GetAllocatedBytesForCurrentThread();
            begin(round % 30);
            Updates(xen, updates, end);
            begin(round % 30);
            Operations(xen, operations, end);
            begin(round % 30);
            Calls(xen, calls, arguments, end);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Updates<TPath>(Hypercalls<TPath> xen, MmuUpdate[] memory, Action<FlushResult> end)
        where TPath : struct, IPvPath
    {
        var queue = new MmuUpdateQueue<TPath>(xen, memory);
        for (ulong i = 0; i < 30; i++)
            queue.Add(QueueRequests.Update(i), i % 10 == 9 ? ForeignDomain.Io : default);
        FlushResult result = queue.Flush();
        while (result.IsStopped)
            result = queue.Resume();
        for (int i = 0; i < 30; i++)
            _ = queue[i];
        queue.TryAdd(QueueRequests.Update(31), out _);
        queue.Drop();
        end(result);
    }

    private static void Operations<TPath>(Hypercalls<TPath> xen, MmuExtOp[] memory, Action<FlushResult> end)
        where TPath : struct, IPvPath
    {
        var queue = new MmuExtQueue<TPath>(xen, memory);
        for (ulong i = 0; i < 30; i++)
        {
            if (i % 10 == 9)
                queue.InvlpgMulti(new GuestPointer64(i), [new CpuMap(1), new CpuMap(2)]);
            else
                queue.Add(QueueRequests.Operation(i));
        }

        FlushResult result = queue.Flush();
        while (result.IsStopped)
            result = queue.Resume();
        end(result);
    }

    private static void Calls<TPath>(Hypercalls<TPath> xen, MulticallEntry[] calls, ulong[] arguments, Action<FlushResult> end)
        where TPath : struct, IPvPath
    {
        var queue = new MulticallQueue<TPath>(xen, calls, arguments);
        for (ulong i = 0; i < 30; i++)
        {
            if (i % 7 < 3)
                queue.Add(QueueRequests.Update(i));
            else if (i % 7 == 3)
                queue.InvlpgMulti(new GuestPointer64(i), [new CpuMap(1), new CpuMap(2)]);
            else if (i % 7 == 4)
                queue.AddWithBuffers(MulticallOperation.MemoryOp, MulticallArgument.Value(i), MulticallArgument.Room<ulong>());
            else
                queue.Add(MulticallOperation.SetSegmentBase, i, 0);
        }

        FlushResult result = queue.Flush();
        while (result.IsStopped)
            result = queue.Resume();
        for (int i = 0; i < 30; i++)
        {
            _ = queue[i];
            _ = queue.Read<ulong>(i, 2);
        }

        end(result);
    }
}
