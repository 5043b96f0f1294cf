using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>This part makes the calls.</content>
internal readonly unsafe ref partial struct UpdateBatch<TPath, TRequest, TKind>
{
    /// <summary>Carries out what is queued, unless the queue has stopped.</summary>
    internal FlushResult Flush()
    {
        if (_state.Error == 0)
            Issue();
        return EndIfSettled();
    }

    /// <summary>Leaves the refused request behind and carries out the rest.</summary>
    internal FlushResult Resume()
    {
        LeaveRefused();
        Issue();
        return EndIfSettled();
    }

    /// <summary>Gives Xen the refused request again, then the rest.</summary>
    internal FlushResult Retry()
    {
        _state.Error = 0;
        Issue();
        return EndIfSettled();
    }

    /// <summary>Gives up what is queued.</summary>
    internal FlushResult Drop()
    {
        LeaveRefused();
        if (_state.Settled < _state.Count)
        {
            _state.Phase = BatchPhase.Dropped;
            _state.Limit = 0;
        }

        return EndIfSettled();
    }

    private FlushResult EndIfSettled()
    {
        if (_state.Settled == _state.Count && _state.Error == 0)
        {
            _state.Phase = BatchPhase.Over;
            _state.Limit = 0;
        }

        return Result;
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
    private void Issue()
    {
        if (_state.Phase == BatchPhase.Dropped)
            return;
        while (_state.Settled < _state.Count)
        {
            int next = NextRun(_state.Run, out int end);
            if (_state.Settled == end)
            {
                _state.Run = next;
                continue;
            }

            // Below 2^31, so that Xen never takes the count for that of a preempted call (MMU_UPDATE_PREEMPTED, bit 31).
            int count = end - _state.Settled;
            var result = new HypercallResult(Call(ref count));
            if (!result.IsError)
            {
                _state.Settled += count;
                continue;
            }

            // Xen stops at a request that it refuses: those counted as done are before it.
            _state.Settled += _state.Done < (uint)count ? (int)_state.Done : count - 1;
            _state.Error = (int)result.Error;
            return;
        }
    }

    /// <summary>Has Xen carry out <paramref name="count"/> requests from <see cref="BatchState.Settled"/> on, or as many as
    /// the path can take at once.</summary>
    private long Call(ref int count)
    {
        _state.Done = 0;
        if (TPath.LendsMemory)
            return CallInLentMemory(ref count);
        fixed (BatchState* state = &_state)
        {
            TRequest* requests = (TRequest*)state + StateElements;
            PlaceBitmaps(requests, (ulong)(requests + _state.Capacity), 0);

            // What became of one request the result says by itself, and Xen need not store a count.
            return _path.Call(
                (uint)TKind.Hypercall,
                (ulong)(requests + state->Settled),
                (uint)count,
                count == 1 ? 0 : (ulong)&state->Done,
                Record(state->Run).Domain);
        }
    }

    /// <summary>The same where Xen reaches only memory that the path lends: requests and bitmaps are copied there.</summary>
    private long CallInLentMemory(ref int count)
    {
        LentMemory memory;
        int back = _state.Back;
        while (!_path.TryLend(sizeof(ulong) + ((nuint)sizeof(TRequest) * (nuint)(count + back)), out memory))
        {
            if (count == 1)
                return -(long)XenErrno.ENOMEM;
            count /= 2;
        }

        var done = (uint*)memory.Address;
        var requests = (TRequest*)(memory.Address + sizeof(ulong));
        for (int i = 0; i < count; i++)
            requests[i] = Request(_state.Settled + i);
        for (int i = 0; i < back; i++)
            requests[count + i] = Request(_state.Capacity - back + i);
        PlaceBitmaps(requests - _state.Settled, (ulong)(requests + count + back), count);
        long result = _path.Call(
            (uint)TKind.Hypercall, (ulong)requests, (uint)count, count == 1 ? 0 : (ulong)done, Record(_state.Run).Domain);
        _state.Done = *done;
        _path.TakeBack(memory);
        return result;
    }

    /// <summary>Stores the addresses of the run's bitmaps, which are known only now, in its requests.</summary>
    /// <param name="requests">Where request 0 is, or would be.</param>
    /// <param name="end">Address behind the memory with the records.</param>
    /// <param name="count">How many requests from <see cref="BatchState.Settled"/> on are there; 0 for all.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PlaceBitmaps(TRequest* requests, ulong end, int count)
    {
        int depth = _state.Run + 1;
        while (depth < _state.Back && !Record(depth).IsRun)
        {
            ref BatchRecord record = ref Record(depth);
            depth += 1 + record.BitmapElements;
            if (record.Request >= _state.Settled && (count == 0 || record.Request < _state.Settled + count))
                TKind.SetBitmap(ref requests[record.Request], end - ((ulong)depth * (ulong)sizeof(TRequest)));
        }
    }

    /// <summary>The record of the run behind that at <paramref name="run"/>, and the request that it begins with: the end of
    /// the run at hand.</summary>
    private int NextRun(int run, out int end)
    {
        int depth = run + 1;
        while (depth < _state.Back && !Record(depth).IsRun)
            depth += 1 + Record(depth).BitmapElements;
        end = depth < _state.Back ? Record(depth).Request : _state.Count;
        return depth;
    }
}
