using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Requests of one hypercall that takes an array of them: what <see cref="MmuUpdateQueue{TPath}"/> and
/// <see cref="MmuExtQueue{TPath}"/> have in common. This part adds requests and tells their outcomes.
/// </summary>
/// <remarks>
/// <para>
/// The memory: the requests one after another whatever their foreign domain, so that any number of neighbours is an array for
/// Xen; at the end <see cref="BatchState"/>, and before it, growing downwards, a <see cref="BatchRecord"/> for each run of
/// requests with one foreign domain but the first.
/// </para>
/// <para>
/// The usual batch has one run, for the caller's own domain. <see cref="BatchState.Last"/> is negative for that alone: then to
/// add a request is to move <see cref="BatchState.Last"/>, whose sign says where the memory ends, and to store it there; and
/// to carry out the batch is to make one call. What is not done for every request is in static methods that are passed the
/// batch's parts: so the compiler can keep it in registers where requests are added.
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
        uint elements = checked((uint)memory.Length - (uint)(StateElements + 1)) + 1;
        _path = path;
        _state = ref Unsafe.As<TRequest, BatchState>(ref Unsafe.Add(ref MemoryMarshal.GetReference(memory), elements));
        if (!attach)
        {
            _state.BeforeFirst = -((nint)elements * sizeof(TRequest)) - sizeof(TRequest);
            Begin(0, 0, ForeignDomain.Self.Value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UpdateBatch(ref BatchState state, TPath path)
    {
        _state = ref state;
        _path = path;
    }

    /// <summary>Requests of one foreign domain that fit in.</summary>
    internal int Capacity => (int)CountUpTo(-sizeof(TRequest));

    /// <summary>Requests of the batch.</summary>
    internal long Count => _state.Base + (InMemory == 0 ? _state.Ended : InMemory);

    internal FlushResult Result
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ResultOf(ref _state);
    }

    /// <summary>Elements that the counts take.</summary>
    private static int StateElements
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (sizeof(BatchState) + sizeof(TRequest) - 1) / sizeof(TRequest);
    }

    /// <summary>The path, of which only what it says is looked at.</summary>
    private TPath Path
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TPath.IsBare ? default : _path;
    }

    /// <summary>Where the last request is, in bytes from the state.</summary>
    private nint Last
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _state.Last < 0 ? _state.Last : _state.Kept;
    }

    /// <summary>Requests in memory.</summary>
    private uint InMemory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)CountUpTo(Last);
    }

    /// <summary>Adds a request with a bitmap of vCPUs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Add(TRequest request, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
        => TryMakeRoom(this, domain, bitmap) ? Take(this, request, domain, bitmap) : NotTaken;

    /// <summary>What has become of a request.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RequestOutcome Outcome(long index) => OutcomeOf(ref _state, index);

    /// <summary>Adds a request. If there is no room, carries out what is queued first.</summary>
    /// <returns>Its index; <see cref="NotTaken"/> where there is no room and the queue has stopped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Add(TRequest request, uint domain)
    {
        nint at = _state.Last + sizeof(TRequest);
        if (at < 0 && domain == ForeignDomain.Self.Value)
            return Store(at, request);
        return AddWithCare(ref _state, Path, request, domain);
    }

    /// <summary>Adds a request if there is room.</summary>
    /// <returns>Its index, or <see cref="NotTaken"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long AddIfRoom(TRequest request, uint domain)
    {
        nint at = _state.Last + sizeof(TRequest);
        if (at < 0 && domain == ForeignDomain.Self.Value)
            return Store(at, request);
        return AddWithCareIfRoom(ref _state, Path, request, domain);
    }

    /// <summary>Stores a request where one may simply be stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Store(nint at, TRequest request)
    {
        TKind.Store(ref _state, at, request);
        _state.Last = at;
        return _state.Base + (long)CountUpTo(at) - 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FlushResult ResultOf(ref BatchState state)
    {
        uint count = new UpdateBatch<TPath, TRequest, TKind>(ref state, default).InMemory;
        if (count == 0)
            return new(state.Base + state.Ended, 0, 0, 0, state.NotTaken, -1, XenErrno.None);
        int waiting = (int)(count - state.Settled);
        int stopped = state.Error == 0 ? 0 : 1;
        bool dropped = state.Phase == BatchPhase.Dropped;
        return new(
            done: state.Base + state.Settled - state.Refused,
            refused: state.Refused + stopped,
            queued: dropped ? 0 : waiting - stopped,
            dropped: dropped ? waiting : 0,
            notTaken: state.NotTaken,
            index: stopped == 0 ? -1 : state.Base + state.Settled,
            error: (XenErrno)state.Error);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RequestOutcome OutcomeOf(ref BatchState state, long index)
    {
        var batch = new UpdateBatch<TPath, TRequest, TKind>(ref state, default);
        long at = index - state.Base;
        if (index < 0 || index >= batch.Count)
            return RequestOutcome.Of(RequestState.None);
        if (at < 0 || batch.InMemory == 0)
            return RequestOutcome.Of(new HypercallResult(0));
        if (at < state.Settled)
            return RequestOutcome.Of(HypercallResult.FromError(TKind.Refusal(in batch.Request((uint)at))));
        if (at == state.Settled && state.Error != 0)
            return RequestOutcome.Of(HypercallResult.FromError((XenErrno)state.Error));
        return RequestOutcome.Of(state.Phase == BatchPhase.Dropped ? RequestState.Dropped : RequestState.Queued);
    }

    /// <summary>Adds a request that begins a run or a batch, finds no room, or is not of the only run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddWithCare(ref BatchState state, TPath path, TRequest request, uint domain)
    {
        var batch = new UpdateBatch<TPath, TRequest, TKind>(ref state, path);
        return TryMakeRoom(batch, domain, default) ? Take(batch, request, domain, default) : NotTaken;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddWithCareIfRoom(ref BatchState state, TPath path, TRequest request, uint domain)
    {
        var batch = new UpdateBatch<TPath, TRequest, TKind>(ref state, path);
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
        batch.CloseToSimpleStores();
        state.NotTaken++;
        return false;
    }

    /// <summary>Adds a request for which there is room.</summary>
    private static long Take(
        UpdateBatch<TPath, TRequest, TKind> batch, TRequest request, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
    {
        ref BatchState state = ref batch._state;
        nint last = batch.Last;
        var number = (uint)batch.CountUpTo(last);
        batch.CloseToSimpleStores();
        if (domain != state.Domain)
            batch.BeginRun(domain);
        if (!bitmap.IsEmpty)
            batch.Keep(bitmap);
        batch.Request(number) = request;
        batch.MoveTo(last + sizeof(TRequest));
        return state.Base + number;
    }

    /// <summary>Makes the memory empty.</summary>
    /// <param name="done">Requests of the batch that were carried out already.</param>
    /// <param name="notTaken">Requests of the batch that were not taken.</param>
    /// <param name="domain">Foreign domain of the first run.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(long done, int notTaken, uint domain)
    {
        nint beforeFirst = _state.BeforeFirst;
        _state = default;
        _state.BeforeFirst = _state.Kept = beforeFirst;
        _state.Base = done;
        _state.NotTaken = notTaken;
        BeginRun(domain);
        MoveTo(beforeFirst);
    }

    /// <summary>Begins a run with the next request. A first run that nothing was added to becomes one of this domain.</summary>
    private void BeginRun(uint domain)
    {
        uint number = InMemory;
        if (_state.Back != 1 || number > 0)
            _state.Back++;
        Record(_state.Back - 1) = new() { Request = number, Domain = domain };
        _state.Domain = domain;
    }

    /// <summary>Makes the request at <paramref name="last"/> the last one: what comes behind it may simply be stored, where the
    /// batch is the usual one.</summary>
    private void MoveTo(nint last)
    {
        bool isUsual = _state.Back == 1 && _state.Domain == ForeignDomain.Self.Value && _state.Phase == BatchPhase.Open
            && ((int)_state.Settled | _state.Error | _state.NotTaken) == 0;
        _state.Kept = last;
        _state.Last = isUsual ? last : 0;
    }

    private void CloseToSimpleStores()
    {
        _state.Kept = Last;
        _state.Last = 0;
    }

    private bool HasRoom(uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
    {
        uint count = InMemory;
        long needed = (domain == _state.Domain || count == 0 ? 0 : 1) + (bitmap.IsEmpty ? 0 : 1 + BitmapElements(bitmap));
        return count + (long)_state.Back + needed <= Capacity;
    }

    /// <summary>Keeps the bitmap of the request that is added next. Its address is formed when the call is made: until then
    /// the memory may move.</summary>
    private void Keep(scoped ReadOnlySpan<CpuMap> bitmap)
    {
        int elements = (int)BitmapElements(bitmap);
        Record(_state.Back) = new() { Request = InMemory, BitmapElements = elements };
        _state.Back += 1 + elements;
        ref CpuMap kept = ref Unsafe.As<TRequest, CpuMap>(ref Element(_state.Back - 1));
        for (int i = 0; i < bitmap.Length; i++)
            Unsafe.Add(ref kept, i) = bitmap[i];
    }

    private static long BitmapElements(scoped ReadOnlySpan<CpuMap> bitmap)
        => (((long)bitmap.Length * sizeof(CpuMap)) + sizeof(TRequest) - 1) / sizeof(TRequest);

    /// <summary>How many requests there are, if the last one is at <paramref name="last"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint CountUpTo(nint last) => (nuint)(last - _state.BeforeFirst) / (nuint)sizeof(TRequest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TRequest Request(uint number)
        => ref Unsafe.As<BatchState, TRequest>(
            ref Unsafe.AddByteOffset(ref _state, _state.BeforeFirst + (((nint)number + 1) * sizeof(TRequest))));

    /// <summary>The element that is <paramref name="distance"/> elements before the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TRequest Element(int distance) => ref Unsafe.Subtract(ref Unsafe.As<BatchState, TRequest>(ref _state), distance);

    /// <summary>The record that has <paramref name="depth"/> elements behind it, the first run's record included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref BatchRecord Record(int depth) => ref Unsafe.As<TRequest, BatchRecord>(ref Element(depth));
}
