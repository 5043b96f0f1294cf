using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <content>This part adds requests that point at memory: runs of page-table updates, and structures.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>Adds a hypercall with one argument, memory.</summary>
    /// <inheritdoc cref="AddWithBuffers(MulticallOperation, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument)"/>
    public long AddWithBuffers(MulticallOperation operation, MulticallArgument a1)
        => AddWithBuffers(operation, a1, default, default, default, default);

    /// <summary>Adds a hypercall with two arguments, some of them memory.</summary>
    /// <inheritdoc cref="AddWithBuffers(MulticallOperation, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument)"/>
    public long AddWithBuffers(MulticallOperation operation, MulticallArgument a1, MulticallArgument a2)
        => AddWithBuffers(operation, a1, a2, default, default, default);

    /// <summary>Adds a hypercall with three arguments, some of them memory.</summary>
    /// <inheritdoc cref="AddWithBuffers(MulticallOperation, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument)"/>
    public long AddWithBuffers(MulticallOperation operation, MulticallArgument a1, MulticallArgument a2, MulticallArgument a3)
        => AddWithBuffers(operation, a1, a2, a3, default, default);

    /// <summary>Adds a hypercall with four arguments, some of them memory.</summary>
    /// <inheritdoc cref="AddWithBuffers(MulticallOperation, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument, MulticallArgument)"/>
    public long AddWithBuffers(
        MulticallOperation operation, MulticallArgument a1, MulticallArgument a2, MulticallArgument a3, MulticallArgument a4)
        => AddWithBuffers(operation, a1, a2, a3, a4, default);

    /// <summary>Adds a hypercall with five arguments, some of them memory.</summary>
    /// <remarks>The memory is copied into the queue, and what Xen writes is written there: <see cref="Read"/> gives it.</remarks>
    /// <param name="operation">The hypercall.</param>
    /// <param name="a1">The first argument.</param>
    /// <param name="a2">The second argument.</param>
    /// <param name="a3">The third argument.</param>
    /// <param name="a4">The fourth argument.</param>
    /// <param name="a5">The fifth argument.</param>
    /// <returns>The request's index; −1 if it was not taken: the queue is full and has stopped at a refused request, or would
    /// have no room even if it were empty.</returns>
    /// <example>
    /// <code>
    /// long index = queue.AddWithBuffers(
    ///     MulticallOperation.EventChannelOp, MulticallArgument.Value(Send), MulticallArgument.Copy(in send));
    /// </code>
    /// </example>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long AddWithBuffers(
        MulticallOperation operation,
        MulticallArgument a1,
        MulticallArgument a2,
        MulticallArgument a3,
        MulticallArgument a4,
        MulticallArgument a5)
        => AddWithBuffersNow(ref _state, ref _words, Path, operation, a1, a2, a3, a4, a5);

    /// <summary>Adds a request of <c>mmu_update</c> or <c>mmuext_op</c>; it joins the run before it, if that is of the same
    /// hypercall and foreign domain.</summary>
    /// <returns>Its index, or −1 if it was not taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long AddToRun<TRequest>(HypercallNumber hypercall, TRequest request, uint domain)
        where TRequest : unmanaged
    {
        int next = _state.Front + (sizeof(TRequest) / sizeof(ulong));
        if (_state.OpenKey != MulticallRun.KeyOf(hypercall, domain) || next > _state.FrontLimit)
            return AddToRunWithCare(ref _state, ref _words, Path, hypercall, request, domain);
        return StoreInRun(request);
    }

    /// <summary>Adds a request of <c>mmuext_op</c> with a bitmap of vCPUs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long AddToRun<TRequest>(
        HypercallNumber hypercall, TRequest request, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
        where TRequest : unmanaged
        => AddToRunWithBitmap(ref _state, ref _words, Path, hypercall, request, domain, bitmap);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddWithBuffersNow(
        ref MulticallState state,
        ref ulong words,
        TPath path,
        MulticallOperation operation,
        scoped MulticallArgument a1,
        scoped MulticallArgument a2,
        scoped MulticallArgument a3,
        scoped MulticallArgument a4,
        scoped MulticallArgument a5)
    {
        nuint needed = RoomFor(a1) + RoomFor(a2) + RoomFor(a3) + RoomFor(a4) + RoomFor(a5);
        if (!TryMakeRoom(ref state, ref words, path, operation, needed))
            return NotTaken;
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        nuint next = state.Next;
        ref MulticallEntry entry = ref queue.BeginEntry(operation, next);
        queue.Keep(ref entry, 0, a1);
        queue.Keep(ref entry, 1, a2);
        queue.Keep(ref entry, 2, a3);
        queue.Keep(ref entry, 3, a4);
        queue.Keep(ref entry, 4, a5);
        return queue.EndEntry(next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddToRunWithBitmap<TRequest>(
        ref MulticallState state,
        ref ulong words,
        TPath path,
        HypercallNumber hypercall,
        TRequest request,
        uint domain,
        scoped ReadOnlySpan<CpuMap> bitmap)
        where TRequest : unmanaged
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        if (!TryMakeRoomInRun(queue, MulticallRun.KeyOf(hypercall, domain), sizeof(TRequest), bitmap.Length + MulticallBuffer.RecordWords))
            return NotTaken;
        queue.JoinRun(MulticallRun.KeyOf(hypercall, domain));
        ref MulticallRun run = ref queue.RunAt(queue._state.LastRun);
        ref ulong kept = ref queue.TakeBuffer(
            new() { Call = run.Call, Words = bitmap.Length, Request = queue.Requests - run.First });
        for (int i = 0; i < bitmap.Length; i++)
            Unsafe.Add(ref kept, i) = bitmap[i].Bits;
        return queue.StoreInRun(request);
    }

    /// <summary>Adds a request that begins a run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddToRunWithCare<TRequest>(
        ref MulticallState state, ref ulong words, TPath path, HypercallNumber hypercall, TRequest request, uint domain)
        where TRequest : unmanaged
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        if (!TryMakeRoomInRun(queue, MulticallRun.KeyOf(hypercall, domain), sizeof(TRequest), 0))
            return NotTaken;
        queue.JoinRun(MulticallRun.KeyOf(hypercall, domain));
        return queue.StoreInRun(request);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long StoreInRun<TRequest>(TRequest request)
        where TRequest : unmanaged
    {
        int at = _state.Front;
        Unsafe.As<ulong, TRequest>(ref Unsafe.Add(ref _words, (nuint)(uint)at)) = request;
        _state.Front = at + (sizeof(TRequest) / sizeof(ulong));
        _state.Coalesced++;
        return _state.Base + Requests - 1;
    }

    private static nuint RoomFor(scoped MulticallArgument argument)
        => argument.IsMemory ? argument.Words + MulticallBuffer.RecordWords : 0;

    /// <summary>Makes room for a request of a run, by carrying out what is queued if need be; counts the request if there is
    /// none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMakeRoomInRun(MulticallQueue<TPath> queue, ulong key, int requestBytes, int bufferWords)
    {
        int words = (requestBytes / sizeof(ulong)) + bufferWords;
        return queue.HasRoomInRun(key, words) || TryMakeRoomWithCare(queue, key, words);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryMakeRoomWithCare(MulticallQueue<TPath> queue, ulong key, int words)
    {
        if (queue._state.Phase != BatchPhase.Open)
            queue.Begin(0, 0);
        if (queue.HasRoomInRun(key, words))
            return true;
        MakeEmpty(queue);
        if (queue.HasRoomInRun(key, words))
            return true;
        CountNotTaken(queue);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasRoomInRun(ulong key, int words)
    {
        int left = _state.FrontLimit - _state.Front;
        if (key == _state.OpenKey)
            return words <= left;
        return words + MulticallRun.Words <= left && _state.Next < _state.End && _state.Phase == BatchPhase.Open;
    }

    /// <summary>Begins a run, and takes the call that carries it, if the last run is none that the request can join.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void JoinRun(ulong key)
    {
        if (_state.OpenKey == key)
            return;
        CloseLastRun();
        int at = _state.Front;
        ref MulticallRun run = ref RunAt(at);
        run.Key = key;
        run.Call = Calls;
        run.First = Requests;
        run.Settled = 0;
        _state.LastRun = at;
        _state.OpenKey = key;
        _state.Front = at + MulticallRun.Words;

        // The run's call is counted now, and its first request when it is stored. A call that comes behind it ends it.
        _state.Next += (nuint)sizeof(MulticallEntry);
        _state.Coalesced--;
        _state.Limit = 0;
        _state.Care = 1;
        if (at == 0)
            _state.FoundRun = _state.FoundCoalesced = 0;
    }

    /// <summary>Counts the requests of the last run. Calls that came behind it have changed nothing of that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CloseLastRun()
    {
        if (_state.Front == 0)
            return;
        ref MulticallRun run = ref RunAt(_state.LastRun);
        var words = (uint)(_state.Front - _state.LastRun - MulticallRun.Words);
        run.Count = (int)(run.Hypercall == HypercallNumber.MmuUpdate ? words / 2 : words / 3);
    }

    private void Keep(ref MulticallEntry entry, byte number, scoped MulticallArgument argument)
    {
        if (!argument.IsMemory)
        {
            entry.Args[number] = RegisterWord.Of(argument.Bits);
            return;
        }

        argument.CopyTo(ref TakeBuffer(new()
        {
            Call = Calls,
            Words = (int)argument.Words,
            Request = -1,
            Argument = number,
            Bits = (byte)argument.Bits,
        }));
    }

    /// <summary>Takes words at the end of the memory.</summary>
    /// <returns>The words.</returns>
    private ref ulong TakeBuffer(MulticallBuffer buffer)
    {
        BufferAt(_state.WordCapacity - _state.FrontLimit) = buffer;
        _state.FrontLimit -= buffer.Length;
        _state.Care = 1;
        return ref Unsafe.Add(ref _words, _state.FrontLimit);
    }
}
