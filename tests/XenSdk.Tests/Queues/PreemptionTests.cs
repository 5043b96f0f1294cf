namespace XenSdk.Tests.Queues;

/// <summary>
/// Xen may preempt a call at any point where it looks for that, and goes on with registers and entries as it rewrote them.
/// Every point, every refused request, every length up to one that has all the cases; preemption at one point, and at every
/// point from there on.
/// </summary>
public sealed class PreemptionTests
{
    private const int Longest = 30;

    [Fact]
    public void Page_table_updates()
        => EveryPoint(static xen => new MmuUpdateDriver(xen, 2 * Longest), static i => new(RequestKind.Update, Domain(i), (ulong)i));

    [Fact]
    public void Extended_operations() => EveryPoint(
        static xen => new MmuExtDriver(xen, 6 * Longest),
        static i => i % 4 == 3
            ? new(RequestKind.OperationWithBitmap, HypercallOracle.Self, (ulong)i)
            : new(RequestKind.Operation, Domain(i), (ulong)i));

    [Fact]
    public void Calls_of_any_kind()
        => EveryPoint(static xen => new MulticallDriver(xen, Longest, 0), static i => new(RequestKind.Call, 0, (ulong)i));

    [Fact]
    public void Page_table_updates_within_a_multicall() => EveryPoint(
        static xen => new MulticallDriver(xen, Longest, 10 * Longest),
        static i => i < 4 ? new(RequestKind.Call, 0, (ulong)i) : new(RequestKind.Update, Domain(i), (ulong)i));

    [Fact]
    public void A_mixture_of_runs_and_calls() => EveryPoint(
        static xen => new MulticallDriver(xen, Longest, 12 * Longest),
        static i => new((i % 12) switch
        {
            < 5 => i % 2 == 0 ? RequestKind.Call : RequestKind.CallWithStructure,
            < 7 => RequestKind.Update,
            < 9 => RequestKind.OperationWithBitmap,
            9 => RequestKind.Operation,
            10 => RequestKind.Call,
            _ => RequestKind.Update,
        }, HypercallOracle.Self, (ulong)i));

    private static ushort Domain(int i) => i % 17 < 14 ? HypercallOracle.Self : (ushort)3;

    private static void EveryPoint(Func<HypercallOracle, QueueDriver> begin, Func<int, QueuedRequest> request)
    {
        for (int length = 1; length <= Longest; length++)
        {
            for (int refused = -1; refused < length; refused++)
            {
                // As many points as Xen can come to: between entries and between requests.
                for (int point = 0; point < 2 * length; point++)
                {
                    Run(length, refused, point, false, false, begin, request);
                    Run(length, refused, point, true, point % 2 == 0, begin, request);
                }
            }
        }
    }

    private static void Run(
        int length,
        int refused,
        int point,
        bool fromThenOn,
        bool finishesByContinuation,
        Func<HypercallOracle, QueueDriver> begin,
        Func<int, QueuedRequest> request)
    {
        int points = 0;
        bool wasPreempted = false;
        var xen = new CountingXen { FinishesByContinuation = finishesByContinuation };
        xen.Preempts = () =>
        {
            // After a preemption Xen does at least one step before it looks again.
            bool now = (fromThenOn ? points >= point : points == point) && !wasPreempted;
            points++;
            wasPreempted = now;
            return now;
        };
        xen.Begin(refused, XenErrno.EINVAL);
        QueueDriver queue = begin(xen);
        for (int i = 0; i < length; i++)
            queue.Add(request(i));

        FlushResult result = queue.Flush();
        if (result.IsStopped != (refused >= 0) || result.Index != refused)
            Fail($"stopped with {result}");
        result = queue.Resume();
        if (result != new FlushResult(length - (refused < 0 ? 0 : 1), refused < 0 ? 0 : 1, 0, 0, 0, -1, XenErrno.None))
            Fail($"ended with {result}");
        if (xen.Next != length || xen.Violation.Length != 0)
            Fail($"{xen.Next} carried out; {xen.Violation}");
        for (int i = 0; i < length; i++)
        {
            if (queue[i].State != (i == refused ? RequestState.Refused : RequestState.Done))
                Fail($"request {i} is {queue[i]}");
        }

        void Fail(string what)
            => Assert.Fail($"{length} requests, number {refused} refused, preempted at {point}, {fromThenOn}, {finishesByContinuation}: {what}.");
    }
}
