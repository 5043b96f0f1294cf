using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Requests of one hypercall that takes an array of them: what <see cref="MmuUpdateQueue{TPath}"/> and
/// <see cref="MmuExtQueue{TPath}"/> have in common. This part adds requests and tells their outcomes.
/// </summary>
/// <remarks>
/// The memory: first <see cref="BatchState"/>, then the requests one after another whatever their foreign domain, so that any
/// number of neighbours is an array for Xen; at the end, growing downwards, a <see cref="BatchRecord"/> for each run of
/// requests with one foreign domain. To add a request to the last run is to store it and to count it.
/// </remarks>
internal readonly unsafe ref partial struct UpdateBatch<TPath, TRequest, TKind>
    where TPath : struct, IHypercallPath
    where TRequest : unmanaged
    where TKind : struct, IUpdateKind<TRequest>
{
    /// <summary>The index of a request that was not taken.</summary>
    internal const long NotTaken = -1;

    private readonly ref BatchState _state;
    private readonly TPath _path;

    /// <param name="path">How calls are made.</param>
    /// <param name="memory">Where the requests are kept.</param>
    /// <param name="attach">Whether to go on with the requests that are in the memory.</param>
    internal UpdateBatch(TPath path, Span<TRequest> memory, bool attach)
    {
        // Overflows where the memory has no room for a request.
        uint requests = checked((uint)memory.Length - (uint)(StateElements + 2)) + 2;
        _path = path;
        _state = ref Unsafe.As<TRequest, BatchState>(ref MemoryMarshal.GetReference(memory));
        if (!attach)
        {
            _state.Capacity = (int)requests;
            Begin(0, 0);
        }
    }

    /// <summary>Elements that the counts take.</summary>
    internal static int StateElements => (sizeof(BatchState) + sizeof(TRequest) - 1) / sizeof(TRequest);

    /// <summary>Requests of one foreign domain that fit in.</summary>
    internal int Capacity => _state.Capacity - 1;

    /// <summary>Requests of the batch.</summary>
    internal long Count => _state.Base + _state.Count;

    internal FlushResult Result
    {
        get
        {
            int waiting = _state.Count - _state.Settled;
            int stopped = _state.Error == 0 ? 0 : 1;
            bool dropped = _state.Phase == BatchPhase.Dropped;
            return new(
                done: _state.Base + _state.Settled - _state.Refused,
                refused: _state.Refused + stopped,
                queued: dropped ? 0 : waiting - stopped,
                dropped: dropped ? waiting : 0,
                notTaken: _state.NotTaken,
                index: stopped == 0 ? -1 : _state.Base + _state.Settled,
                error: (XenErrno)_state.Error);
        }
    }

    /// <summary>Adds a request. If there is no room, carries out what is queued first.</summary>
    /// <returns>Its index; <see cref="NotTaken"/> where there is no room and the queue has stopped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Add(TRequest request, uint domain)
    {
        int at = _state.Count;
        if (at >= _state.Limit || domain != _state.Domain)
            return AddWithCare(request, domain, default, mayFlush: true);
        Request(at) = request;
        _state.Count = at + 1;
        return _state.Base + at;
    }

    /// <summary>Adds a request if there is room.</summary>
    /// <returns>Its index, or <see cref="NotTaken"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long AddIfRoom(TRequest request, uint domain)
    {
        int at = _state.Count;
        if (at >= _state.Limit || domain != _state.Domain)
            return AddWithCare(request, domain, default, mayFlush: false);
        Request(at) = request;
        _state.Count = at + 1;
        return _state.Base + at;
    }

    /// <summary>Adds a request with a bitmap of vCPUs, or one that begins a run, a batch, or finds no room.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long AddWithCare(TRequest request, uint domain, ReadOnlySpan<CpuMap> bitmap, bool mayFlush)
    {
        if (_state.Phase != BatchPhase.Open)
            Begin(0, 0);
        if (!HasRoom(domain, bitmap))
        {
            if (!mayFlush)
                return NotTaken;
            if (_state.Error == 0)
                Issue();
            if (_state.Error == 0)
                Begin(_state.Base + _state.Count, _state.NotTaken);
            if (!HasRoom(domain, bitmap))
            {
                _state.NotTaken++;
                return NotTaken;
            }
        }

        if (BeginsRun(domain))
        {
            Record(_state.Back) = new() { Request = _state.Count, Domain = domain };
            _state.Back++;
            _state.Domain = domain;
        }

        if (!bitmap.IsEmpty)
            Keep(bitmap);
        _state.Limit = _state.Capacity - _state.Back;
        Request(_state.Count) = request;
        return _state.Base + _state.Count++;
    }

    /// <summary>What has become of a request.</summary>
    internal RequestOutcome Outcome(long index)
    {
        long at = index - _state.Base;
        if (index < 0 || at >= _state.Count)
            return RequestOutcome.Of(RequestState.None);
        if (at < 0)
            return RequestOutcome.Of(new HypercallResult(0));
        if (at < _state.Settled)
            return RequestOutcome.Of(HypercallResult.FromError(TKind.Refusal(in Request((int)at))));
        if (at == _state.Settled && _state.Error != 0)
            return RequestOutcome.Of(HypercallResult.FromError((XenErrno)_state.Error));
        return RequestOutcome.Of(_state.Phase == BatchPhase.Dropped ? RequestState.Dropped : RequestState.Queued);
    }

    /// <summary>Makes the memory empty.</summary>
    /// <param name="done">Requests of the batch that were carried out already.</param>
    /// <param name="notTaken">Requests of the batch that were not taken.</param>
    private void Begin(long done, long notTaken)
    {
        int capacity = _state.Capacity;
        _state = default;
        _state.Base = done;
        _state.NotTaken = notTaken;
        _state.Capacity = capacity;
    }

    private bool BeginsRun(uint domain) => _state.Back == 0 || domain != _state.Domain;

    private bool HasRoom(uint domain, ReadOnlySpan<CpuMap> bitmap)
    {
        long needed = 1L + (BeginsRun(domain) ? 1 : 0) + (bitmap.IsEmpty ? 0 : 1 + BitmapElements(bitmap));
        return _state.Count + (long)_state.Back + needed <= _state.Capacity;
    }

    /// <summary>Keeps the bitmap of the request that is added next. Its address is formed when the call is made: until then
    /// the memory may move.</summary>
    private void Keep(ReadOnlySpan<CpuMap> bitmap)
    {
        int elements = (int)BitmapElements(bitmap);
        Record(_state.Back) = new() { Request = _state.Count, BitmapElements = elements };
        _state.Back += 1 + elements;
        ref CpuMap kept = ref Unsafe.As<TRequest, CpuMap>(ref Request(_state.Capacity - _state.Back));
        for (int i = 0; i < bitmap.Length; i++)
            Unsafe.Add(ref kept, i) = bitmap[i];
    }

    private static long BitmapElements(ReadOnlySpan<CpuMap> bitmap)
        => (((long)bitmap.Length * sizeof(CpuMap)) + sizeof(TRequest) - 1) / sizeof(TRequest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TRequest Request(int index)
        => ref Unsafe.Add(ref Unsafe.As<BatchState, TRequest>(ref _state), StateElements + index);

    /// <summary>The record that has <paramref name="depth"/> elements behind it, up to the end of the memory.</summary>
    private ref BatchRecord Record(int depth)
        => ref Unsafe.As<TRequest, BatchRecord>(ref Request(_state.Capacity - 1 - depth));
}
