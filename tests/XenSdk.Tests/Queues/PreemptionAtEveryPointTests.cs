namespace XenSdk.Tests.Queues;

/// <summary>
/// Every batch of 1 to 1,024 requests, preempted at every point where Xen looks for that, once and from there on: each request
/// reaches Xen once and in order, and the caller sees nothing of it.
/// </summary>
public sealed class PreemptionAtEveryPointTests
{
    private const int Longest = 1024;

    [Fact]
    public void Page_table_updates()
    {
        var memory = new MmuUpdate[Longest + MmuUpdateQueue.Overhead];
        EveryPoint(static length => length - 1, (xen, length) =>
        {
            var queue = new MmuUpdateQueue<OraclePath>(new(new OraclePath(xen)), memory);
            for (int i = 0; i < length; i++)
                queue.Add(QueueRequests.Update((ulong)i));
            FlushResult result = queue.Flush();
            for (int i = 0; i < length; i++)
                Check(queue[i], i, length);
            return result;
        });
    }

    [Fact]
    public void Extended_operations()
    {
        var memory = new MmuExtOp[Longest + MmuExtQueue.Overhead];
        EveryPoint(static length => length - 1, (xen, length) =>
        {
            var queue = new MmuExtQueue<OraclePath>(new(new OraclePath(xen)), memory);
            for (int i = 0; i < length; i++)
                queue.Add(QueueRequests.Operation((ulong)i));
            FlushResult result = queue.Flush();
            for (int i = 0; i < length; i++)
                Check(queue[i], i, length);
            return result;
        });
    }

    [Fact]
    public void A_mixture_of_runs_and_calls()
    {
        var calls = new MulticallEntry[Longest + MulticallQueue.Overhead];
        var arguments = new ulong[Longest * 8];

        // Not where one hypercall ends and another begins; a few calls are made by themselves.
        EveryPoint(static length => length < 8 ? 0 : length / 3, (xen, length) =>
        {
            var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), calls, arguments);
            for (int i = 0; i < length; i++)
            {
                // Runs of five requests, and two calls between them.
                if (i % 7 < 2)
                    queue.Add(MulticallOperation.SetSegmentBase, (ulong)i, 0);
                else if (i % 14 < 7)
                    queue.Add(QueueRequests.Update((ulong)i));
                else
                    queue.Add(QueueRequests.Operation((ulong)i));
            }

            FlushResult result = queue.Flush();
            for (int i = 0; i < length; i++)
                Check(queue[i], i, length);
            return result;
        });
    }

    /// <param name="leastPoints">How many points a batch of a length has at least.</param>
    /// <param name="flush">Fills a queue with a batch of a length, and has it carried out.</param>
    private static void EveryPoint(Func<int, int> leastPoints, Func<CountingXen, int, FlushResult> flush)
    {
        var xen = new CountingXen();
        int looks = 0, point = 0;
        bool fromThenOn = false, wasPreempted = false;
        xen.Preempts = () =>
        {
            // After a preemption Xen does at least one step before it looks again.
            bool now = (fromThenOn ? looks >= point : looks == point) && !wasPreempted;
            looks++;
            wasPreempted = now;
            return now;
        };
        for (int length = 1; length <= Longest; length++)
        {
            (point, looks) = (int.MaxValue, 0);
            Run(length);
            int points = looks;
            Assert.True(points >= leastPoints(length), $"{length} requests have only {points} points at which Xen can be preempted.");
            for (int at = 0; at < points; at++)
            {
                (point, looks, fromThenOn, wasPreempted) = (at, 0, false, false);
                Run(length);
            }

            (point, looks, fromThenOn, wasPreempted) = (length % 3, 0, true, false);
            Run(length);
            fromThenOn = false;
        }

        void Run(int length)
        {
            xen.Begin(-1, XenErrno.None);
            FlushResult result = flush(xen, length);
            if (result != new FlushResult(length, 0, 0, 0, 0, -1, XenErrno.None) || xen.Next != length || xen.Violation.Length != 0)
                Assert.Fail($"{length} requests, preempted at {point} ({(fromThenOn ? "and from there on" : "once")}): {result}, {xen.Next} carried out. {xen.Violation}");
        }
    }

    private static void Check(RequestOutcome outcome, int index, int length)
    {
        if (outcome.State != RequestState.Done)
            Assert.Fail($"Request {index} of {length} is {outcome}.");
    }
}
