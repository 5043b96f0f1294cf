using static XenSdk.Tests.Queues.QueueRequests;

namespace XenSdk.Tests.Queues;

/// <summary>What kind of request, for which domain. Its number makes it known again.</summary>
internal readonly record struct QueuedRequest(RequestKind Kind, ushort Domain, ulong Number)
{
    internal ForeignDomain Domains => ForeignDomain.Of((DomainId)Domain);
}

internal enum RequestKind
{
    Update,
    Operation,
    OperationWithBitmap,
    Call,
    CallWithStructure,
}

/// <summary>
/// A queue over an oracle, found anew in its memory for each step: so that a test can hold it, and to show that nothing of a
/// queue is outside its memory.
/// </summary>
internal abstract class QueueDriver(HypercallOracle xen)
{
    protected Hypercalls<OraclePath> Xen => new(new OraclePath(xen));

    internal abstract long Count { get; }

    internal abstract FlushResult Result { get; }

    internal abstract RequestOutcome this[long index] { get; }

    internal abstract long Add(QueuedRequest request);

    internal abstract FlushResult Flush();

    internal abstract FlushResult Resume();

    internal abstract FlushResult Drop();

    /// <summary>Moves the memory elsewhere, as the garbage collector may between any two steps.</summary>
    internal abstract void Move();

    /// <summary>A bitmap of two words that has the request's number in it.</summary>
    protected static CpuMap[] Bitmap(QueuedRequest request) => [new(request.Number), new(~request.Number)];
}

internal sealed class MmuUpdateDriver : QueueDriver
{
    private MmuUpdate[] _memory;

    internal MmuUpdateDriver(HypercallOracle xen, int room)
        : base(xen)
    {
        _memory = new MmuUpdate[room + MmuUpdateQueue.Overhead - 1];
        _ = new MmuUpdateQueue<OraclePath>(Xen, _memory);
    }

    internal override long Count => Queue.Count;

    internal override FlushResult Result => Queue.Result;

    private MmuUpdateQueue<OraclePath> Queue => MmuUpdateQueue.Attach(Xen, _memory.AsSpan());

    internal override RequestOutcome this[long index] => Queue[index];

    internal override long Add(QueuedRequest request) => Queue.Add(Update(request.Number), request.Domains);

    internal override FlushResult Flush() => Queue.Flush();

    internal override FlushResult Resume() => Queue.Resume();

    internal override FlushResult Drop() => Queue.Drop();

    internal override void Move() => _memory = QueueMemory.MoveAway(_memory);
}

internal sealed class MmuExtDriver : QueueDriver
{
    private MmuExtOp[] _memory;

    internal MmuExtDriver(HypercallOracle xen, int room)
        : base(xen)
    {
        _memory = new MmuExtOp[room + MmuExtQueue.Overhead - 1];
        _ = new MmuExtQueue<OraclePath>(Xen, _memory);
    }

    internal override long Count => Queue.Count;

    internal override FlushResult Result => Queue.Result;

    private MmuExtQueue<OraclePath> Queue => MmuExtQueue.Attach(Xen, _memory.AsSpan());

    internal override RequestOutcome this[long index] => Queue[index];

    internal override long Add(QueuedRequest request) => request.Kind == RequestKind.OperationWithBitmap
        ? Queue.InvlpgMulti(new GuestPointer64(request.Number), Bitmap(request))
        : Queue.Add(Operation(request.Number), request.Domains);

    internal override FlushResult Flush() => Queue.Flush();

    internal override FlushResult Resume() => Queue.Resume();

    internal override FlushResult Drop() => Queue.Drop();

    internal override void Move() => _memory = QueueMemory.MoveAway(_memory);
}

internal sealed class MulticallDriver : QueueDriver
{
    private MulticallEntry[] _calls;
    private ulong[] _arguments;

    internal MulticallDriver(HypercallOracle xen, int calls, int words)
        : base(xen)
    {
        _calls = new MulticallEntry[calls + MulticallQueue.Overhead];
        _arguments = new ulong[words];
        _ = new MulticallQueue<OraclePath>(Xen, _calls, _arguments);
    }

    internal override long Count => Queue.Count;

    internal override FlushResult Result => Queue.Result;

    private MulticallQueue<OraclePath> Queue => MulticallQueue.Attach(Xen, _calls, _arguments);

    internal override RequestOutcome this[long index] => Queue[index];

    internal override long Add(QueuedRequest request) => request.Kind switch
    {
        RequestKind.Update => Queue.Add(Update(request.Number), request.Domains),
        RequestKind.Operation => Queue.Add(Operation(request.Number), request.Domains),
        RequestKind.OperationWithBitmap => Queue.InvlpgMulti(new GuestPointer64(request.Number), Bitmap(request)),
        RequestKind.Call => Queue.Add(MulticallOperation.SetSegmentBase, request.Number, request.Domain),
        _ => Queue.AddWithBuffers(
            MulticallOperation.GrantTableOp,
            MulticallArgument.Value(request.Number),
            MulticallArgument.Copy<CpuMap>(Bitmap(request)),
            MulticallArgument.Value(2)),
    };

    internal override FlushResult Flush() => Queue.Flush();

    internal override FlushResult Resume() => Queue.Resume();

    internal override FlushResult Drop() => Queue.Drop();

    internal override void Move()
    {
        _calls = QueueMemory.MoveAway(_calls);
        _arguments = QueueMemory.MoveAway(_arguments);
    }
}
