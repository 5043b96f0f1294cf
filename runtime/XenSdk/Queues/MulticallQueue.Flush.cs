using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>This part flushes the queue, and ends batches.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>Has Xen carry out what is queued. A queue that has stopped at a refused request does nothing and tells of that
    /// request again.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Flush()
    {
        if (TPath.LendsMemory || _state.Care != 0)
        {
            FlushWithCare(ref _state, ref _words, Path);
            return _state.Result;
        }

        long outcome = _state.Next < MulticallState.Bytes + (ShortestList * (nuint)sizeof(MulticallEntry))
            ? FlushFew(ref _state, Path)
            : FlushList(ref _state, Path);
        return new(outcome, in _state.Result);
    }

    /// <summary>Leaves the refused requests behind, and has Xen carry out those that are still queued.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Resume() => ResumeNow(ref _state, ref _words, Path);

    /// <summary>Gives up the requests that are still queued, and ends the batch.</summary>
    /// <returns>What has become of the batch; <see cref="FlushResult.Dropped"/> counts those given up.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Drop() => DropNow(ref _state, ref _words, Path);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FlushWithCare(ref MulticallState state, ref ulong words, TPath path)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        if (state.Error == 0)
            Issue(queue);
        state.Result = EndIfSettled(queue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FlushResult ResumeNow(ref MulticallState state, ref ulong words, TPath path)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        state.Error = 0;
        Issue(queue);
        return EndIfSettled(queue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FlushResult DropNow(ref MulticallState state, ref ulong words, TPath path)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        state.Error = 0;
        queue.CloseLastRun();
        if (state.Answered < queue.Calls)
        {
            state.Phase = BatchPhase.Dropped;
            queue.CloseToRequests();
        }

        return EndIfSettled(queue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlushResult EndIfSettled(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        int requests = queue.Requests;
        if (state.Answered != queue.Calls || (state.Error | state.Refused | state.NotTaken) != 0 || requests == 0)
            return EndWithCare(queue);

        // All were carried out: the next batch can begin in their place.
        long done = state.Base + requests;
        bool isPlain = state.Base == 0 && state.Front == 0 && state.FrontLimit == state.WordCapacity;
        state.EndedNext = state.Next;
        state.EndedCare = isPlain ? 0 : 1;
        state.Ended = new()
        {
            Base = state.Base,
            Coalesced = state.Coalesced,
            Front = state.Front,
            FrontLimit = state.FrontLimit,
        };
        queue.BeginInPlace();

        // While there is more to know of this batch than where it ended, the next one is not the usual one.
        state.Care = state.EndedCare;
        return new(done);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FlushResult EndWithCare(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        if (state.Answered == queue.Calls && state.Error == 0 && (queue.Requests | state.NotTaken) != 0)
        {
            state.Phase = BatchPhase.Over;
            queue.CloseToRequests();
        }

        return queue.Result;
    }

    /// <summary>Carries out the usual batch of few calls: each by itself.</summary>
    /// <returns><see cref="FlushResult.Outcome"/> of the result. Where the batch is not complete, the state has the rest of it.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long FlushFew(ref MulticallState state, TPath path)
    {
        if (TPath.IsBare)
            path = default;
        nuint at = MulticallState.Bytes;
        if (state.Next == at)
            return FlushNothing(ref state, path);
        do
        {
            long result = CallNumbered(path, in EntryAt(ref state, at));
            EntryAt(ref state, at).Result = result;
            at += (nuint)sizeof(MulticallEntry);
            if (new HypercallResult(result).IsError)
                return FlushRefused(ref state, path, at, 0);
        }
        while (at < state.Next);
        return EndUsual(ref state, at);
    }

    /// <summary>Carries out the usual batch by a list.</summary>
    /// <inheritdoc cref="FlushFew"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long FlushList(ref MulticallState state, TPath path)
    {
        if (TPath.IsBare)
            path = default;
        long list = CallList(ref state, path);
        if (new HypercallResult(list).IsError)
            return FlushRefused(ref state, path, state.Next, list);
        nuint at = MulticallState.Bytes;
        do
        {
            if (RegisterWord.IsError(EntryAt(ref state, at).Result))
                return FlushRefused(ref state, path, state.Next, 0);
            at += (nuint)sizeof(MulticallEntry);
        }
        while (at < state.Next);
        return EndUsual(ref state, at);
    }

    /// <summary>Ends the usual batch, all of which was carried out: the next one can begin in its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long EndUsual(ref MulticallState state, nuint end)
    {
        state.EndedNext = end;
        state.Next = MulticallState.Bytes;
        return (long)((end - MulticallState.Bytes) / (nuint)sizeof(MulticallEntry));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long CallList(ref MulticallState state, TPath path)
    {
        nuint count = (state.Next - MulticallState.Bytes) / (nuint)sizeof(MulticallEntry);
        if (TPath.IsBare)
            return default(TPath).Call((uint)HypercallNumber.Multicall, (ulong)Unsafe.AsPointer(ref EntryAt(ref state, MulticallState.Bytes)), count);
        fixed (MulticallEntry* list = &EntryAt(ref state, MulticallState.Bytes))
            return path.Call((uint)HypercallNumber.Multicall, (ulong)list, count);
    }

    /// <summary>The end of a flush of the usual batch in which a request, or the list, was refused.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long FlushRefused(ref MulticallState state, TPath path, nuint end, long list)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref Unsafe.NullRef<ulong>(), path);
        queue.Settle((int)((end - MulticallState.Bytes) / (nuint)sizeof(MulticallEntry)), list);
        state.Result = EndIfSettled(queue);
        return state.Result.Outcome;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long FlushNothing(ref MulticallState state, TPath path)
    {
        state.Result = new MulticallQueue<TPath>(ref state, ref Unsafe.NullRef<ulong>(), path).Result;
        return state.Result.Outcome;
    }
}
