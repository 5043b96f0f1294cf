using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>This part makes the calls.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>From this many calls on a list is cheaper than the calls by themselves (measured on Xen 4.17: 277
    /// instructions a call instead of 283).</summary>
    private const int ShortestList = 4;

    /// <summary>Has Xen carry out what is queued, hypercall by hypercall, until one of them refuses a request.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Issue(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        if (state.Phase == BatchPhase.Dropped)
            return;
        queue.CloseLastRun();
        state.OpenKey = 0;
        while (state.Answered < queue.Calls && state.Error == 0)
        {
            if (TPath.LendsMemory)
                IssueInLentMemory(queue);
            else
                IssueList(queue);
        }
    }

    /// <summary>Makes the calls of one list, by themselves if they are few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void IssueList(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        ref ulong words = ref queue._words;
        int start = state.Answered;
        int end = queue.Calls;
        long list = 0;
        fixed (MulticallState* inPlace = &state)
        fixed (ulong* wordsInPlace = &words)
        {
            MulticallEntry* calls = (MulticallEntry*)inPlace + MulticallState.Entries;
            if (state.Run < state.Front || state.FrontLimit != state.WordCapacity)
                end = Form(queue, calls, wordsInPlace, end);
            if (end - start >= ShortestList)
                list = queue._path.Call((uint)HypercallNumber.Multicall, (ulong)(calls + start), (uint)(end - start));
            else
                end = CallEach(queue._path, calls, start, end);
        }

        queue.Settle(end, list);
    }

    /// <summary>Makes calls by themselves, up to one that is refused.</summary>
    /// <returns>The end of those that were made.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CallEach(TPath path, MulticallEntry* calls, int start, int end)
    {
        for (int call = start; call < end; call++)
        {
            calls[call].Result = Call(path, in calls[call]);
            if (new HypercallResult(calls[call].Result).IsError)
                return call + 1;
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Call(TPath path, in MulticallEntry call)
        => (ulong)call.Op > uint.MaxValue ? -(long)XenErrno.ENOSYS : CallNumbered(path, in call);

    /// <summary>Makes a call by itself. With five arguments, whatever it takes: Xen does not look at those that it does not take,
    /// and that is less work than to find out how many they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long CallNumbered(TPath path, in MulticallEntry call)
    {
        if (TPath.IsBare)
            return TPath.CallNumbered((uint)call.Op, call.Args[0], call.Args[1], call.Args[2], call.Args[3], call.Args[4]);
        return path.Call((uint)call.Op, call.Args[0], call.Args[1], call.Args[2], call.Args[3], call.Args[4]);
    }

    /// <summary>
    /// Where Xen reaches only memory that the path lends, calls and arguments are copied there, and results and arguments
    /// back. A list of one, too: each call is a way through another kernel, and results there may be cut short.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void IssueInLentMemory(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        ref ulong words = ref queue._words;
        int start = state.Answered, end = queue.Calls;
        nuint wordBytes = sizeof(ulong) * (nuint)state.WordCapacity;
        LentMemory memory;
        while (!queue._path.TryLend(((nuint)sizeof(MulticallEntry) * (nuint)(end - start)) + wordBytes, out memory))
        {
            if (end - start == 1)
            {
                queue.Settle(end, -(long)XenErrno.ENOMEM);
                return;
            }

            end = start + ((end - start) / 2);
        }

        long list;
        fixed (MulticallState* inPlace = &state)
        fixed (ulong* wordsInPlace = &words)
        {
            MulticallEntry* calls = (MulticallEntry*)inPlace + MulticallState.Entries;
            var lentCalls = (MulticallEntry*)memory.Address;
            var lentWords = (ulong*)(lentCalls + (end - start));
            end = Form(queue, calls, lentWords, end);
            for (int call = start; call < end; call++)
                lentCalls[call - start] = calls[call];
            queue.CopyWords(wordsInPlace, lentWords);
            list = queue._path.Call((uint)HypercallNumber.Multicall, (ulong)lentCalls, (uint)(end - start));
            queue.CopyWords(lentWords, wordsInPlace);
            for (int call = start; call < end; call++)
                calls[call].Result = lentCalls[call - start].Result;
        }

        queue._path.TakeBack(memory);
        queue.Settle(end, list);
    }

    private void CopyWords(ulong* from, ulong* to)
    {
        for (int i = 0; i < _state.Front; i++)
            to[i] = from[i];
        for (int i = _state.FrontLimit; i < _state.WordCapacity; i++)
            to[i] = from[i];
    }

    /// <summary>
    /// Forms what could not be formed before: the entries of runs, whole, since Xen may have overwritten them when it stopped
    /// at one of their requests; and the addresses of buffers.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="words">Where the argument memory is when the calls are made.</param>
    /// <param name="end">The call behind the last that is to be made.</param>
    /// <returns>The end of what can be one list: behind the first call that carries several requests, at which Xen may stop.
    /// </returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Form(MulticallQueue<TPath> queue, MulticallEntry* calls, ulong* words, int end)
    {
        ref MulticallState state = ref queue._state;
        for (int offset = state.Run; offset < state.Front;)
        {
            ref MulticallRun run = ref queue.RunAt(offset);
            if (run.Call >= end)
                break;
            Form(ref calls[run.Call], ref run, (MulticallRun*)(words + offset));
            if (run.Left > 1)
                end = run.Call + 1;
            offset += run.Length;
        }

        int endOfBuffers = state.WordCapacity - state.FrontLimit;
        for (int depth = state.Buffer; depth < endOfBuffers && queue.BufferAt(depth).Call < end;)
        {
            ref MulticallBuffer buffer = ref queue.BufferAt(depth);
            depth += buffer.Length;
            var address = (ulong)(words + state.WordCapacity - depth);
            if (buffer.Request < 0)
                calls[buffer.Call].Args[buffer.Argument] = address | buffer.Bits;
            else
                queue.PlaceBitmap(in buffer, address);
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Form(ref MulticallEntry entry, ref MulticallRun run, MulticallRun* whenCalled)
    {
        int left = run.Left;
        run.Done = 0;
        entry.Op = run.Hypercall;
        entry.Result = Unanswered;
        entry.Args[0] = (ulong)((ulong*)(whenCalled + 1) + (run.Settled * run.RequestWords));

        // Below 2^31, so that Xen never takes it for the count of a preempted call (MMU_UPDATE_PREEMPTED, bit 31).
        entry.Args[1] = (uint)left;

        // What became of one request the result says by itself, and Xen need not store a count.
        entry.Args[2] = left == 1 ? 0 : (ulong)&whenCalled->Done;
        entry.Args[3] = (uint)run.Key;
    }

    /// <summary>Stores the address of a bitmap in its request. The requests that were settled before are left alone: they tell
    /// their outcome.</summary>
    private void PlaceBitmap(in MulticallBuffer buffer, ulong address)
    {
        int offset = _state.Run;
        while (RunAt(offset).Call != buffer.Call)
            offset += RunAt(offset).Length;
        if (buffer.Request >= RunAt(offset).Settled)
            MmuExtKind.SetBitmap(ref RequestOf<MmuExtOp>(offset, buffer.Request), address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TRequest RequestOf<TRequest>(int run, int request)
        where TRequest : unmanaged
        => ref Unsafe.Add(ref Unsafe.As<ulong, TRequest>(ref Unsafe.Add(ref _words, run + MulticallRun.Words)), request);
}
