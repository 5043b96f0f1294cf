namespace XenSdk.Tests.Queues;

/// <summary>
/// Every batch of 1 to 1,024 requests, refused at every index: over half a million batches a queue. Each request reaches Xen
/// once and in order, and each outcome is as Xen decided it.
/// </summary>
public sealed class RefusalAtEveryIndexTests
{
    private const int Longest = 1024;
    private static readonly XenErrno[] Errors = [XenErrno.EPERM, XenErrno.ESRCH, XenErrno.EFAULT, XenErrno.EINVAL, XenErrno.ENOSYS, XenErrno.ECONNREFUSED];

    [Fact]
    public void Page_table_updates()
    {
        var xen = new CountingXen();
        var memory = new MmuUpdate[Longest + MmuUpdateQueue.Overhead];
        for (int length = 1; length <= Longest; length++)
        {
            for (int refused = 0; refused < length; refused++)
            {
                XenErrno error = Errors[(length + refused) % Errors.Length];
                xen.Begin(refused, error);
                var queue = new MmuUpdateQueue<OraclePath>(new(new OraclePath(xen)), memory);
                for (int i = 0; i < length; i++)
                    queue.Add(QueueRequests.Update((ulong)i));

                FlushResult stopped = queue.Flush();
                Check(stopped, new FlushResult(refused, 1, length - refused - 1, 0, 0, refused, error), length, refused);
                if (xen.Next != refused + 1)
                    Fail("did not stop", length, refused);
                for (int i = 0; i < length; i++)
                    Check(queue[i], i, refused, error, i < refused ? RequestState.Done : RequestState.Queued, length);

                FlushResult ended = queue.Resume();
                Check(ended, new FlushResult(length - 1, 1, 0, 0, 0, -1, XenErrno.None), length, refused);
                for (int i = 0; i < length; i++)
                    Check(queue[i], i, refused, error, RequestState.Done, length);
                Check(xen, length, refused);
            }
        }
    }

    [Fact]
    public void Extended_operations()
    {
        var xen = new CountingXen();
        var memory = new MmuExtOp[Longest + MmuExtQueue.Overhead];
        for (int length = 1; length <= Longest; length++)
        {
            for (int refused = 0; refused < length; refused++)
            {
                XenErrno error = Errors[(length + refused) % Errors.Length];
                xen.Begin(refused, error);
                var queue = new MmuExtQueue<OraclePath>(new(new OraclePath(xen)), memory);
                for (int i = 0; i < length; i++)
                    queue.Add(QueueRequests.Operation((ulong)i));

                FlushResult stopped = queue.Flush();
                Check(stopped, new FlushResult(refused, 1, length - refused - 1, 0, 0, refused, error), length, refused);
                if (xen.Next != refused + 1)
                    Fail("did not stop", length, refused);

                FlushResult ended = queue.Resume();
                Check(ended, new FlushResult(length - 1, 1, 0, 0, 0, -1, XenErrno.None), length, refused);
                for (int i = 0; i < length; i++)
                    Check(queue[i], i, refused, error, RequestState.Done, length);
                Check(xen, length, refused);
            }
        }
    }

    [Fact]
    public void Calls_of_any_kind_by_themselves()
        => Multicalls(static (_, _) => Kind.Other);

    [Fact]
    public void Page_table_updates_within_a_multicall()
        => Multicalls(static (_, _) => Kind.Update);

    [Fact]
    public void A_mixture_of_runs_and_calls()
        => Multicalls(static (length, i) => Mixture(length, i));

    private enum Kind
    {
        Other,
        Update,
        ForeignUpdate,
        Operation,
    }

    // Runs of 1 to 13 requests, and calls between them, another mixture for each length.
    private static Kind Mixture(int length, int i)
    {
        uint x = (uint)((i / (1 + (length % 13))) * 2654435761L) ^ (uint)length;
        return ((x >> 7) & 7) switch
        {
            0 or 1 or 2 => Kind.Update,
            3 => Kind.ForeignUpdate,
            4 => Kind.Operation,
            _ => Kind.Other,
        };
    }

    private static void Multicalls(Func<int, int, Kind> kind)
    {
        var xen = new CountingXen();
        var calls = new MulticallEntry[Longest + MulticallQueue.Overhead];
        var arguments = new ulong[Longest * 8];
        var kinds = new Kind[Longest];
        for (int length = 1; length <= Longest; length++)
        {
            for (int i = 0; i < length; i++)
                kinds[i] = kind(length, i);
            for (int refused = 0; refused < length; refused++)
            {
                XenErrno error = Errors[(length + refused) % Errors.Length];
                xen.Begin(refused, error);
                var queue = new MulticallQueue<OraclePath>(new(new OraclePath(xen)), calls, arguments);
                for (int i = 0; i < length; i++)
                    Add(queue, kinds[i], (ulong)i);

                FlushResult stopped = queue.Flush();
                if (stopped.Index != refused || stopped.Error != error || stopped.Done + 1 + stopped.Queued != length
                    || xen.Next != length - stopped.Queued || stopped.Queued > length - refused - 1)
                {
                    Fail($"stopped with {stopped} and {xen.Next} carried out", length, refused);
                }

                Check(queue[refused], refused, refused, error, RequestState.Refused, length);
                Check(queue[length - 1], length - 1, refused, error, stopped.Queued > 0 ? RequestState.Queued : RequestState.Done, length);

                FlushResult ended = queue.Resume();
                Check(ended, new FlushResult(length - 1, 1, 0, 0, 0, -1, XenErrno.None), length, refused);
                for (int i = 0; i < length; i++)
                    Check(queue[i], i, refused, error, RequestState.Done, length);
                Check(xen, length, refused);
            }
        }
    }

    private static void Add(MulticallQueue<OraclePath> queue, Kind kind, ulong number)
    {
        switch (kind)
        {
            case Kind.Update:
                queue.Add(QueueRequests.Update(number));
                break;
            case Kind.ForeignUpdate:
                queue.Add(QueueRequests.Update(number), ForeignDomain.Of((DomainId)5));
                break;
            case Kind.Operation:
                queue.Add(QueueRequests.Operation(number));
                break;
            default:
                queue.Add(MulticallOperation.SetSegmentBase, number, 0);
                break;
        }
    }

    private static void Check(FlushResult result, FlushResult expected, int length, int refused)
    {
        if (result != expected)
            Fail($"{result} instead of {expected}", length, refused);
    }

    private static void Check(RequestOutcome outcome, int index, int refused, XenErrno error, RequestState others, int length)
    {
        RequestState state = index == refused ? RequestState.Refused : others;
        if (outcome.State != state || outcome.Error != (index == refused ? error : XenErrno.None))
            Fail($"request {index} is {outcome} instead of {state}", length, refused);
    }

    private static void Check(CountingXen xen, int length, int refused)
    {
        if (xen.Next != length || xen.Violation.Length != 0)
            Fail($"{xen.Next} carried out; {xen.Violation}", length, refused);
    }

    private static void Fail(string what, int length, int refused)
        => Assert.Fail($"{length} requests, number {refused} refused: {what}.");
}
