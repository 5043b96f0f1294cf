using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>This part makes the calls.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>From this many calls on a list is cheaper than the calls by themselves (measured on Xen 4.17: 277
    /// instructions a call instead of 283).</summary>
    private const int ShortestList = 4;

    /// <summary>
    /// Hypercalls that take more than three arguments, a bit each, and those that a newer Xen may have: <c>mmu_update</c>,
    /// <c>update_va_mapping_otherdomain</c>, <c>mmuext_op</c>, 39 (<c>argo_op</c>) and up. Three go without a detour on every
    /// path, since Xen's registers and C's are the same for them.
    /// </summary>
    private const ulong TakesMoreThanThree
        = 1UL << (int)HypercallNumber.MmuUpdate
        | 1UL << (int)HypercallNumber.UpdateVaMappingOtherDomain
        | 1UL << (int)HypercallNumber.MmuExtOp
        | ~0UL << 39;

    /// <summary>Has Xen carry out what is queued, hypercall by hypercall, until one of them refuses a request.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Issue(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        queue.CloseRun();
        if (state.Phase == BatchPhase.Dropped)
            return;
        while (state.Answered < state.Calls && state.Error == 0)
        {
            int end = queue.EndOfList();
            if (TPath.LendsMemory)
                IssueInLentMemory(queue, end);
            else if (end - state.Answered >= ShortestList)
                queue.IssueList(end);
            else
                queue.IssueEach(end);
        }
    }

    /// <summary>The end of what can be one list: behind the first call that carries several requests, at which Xen may stop.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EndOfList()
    {
        for (int offset = _state.Run; offset < _state.Front; offset += RunAt(offset).Length)
        {
            if (RunAt(offset).Left > 1)
                return RunAt(offset).Call + 1;
        }

        return _state.Calls;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void IssueList(int end)
    {
        int start = _state.Answered;
        long list;
        fixed (MulticallState* state = &_state)
        fixed (ulong* words = &_words)
        {
            MulticallEntry* calls = (MulticallEntry*)state + StateEntries;
            Form(calls, words, end);
            list = _path.Call((uint)HypercallNumber.Multicall, (ulong)(calls + start), (uint)(end - start));
        }

        Settle(end, list);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void IssueEach(int end)
    {
        while (_state.Answered < end && _state.Error == 0)
        {
            int call = _state.Answered;
            fixed (MulticallState* state = &_state)
            fixed (ulong* words = &_words)
            {
                MulticallEntry* calls = (MulticallEntry*)state + StateEntries;
                Form(calls, words, call + 1);
                calls[call].Result = CallDirectly(in calls[call]);
            }

            Settle(call + 1, 0);
        }
    }

    /// <summary>Makes a call by itself.</summary>
    private long CallDirectly(in MulticallEntry entry)
    {
        ref readonly MulticallEntry.ArgsArray a = ref entry.Args;
        if ((ulong)entry.Op > uint.MaxValue)
            return -(long)XenErrno.ENOSYS;
        var number = (uint)entry.Op;
        return number switch
        {
            // With a constant number a path knows where to call.
            (uint)HypercallNumber.MmuUpdate => _path.Call((uint)HypercallNumber.MmuUpdate, a[0], a[1], a[2], a[3]),
            (uint)HypercallNumber.MmuExtOp => _path.Call((uint)HypercallNumber.MmuExtOp, a[0], a[1], a[2], a[3]),
            < 64 when (TakesMoreThanThree >> (int)number & 1) == 0 => _path.Call(number, a[0], a[1], a[2]),
            _ => _path.Call(number, a[0], a[1], a[2], a[3], a[4]),
        };
    }

    /// <summary>
    /// Where Xen reaches only memory that the path lends, calls and arguments are copied there, and results and arguments
    /// back. A list of one, too: each call is a way through another kernel, and results there may be cut short.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void IssueInLentMemory(MulticallQueue<TPath> queue, int end)
    {
        ref MulticallState kept = ref queue._state;
        ref ulong keptWords = ref queue._words;
        int start = kept.Answered;
        nuint wordBytes = sizeof(ulong) * (nuint)kept.WordCapacity;
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
        fixed (MulticallState* state = &kept)
        fixed (ulong* words = &keptWords)
        {
            MulticallEntry* calls = (MulticallEntry*)state + StateEntries;
            var lentCalls = (MulticallEntry*)memory.Address;
            var lentWords = (ulong*)(lentCalls + (end - start));
            queue.Form(calls, lentWords, end);
            for (int call = start; call < end; call++)
                lentCalls[call - start] = calls[call];
            queue.Copy(words, lentWords);
            list = queue._path.Call((uint)HypercallNumber.Multicall, (ulong)lentCalls, (uint)(end - start));
            queue.Copy(lentWords, words);
            for (int call = start; call < end; call++)
                calls[call].Result = lentCalls[call - start].Result;
        }

        queue._path.TakeBack(memory);
        queue.Settle(end, list);
    }

    private void Copy(ulong* from, ulong* to)
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
    /// <param name="calls">The calls.</param>
    /// <param name="words">Where the argument memory is when the calls are made.</param>
    /// <param name="end">The call behind the last that is to be made.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Form(MulticallEntry* calls, ulong* words, int end)
    {
        for (int offset = _state.Run; offset < _state.Front && RunAt(offset).Call < end; offset += RunAt(offset).Length)
            Form(ref calls[RunAt(offset).Call], ref RunAt(offset), (MulticallRun*)(words + offset));
        int endOfBuffers = _state.WordCapacity - _state.FrontLimit;
        for (int depth = _state.Buffer; depth < endOfBuffers && BufferAt(depth).Call < end; depth += BufferAt(depth).Length)
            FormAddress(calls, words, depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Form(ref MulticallEntry entry, ref MulticallRun run, MulticallRun* whenCalled)
    {
        run.Done = 0;
        entry.Op = run.Hypercall;
        entry.Result = Unanswered;
        entry.Args[0] = (ulong)((ulong*)(whenCalled + 1) + (run.Settled * run.RequestWords));

        // Below 2^31, so that Xen never takes it for the count of a preempted call (MMU_UPDATE_PREEMPTED, bit 31).
        entry.Args[1] = (uint)run.Left;

        // What became of one request the result says by itself, and Xen need not store a count.
        entry.Args[2] = run.Left == 1 ? 0 : (ulong)&whenCalled->Done;
        entry.Args[3] = run.Domain;
    }

    private void FormAddress(MulticallEntry* calls, ulong* words, int depth)
    {
        ref MulticallBuffer buffer = ref BufferAt(depth);
        var address = (ulong)(words + _state.WordCapacity - depth - buffer.Length);
        if (buffer.Request < 0)
            calls[buffer.Call].Args[buffer.Argument] = address | buffer.Bits;
        else
            PlaceBitmap(in buffer, address);
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
