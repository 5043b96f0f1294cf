using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>This part makes the calls.</content>
internal readonly unsafe ref partial struct UpdateBatch<TPath, TRequest, TKind>
{
    /// <summary>Carries out what is queued, unless the queue has stopped. The usual batch costs what the call costs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FlushResult Flush()
    {
        nint last = _state.Last;
        nuint count = CountUpTo(last);
        if (TPath.LendsMemory || last >= 0 || count == 0)
        {
            FlushWithCare(ref _state, Path);
            return _state.Result;
        }

        _state.Done = 0;
        long result = CallWithAll(count);
        if (result != 0)
        {
            FlushRefused(ref _state, Path, result);
            return _state.Result;
        }

        long done = _state.Base + (long)count;
        _state.Ended = done;
        _state.Base = 0;
        _state.Last = _state.BeforeFirst;
        return new(done);
    }

    /// <summary>Makes the call that carries out the usual batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long CallWithAll(nuint count)
    {
        if (TPath.IsBare)
            return CallWithAll((BatchState*)Unsafe.AsPointer(ref _state), count);
        fixed (BatchState* state = &_state)
            return CallWithAll(state, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long CallWithAll(BatchState* state, nuint count)
        => _path.Call(
            (uint)TKind.Hypercall,
            (ulong)FirstOf(state),
            count,
            (ulong)&state->Done,
            ForeignDomain.Self.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TRequest* FirstOf(BatchState* state) => (TRequest*)((byte*)state + state->BeforeFirst) + 1;

    /// <summary>Carries out what is queued of any batch, and leaves the result in the state.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FlushWithCare(ref BatchState state, TPath path)
    {
        var batch = new UpdateBatch<TPath, TRequest, TKind>(ref state, path);
        if (state.Error == 0)
            Issue(batch);
        state.Result = batch.EndIfSettled();
    }

    /// <summary>The end of a flush of the usual batch in which a request was refused.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FlushRefused(ref BatchState state, TPath path, long result)
    {
        var batch = new UpdateBatch<TPath, TRequest, TKind>(ref state, path);
        batch.CloseToSimpleStores();
        batch.Settle(batch.InMemory, new(result));
        state.Result = batch.EndIfSettled();
    }

    /// <summary>Leaves the refused request behind and carries out the rest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static FlushResult Resume(UpdateBatch<TPath, TRequest, TKind> batch)
    {
        batch.LeaveRefused();
        Issue(batch);
        return batch.EndIfSettled();
    }

    /// <summary>Gives Xen the refused request again, then the rest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static FlushResult Retry(UpdateBatch<TPath, TRequest, TKind> batch)
    {
        batch._state.Error = 0;
        Issue(batch);
        return batch.EndIfSettled();
    }

    /// <summary>Gives up what is queued.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static FlushResult Drop(UpdateBatch<TPath, TRequest, TKind> batch)
    {
        batch.LeaveRefused();
        if (batch._state.Settled < batch.InMemory)
        {
            batch.CloseToSimpleStores();
            batch._state.Phase = BatchPhase.Dropped;
        }

        return batch.EndIfSettled();
    }

    private FlushResult EndIfSettled()
    {
        uint count = InMemory;
        if (_state.Settled != count || _state.Error != 0)
            return Result;
        if (count == 0 && _state.NotTaken == 0)
            return Result;
        if ((_state.Refused | _state.NotTaken) != 0)
        {
            CloseToSimpleStores();
            _state.Phase = BatchPhase.Over;
            return Result;
        }

        // All were carried out: of none there is more to tell, and the next batch can begin in their place.
        long done = _state.Base + count;
        Begin(0, 0, _state.Domain);
        _state.Ended = done;
        return new(done);
    }

    private void LeaveRefused()
    {
        if (_state.Error == 0)
            return;
        TKind.NoteRefusal(ref Request(_state.Settled), (XenErrno)_state.Error);
        _state.Settled++;
        _state.Refused++;
        _state.Error = 0;
    }

    /// <summary>Makes one call for each run, until one is refused a request.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Issue(UpdateBatch<TPath, TRequest, TKind> batch)
    {
        ref BatchState state = ref batch._state;
        if (state.Phase == BatchPhase.Dropped)
            return;
        batch.CloseToSimpleStores();
        while (state.Settled < batch.InMemory && state.Error == 0)
        {
            int next = batch.NextRun(state.Run, out uint end);
            if (state.Settled == end)
            {
                state.Run = next;
                continue;
            }

            // Below 2^31, so that Xen never takes the count for that of a preempted call (MMU_UPDATE_PREEMPTED, bit 31).
            uint count = end - state.Settled;
            state.Done = 0;
            long result = batch.Call(ref count);
            batch.Settle(count, new(result));
        }
    }

    /// <summary>Takes in what Xen answered to a call with <paramref name="count"/> requests.</summary>
    private void Settle(uint count, HypercallResult result)
    {
        if (!result.IsError)
        {
            _state.Settled += count;
            return;
        }

        // Xen stops at a request that it refuses: those counted as done are before it.
        _state.Settled += _state.Done < count ? _state.Done : count - 1;
        _state.Error = (int)result.Error;
    }

    /// <summary>Has Xen carry out <paramref name="count"/> requests from <see cref="BatchState.Settled"/> on, or as many as
    /// the path can take at once.</summary>
    private long Call(ref uint count)
    {
        if (TPath.LendsMemory)
            return CallInLentMemory(this, ref count);
        fixed (BatchState* state = &_state)
        {
            TRequest* requests = FirstOf(state);
            if (state->Run + 1 < state->Back)
                PlaceBitmaps(requests, (ulong)state, uint.MaxValue);

            // What became of one request the result says by itself, and Xen need not store a count.
            return _path.Call(
                (uint)TKind.Hypercall,
                (ulong)(requests + state->Settled),
                count,
                count == 1 ? 0 : (ulong)&state->Done,
                Record(state->Run).Domain);
        }
    }

    /// <summary>The same where Xen reaches only memory that the path lends: requests and bitmaps are copied there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long CallInLentMemory(UpdateBatch<TPath, TRequest, TKind> batch, ref uint count)
    {
        ref BatchState state = ref batch._state;
        LentMemory memory;
        uint back = (uint)state.Back - 1;
        while (!batch._path.TryLend(sizeof(ulong) + ((nuint)sizeof(TRequest) * (count + back)), out memory))
        {
            if (count == 1)
                return -(long)XenErrno.ENOMEM;
            count /= 2;
        }

        var done = (uint*)memory.Address;
        *done = 0;
        var requests = (TRequest*)(memory.Address + sizeof(ulong));
        for (uint i = 0; i < count; i++)
            requests[i] = batch.Request(state.Settled + i);
        for (uint i = 0; i < back; i++)
            requests[count + i] = batch.Element((int)(back - i));
        batch.PlaceBitmaps(requests - state.Settled, (ulong)(requests + count + back), count);
        long result = batch._path.Call(
            (uint)TKind.Hypercall, (ulong)requests, count, count == 1 ? 0 : (ulong)done, batch.Record(state.Run).Domain);
        state.Done = *done;
        batch._path.TakeBack(memory);
        return result;
    }

    /// <summary>Stores the addresses of the run's bitmaps, which are known only now, in its requests.</summary>
    /// <param name="requests">Where request 0 is, or would be.</param>
    /// <param name="end">Address behind the records.</param>
    /// <param name="count">How many requests from <see cref="BatchState.Settled"/> on are there.</param>
    private void PlaceBitmaps(TRequest* requests, ulong end, uint count)
    {
        int depth = _state.Run + 1;
        while (depth < _state.Back && !Record(depth).IsRun)
        {
            ref BatchRecord record = ref Record(depth);
            depth += 1 + record.BitmapElements;

            // Also not those before: of them a bitmap may be that of a request that is now a note of its refusal.
            if (record.Request - _state.Settled < count && record.Request >= _state.Settled)
                TKind.SetBitmap(ref requests[record.Request], end - ((ulong)(depth - 1) * (ulong)sizeof(TRequest)));
        }
    }

    /// <summary>The record of the run behind that at <paramref name="run"/>, and the request that it begins with: the end of
    /// the run at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextRun(int run, out uint end)
    {
        int depth = run + 1;
        while (depth < _state.Back && !Record(depth).IsRun)
            depth += 1 + Record(depth).BitmapElements;
        end = depth < _state.Back ? Record(depth).Request : InMemory;
        return depth;
    }
}
