namespace XenSdk.Tests.Queues;

/// <summary>
/// What a queue should do, in plain words: a list of requests, of which Xen is given those that are due, one after another.
/// It says what is in memory only as far as the documentation does: how much a request takes.
/// </summary>
internal abstract class QueueModel(Func<QueuedRequest, XenErrno> decide)
{
    private readonly List<Entry> _batch = [];
    private int _memoryBegins;
    private int _stoppedAt = -1;
    private int _notTaken;
    private bool _isOver;

    /// <summary>Every request that Xen came to, in order.</summary>
    internal List<QueuedRequest> Attempts { get; } = [];

    internal int Count => _batch.Count;

    internal FlushResult Result => new(
        With(RequestState.Done),
        With(RequestState.Refused),
        With(RequestState.Queued),
        With(RequestState.Dropped),
        _notTaken,
        _stoppedAt,
        _stoppedAt < 0 ? XenErrno.None : _batch[_stoppedAt].Error);

    private protected IEnumerable<Entry> Queued => _batch.Where(static e => e.State == RequestState.Queued);

    internal RequestState State(int index) => _batch[index].State;

    internal XenErrno Error(int index) => _batch[index].Error;

    internal QueuedRequest Request(int index) => _batch[index].Request;

    /// <summary>Whether what a request returned is no longer kept.</summary>
    internal bool IsForgotten(int index) => index < _memoryBegins;

    internal long Add(QueuedRequest request)
    {
        if (_isOver)
        {
            _batch.Clear();
            _notTaken = 0;
            _isOver = false;
            Empty();
        }

        if (!Fits(request) && _stoppedAt < 0)
        {
            CarryOut();
            if (_stoppedAt < 0)
                Empty();
        }

        if (!Fits(request))
        {
            _notTaken++;
            return -1;
        }

        var entry = new Entry(request);
        Take(entry);
        _batch.Add(entry);
        return _batch.Count - 1;
    }

    internal FlushResult Flush()
    {
        if (_stoppedAt < 0 && !_isOver)
            CarryOut();
        return EndIfSettled();
    }

    internal FlushResult Resume()
    {
        _stoppedAt = -1;
        if (!_isOver)
            CarryOut();
        return EndIfSettled();
    }

    internal FlushResult Drop()
    {
        _stoppedAt = -1;
        foreach (Entry entry in Queued)
            entry.State = RequestState.Dropped;
        return EndIfSettled();
    }

    /// <summary>Whether there is room for a request behind those in memory.</summary>
    private protected abstract bool Fits(QueuedRequest request);

    /// <summary>Counts the room that a request takes.</summary>
    private protected abstract void Take(Entry entry);

    /// <summary>Makes the memory empty.</summary>
    private protected abstract void Forget();

    /// <summary>Gives Xen what is queued until the queue has to stop.</summary>
    private protected abstract void CarryOut();

    /// <summary>Gives Xen one request.</summary>
    /// <returns>Whether it was carried out.</returns>
    private protected bool Attempt(Entry entry)
    {
        Attempts.Add(entry.Request);
        entry.Error = decide(entry.Request);
        entry.State = entry.Error == XenErrno.None ? RequestState.Done : RequestState.Refused;
        if (entry.Error != XenErrno.None && _stoppedAt < 0)
            _stoppedAt = _batch.IndexOf(entry);
        return entry.Error == XenErrno.None;
    }

    private void Empty()
    {
        _memoryBegins = _batch.Count;
        Forget();
    }

    private FlushResult EndIfSettled()
    {
        _isOver |= _stoppedAt < 0 && !Queued.Any();
        return Result;
    }

    private int With(RequestState state) => _batch.Count(e => e.State == state);

    private protected sealed class Entry(QueuedRequest request)
    {
        internal QueuedRequest Request { get; } = request;

        internal RequestState State { get; set; } = RequestState.Queued;

        internal XenErrno Error { get; set; }

        /// <summary>The call that carries the request.</summary>
        internal int Call { get; set; }
    }
}

/// <summary>A queue of updates or of extended operations: it stops at the request that is refused.</summary>
internal sealed class UpdateModel(Func<QueuedRequest, XenErrno> decide, int room, int bitmapElements) : QueueModel(decide)
{
    private int _taken;
    private ushort? _domain;

    private protected override bool Fits(QueuedRequest request) => _taken + Elements(request) <= room;

    private protected override void Take(Entry entry)
    {
        _taken += Elements(entry.Request);
        _domain = entry.Request.Domain;
    }

    private protected override void Forget()
    {
        _taken = 0;
        _domain = null;
    }

    private protected override void CarryOut()
    {
        foreach (Entry entry in Queued.ToArray())
        {
            if (!Attempt(entry))
                return;
        }
    }

    private int Elements(QueuedRequest request)
        => 1 + (request.Domain == _domain ? 0 : 1) + (request.Kind == RequestKind.OperationWithBitmap ? 1 + bitmapElements : 0);
}

/// <summary>
/// A queue of calls of any kind: it stops behind the hypercall in which a request was refused. A list goes up to the first
/// call that carries several requests; fewer than four calls go one by one.
/// </summary>
internal sealed class MulticallModel(Func<QueuedRequest, XenErrno> decide, int calls, int words) : QueueModel(decide)
{
    private int _calls;
    private int _words;
    private (uint Hypercall, ushort Domain)? _open;

    private protected override bool Fits(QueuedRequest request)
        => _calls + (Joins(request) ? 0 : 1) <= calls && _words + Words(request) <= words;

    private protected override void Take(Entry entry)
    {
        _words += Words(entry.Request);
        if (!Joins(entry.Request))
            _calls++;
        entry.Call = _calls;
        _open = Key(entry.Request);
    }

    private protected override void Forget()
    {
        _calls = _words = 0;
        _open = null;
    }

    private protected override void CarryOut()
    {
        _open = null;
        bool stops = false;
        while (!stops && Queued.Any())
        {
            List<Entry[]> list = [];
            foreach (IGrouping<int, Entry> call in Queued.GroupBy(static e => e.Call))
            {
                list.Add([.. call]);
                if (list[^1].Length > 1)
                    break;
            }

            foreach (Entry[] call in list)
            {
                foreach (Entry entry in call)
                {
                    if (!Attempt(entry))
                    {
                        stops = true;
                        break;
                    }
                }

                if (stops && list.Count < 4)
                    break;
            }
        }
    }

    private static (uint Hypercall, ushort Domain)? Key(QueuedRequest request) => request.Kind switch
    {
        RequestKind.Update => (1, request.Domain),
        RequestKind.Operation or RequestKind.OperationWithBitmap => (26, request.Domain),
        _ => null,
    };

    private bool Joins(QueuedRequest request) => Key(request) is { } key && key == _open;

    private int Words(QueuedRequest request)
    {
        int run = Joins(request) ? 0 : 4;
        return request.Kind switch
        {
            RequestKind.Update => run + 2,
            RequestKind.Operation => run + 3,
            RequestKind.OperationWithBitmap => run + 3 + 2 + 2,
            RequestKind.CallWithStructure => 2 + 2,
            _ => 0,
        };
    }
}
