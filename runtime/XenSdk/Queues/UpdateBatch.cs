using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Requests of one hypercall that takes an array of them: what <see cref="MmuUpdateQueue{TPath}"/> and
/// <see cref="MmuExtQueue{TPath}"/> have in common. This part adds requests and tells their outcomes.
/// </summary>
/// <remarks>
/// <para>
/// The memory: first <see cref="BatchState"/>, then the requests one after another whatever their foreign domain, so that any
/// number of neighbours is an array for Xen; at the end, growing downwards, a <see cref="BatchRecord"/> for each run of
/// requests with one foreign domain. To add a request to the last run is to store it and to count it.
/// </para>
/// <para>
/// What is not done for every request is in static methods that take the batch by value: the address of a batch is never
/// taken, so that the compiler can keep it in registers where requests are added.
/// </para>
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal UpdateBatch(TPath path, Span<TRequest> memory, bool attach)
    {
        // Overflows where the memory has no room for a request.
        int requests = (int)checked((uint)memory.Length - (uint)(StateElements + 2)) + 2;
        _path = path;
        _state = ref Unsafe.As<TRequest, BatchState>(ref MemoryMarshal.GetReference(memory));
        if (!attach)
        {
            _state.Capacity = requests;
            Begin(0, 0, ForeignDomain.Self.Value);
        }
    }

    /// <summary>Requests of one foreign domain that fit in.</summary>
    internal int Capacity => _state.Capacity - 1;

    /// <summary>Requests of the batch.</summary>
    internal long Count => _state.Base + (InMemory == 0 ? _state.Ended : InMemory);

    internal FlushResult Result
    {
        get
        {
            uint count = InMemory;
            if (count == 0)
                return new(_state.Base + _state.Ended, 0, 0, 0, _state.NotTaken, -1, XenErrno.None);
            int waiting = (int)(count - _state.Settled);
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

    /// <summary>Elements that the counts take.</summary>
    private static int StateElements
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (sizeof(BatchState) + sizeof(TRequest) - 1) / sizeof(TRequest);
    }

    /// <summary>Bytes that the counts take.</summary>
    private static nuint StateBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)StateElements * (nuint)sizeof(TRequest);
    }

    /// <summary>Requests in memory.</summary>
    private uint InMemory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)((_state.Next - StateBytes) / (nuint)sizeof(TRequest));
    }

    /// <summary>Adds a request. If there is no room, carries out what is queued first.</summary>
    /// <returns>Its index; <see cref="NotTaken"/> where there is no room and the queue has stopped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Add(TRequest request, uint domain)
    {
        if (!CanSimplyStore(domain))
            return AddWithCare(this, request, domain);
        return Store(request);
    }

    /// <summary>Adds a request if there is room.</summary>
    /// <returns>Its index, or <see cref="NotTaken"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long AddIfRoom(TRequest request, uint domain)
    {
        if (!CanSimplyStore(domain))
            return AddWithCareIfRoom(this, request, domain);
        return Store(request);
    }

    /// <summary>Adds a request with a bitmap of vCPUs.</summary>
    internal long Add(TRequest request, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
        => TryMakeRoom(this, domain, bitmap) ? Take(this, request, domain, bitmap) : NotTaken;

    /// <summary>What has become of a request.</summary>
    internal RequestOutcome Outcome(long index)
    {
        long at = index - _state.Base;
        if (index < 0 || index >= Count)
            return RequestOutcome.Of(RequestState.None);
        if (at < 0 || InMemory == 0)
            return RequestOutcome.Of(new HypercallResult(0));
        if (at < _state.Settled)
            return RequestOutcome.Of(HypercallResult.FromError(TKind.Refusal(in Request((uint)at))));
        if (at == _state.Settled && _state.Error != 0)
            return RequestOutcome.Of(HypercallResult.FromError((XenErrno)_state.Error));
        return RequestOutcome.Of(_state.Phase == BatchPhase.Dropped ? RequestState.Dropped : RequestState.Queued);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanSimplyStore(uint domain)
        => domain == ForeignDomain.Self.Value
            ? _state.Next < _state.OwnLimit
            : _state.Next < _state.Limit && domain == _state.Domain;

    /// <summary>Adds a request for which there is room, to the last run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Store(TRequest request)
    {
        nuint next = _state.Next;
        Unsafe.As<BatchState, TRequest>(ref Unsafe.AddByteOffset(ref _state, next)) = request;
        _state.Next = next + (nuint)sizeof(TRequest);
        return _state.Base + (long)((next - StateBytes) / (nuint)sizeof(TRequest));
    }

    /// <summary>Adds a request that begins a run or a batch, or finds no room.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddWithCare(UpdateBatch<TPath, TRequest, TKind> batch, TRequest request, uint domain)
        => TryMakeRoom(batch, domain, default) ? Take(batch, request, domain, default) : NotTaken;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddWithCareIfRoom(UpdateBatch<TPath, TRequest, TKind> batch, TRequest request, uint domain)
    {
        ref BatchState state = ref batch._state;
        if (state.Phase != BatchPhase.Open)
            batch.Begin(0, 0, domain);
        return batch.HasRoom(domain, default) ? Take(batch, request, domain, default) : NotTaken;
    }

    /// <summary>Makes room for a request, by carrying out what is queued if need be; counts the request if there is none.
    /// </summary>
    private static bool TryMakeRoom(
        UpdateBatch<TPath, TRequest, TKind> batch, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
    {
        ref BatchState state = ref batch._state;
        if (state.Phase != BatchPhase.Open)
            batch.Begin(0, 0, domain);
        if (batch.HasRoom(domain, bitmap))
            return true;
        if (state.Error == 0)
            Issue(batch);
        if (state.Error == 0)
            batch.Begin(state.Base + batch.InMemory, state.NotTaken, domain);
        if (batch.HasRoom(domain, bitmap))
            return true;
        state.NotTaken++;
        return false;
    }

    /// <summary>Adds a request for which there is room.</summary>
    private static long Take(
        UpdateBatch<TPath, TRequest, TKind> batch, TRequest request, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
    {
        ref BatchState state = ref batch._state;
        if (domain != state.Domain)
            batch.BeginRun(domain);
        if (!bitmap.IsEmpty)
            batch.Keep(bitmap);
        batch.SetLimit();
        return batch.Store(request);
    }

    /// <summary>Makes the memory empty.</summary>
    /// <param name="done">Requests of the batch that were carried out already.</param>
    /// <param name="notTaken">Requests of the batch that were not taken.</param>
    /// <param name="domain">Foreign domain of the first run.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(long done, int notTaken, uint domain)
    {
        int capacity = _state.Capacity;
        _state = default;
        _state.Base = done;
        _state.NotTaken = notTaken;
        _state.Capacity = capacity;
        _state.Next = StateBytes;
        BeginRun(domain);
    }

    private void BeginRun(uint domain)
    {
        // A first run that nothing was added to becomes the run of this domain.
        if (_state.Back != 1 || InMemory > 0)
            _state.Back++;
        Record(_state.Back - 1) = new() { Request = InMemory, Domain = domain };
        _state.Domain = domain;
        SetLimit();
    }

    private void SetLimit()
    {
        _state.Limit = StateBytes + ((nuint)(uint)(_state.Capacity - _state.Back) * (nuint)sizeof(TRequest));
        _state.OwnLimit = _state.Domain == ForeignDomain.Self.Value ? _state.Limit : 0;
    }

    private bool HasRoom(uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
    {
        long needed = 1L + (domain == _state.Domain || InMemory == 0 ? 0 : 1) + (bitmap.IsEmpty ? 0 : 1 + BitmapElements(bitmap));
        return InMemory + (long)_state.Back + needed <= _state.Capacity;
    }

    /// <summary>Keeps the bitmap of the request that is added next. Its address is formed when the call is made: until then
    /// the memory may move.</summary>
    private void Keep(scoped ReadOnlySpan<CpuMap> bitmap)
    {
        int elements = (int)BitmapElements(bitmap);
        Record(_state.Back) = new() { Request = InMemory, BitmapElements = elements };
        _state.Back += 1 + elements;
        ref CpuMap kept = ref Unsafe.As<TRequest, CpuMap>(ref Request((uint)(_state.Capacity - _state.Back)));
        for (int i = 0; i < bitmap.Length; i++)
            Unsafe.Add(ref kept, i) = bitmap[i];
    }

    private static long BitmapElements(scoped ReadOnlySpan<CpuMap> bitmap)
        => (((long)bitmap.Length * sizeof(CpuMap)) + sizeof(TRequest) - 1) / sizeof(TRequest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TRequest Request(uint index)
        => ref Unsafe.Add(ref Unsafe.Add(ref Unsafe.As<BatchState, TRequest>(ref _state), StateElements), (nuint)index);

    /// <summary>The record that has <paramref name="depth"/> elements behind it, up to the end of the memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref BatchRecord Record(int depth)
        => ref Unsafe.As<TRequest, BatchRecord>(ref Request((uint)(_state.Capacity - 1 - depth)));
}
