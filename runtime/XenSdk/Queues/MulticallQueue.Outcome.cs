using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <content>This part takes in what Xen answered, and tells it.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>What has become of one request; asked until the next batch begins.</summary>
    /// <param name="index">The request's index, as it was returned when it was added.</param>
    public RequestOutcome this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => OutcomeOf(ref _state, ref _words, index);
    }

    /// <summary>What Xen wrote to the memory of a request's argument.</summary>
    /// <param name="index">The request's index, as it was returned when it was added.</param>
    /// <param name="argument">Which argument: 1 to 5.</param>
    /// <returns>The queue's copy of the memory, in whole words; empty where the request has no such memory, or it is no longer
    /// kept. It stays until the next request is added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadBytes(long index, int argument) => Written(ref _state, ref _words, index, argument);

    /// <summary>The structure that Xen wrote to the memory of a request's argument.</summary>
    /// <param name="index">The request's index, as it was returned when it was added.</param>
    /// <param name="argument">Which argument: 1 to 5.</param>
    /// <typeparam name="T">The structure.</typeparam>
    /// <returns>The structure; the default value where the request has no such memory, or it is no longer kept.</returns>
    /// <example>
    /// <code>
    /// long index = queue.AddWithBuffers(MulticallOperation.XenVersion, MulticallArgument.Value(Features), MulticallArgument.Copy(in info));
    /// queue.Flush();
    /// info = queue.Read&lt;FeatureInfo&gt;(index, 2);
    /// </code>
    /// </example>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>(long index, int argument)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = ReadBytes(index, argument);
        return bytes.Length < sizeof(T) ? default : Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(bytes));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RequestOutcome OutcomeOf(ref MulticallState state, ref ulong words, long index)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, default);
        if (!queue.TryFind(index, out int call, out int run, out int request))
            return RequestOutcome.Of(index >= 0 && index < state.Count ? RequestState.DoneAndForgotten : RequestState.None);
        bool answered = state.Requests == 0
            || (run < 0 || call != state.Answered ? call < state.Answered : request < queue.RunAt(run).Settled);
        if (!answered)
            return RequestOutcome.Of(state.Phase == BatchPhase.Dropped ? RequestState.Dropped : RequestState.Queued);
        return RequestOutcome.Of(run < 0
            ? new HypercallResult(RegisterWord.Result(queue.Entry(call).Result))
            : HypercallResult.FromError(queue.Refusal(run, request)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> Written(ref MulticallState state, ref ulong words, long index, int argument)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, default);
        if (!queue.TryFind(index, out int call, out _, out _))
            return default;
        int end = state.WordCapacity - (state.Requests == 0 ? state.LastEnded.FrontLimit : state.FrontLimit);
        for (int depth = 0; depth < end && queue.BufferAt(depth).Call <= call; depth += queue.BufferAt(depth).Length)
        {
            ref MulticallBuffer buffer = ref queue.BufferAt(depth);
            if (buffer.Call == call && buffer.Request < 0 && buffer.Argument == argument - 1)
            {
                ref ulong written = ref Unsafe.Add(ref words, state.WordCapacity - depth - buffer.Length);
                return MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref written, buffer.Words));
            }
        }

        return default;
    }

    /// <summary>Requests in memory that were carried out or refused: all before the first that was neither.</summary>
    private int SettledInMemory
    {
        get
        {
            bool within = _state.Run < _state.Front && RunAt(_state.Run).Call == _state.Answered;
            return _state.Answered + _state.CoalescedBefore + (within ? RunAt(_state.Run).Settled : 0);
        }
    }

    /// <summary>Takes in the answers to the calls before <paramref name="end"/>.</summary>
    /// <param name="end">The call behind the last of the list.</param>
    /// <param name="list">What Xen answered to the list itself.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Settle(int end, long list)
    {
        int call = _state.Answered;
        if (!new HypercallResult(list).IsError)
        {
            while (call < end && !new HypercallResult(RegisterWord.Result(Entry(call).Result)).IsError)
                call++;
        }

        if (call == end)
            Pass(end);
        else
            SettleWithCare(end, list);
    }

    /// <summary>The same where a request, or the list, was refused.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SettleWithCare(int end, long list)
    {
        int answered = end;
        _state.Care = 1;
        if (new HypercallResult(list).IsError)
            answered = EndOfAnswers(end, list);

        for (int call = _state.Answered; call < answered; call++)
        {
            var result = new HypercallResult(RegisterWord.Result(Entry(call).Result));
            if (result.IsError && !Refuse(call, result.Error))
                answered = call;
        }

        Pass(answered);
    }

    /// <summary>How far Xen came with a list that it refused, or gave up. The request that it came to takes the list's error.
    /// </summary>
    private int EndOfAnswers(int end, long list)
    {
        int answered = _state.Answered;
        while (answered < end && Entry(answered).Result != Unanswered)
            answered++;
        if (answered < end)
            Entry(answered++).Result = list;
        return answered;
    }

    /// <summary>Notes that a request of a call was refused.</summary>
    /// <returns>Whether the call is done with; otherwise it has requests that Xen did not reach.</returns>
    private bool Refuse(int call, XenErrno error)
    {
        int offset = _state.Run, coalesced = _state.CoalescedBefore;
        while (offset < _state.Front && RunAt(offset).Call < call)
        {
            coalesced += RunAt(offset).Count - 1;
            offset += RunAt(offset).Length;
        }

        int number = call + coalesced;
        bool isDone = true;
        if (offset < _state.Front && RunAt(offset).Call == call)
        {
            ref MulticallRun run = ref RunAt(offset);

            // Xen stops at a request that it refuses: those counted as done are before it.
            int request = run.Settled + (run.Done < (uint)run.Left ? (int)run.Done : run.Left - 1);
            NoteRefusal(offset, request, error);
            number += request;
            run.Settled = request + 1;
            isDone = run.Left == 0;
        }

        _state.Refused++;
        if (_state.Error == 0)
        {
            _state.Error = (int)error;
            _state.StoppedAt = number;
        }

        return isDone;
    }

    /// <summary>Moves behind the calls before <paramref name="answered"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pass(int answered)
    {
        _state.Answered = answered;
        while (_state.Run < _state.Front && RunAt(_state.Run).Call < answered)
        {
            ref MulticallRun run = ref RunAt(_state.Run);
            _state.CoalescedBefore += run.Count - 1;
            _state.Run += run.Length;
        }

        int end = _state.WordCapacity - _state.FrontLimit;
        while (_state.Buffer < end && BufferAt(_state.Buffer).Call < answered)
            _state.Buffer += BufferAt(_state.Buffer).Length;
    }

    /// <summary>Finds a request in memory: its call, and the run that the call carries, if it does.</summary>
    private bool TryFind(long index, out int call, out int run, out int request)
    {
        bool ended = Requests == 0;
        long number = index - (ended ? _state.LastEnded.Base : _state.Base);
        int front = ended ? _state.LastEnded.Front : _state.Front;
        call = run = -1;
        request = 0;
        if (index < 0 || number < 0 || number >= (ended ? _state.EndedRequests : Requests))
            return false;
        CloseLastRun();

        // Who asks for one after another does not begin at the first run each time.
        bool goesOn = _state.FoundRun < front && number >= RunAt(_state.FoundRun).First;
        int offset = goesOn ? _state.FoundRun : 0;
        int coalesced = goesOn ? _state.FoundCoalesced : 0;
        while (offset < front && number >= RunAt(offset).First)
        {
            ref MulticallRun here = ref RunAt(offset);
            _state.FoundRun = offset;
            _state.FoundCoalesced = coalesced;
            if (number < here.First + (long)here.Count)
            {
                call = here.Call;
                run = offset;
                request = (int)number - here.First;
                return true;
            }

            coalesced += here.Count - 1;
            offset += here.Length;
        }

        call = (int)number - coalesced;
        return true;
    }

    private XenErrno Refusal(int run, int request)
        => RunAt(run).Hypercall == HypercallNumber.MmuUpdate
            ? MmuUpdateKind.Refusal(in RequestOf<MmuUpdate>(run, request))
            : MmuExtKind.Refusal(in RequestOf<MmuExtOp>(run, request));

    private void NoteRefusal(int run, int request, XenErrno error)
    {
        if (RunAt(run).Hypercall == HypercallNumber.MmuUpdate)
            MmuUpdateKind.NoteRefusal(ref RequestOf<MmuUpdate>(run, request), error);
        else
            MmuExtKind.NoteRefusal(ref RequestOf<MmuExtOp>(run, request), error);
    }
}
