using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>This part adds requests.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>Adds a hypercall without arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation)
    {
        if (!CanSimplyStore(operation))
            return AddWithCare(this, operation, 0, 0, 0, 0, 0);
        BeginEntry(operation);
        return EndEntry();
    }

    /// <summary>Adds a hypercall with one argument.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1)
    {
        if (!CanSimplyStore(operation))
            return AddWithCare(this, operation, a1, 0, 0, 0, 0);
        ref MulticallEntry entry = ref BeginEntry(operation);
        entry.Args[0] = RegisterWord.Of(a1);
        return EndEntry();
    }

    /// <summary>Adds a hypercall with two arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2)
    {
        if (!CanSimplyStore(operation))
            return AddWithCare(this, operation, a1, a2, 0, 0, 0);
        ref MulticallEntry entry = ref BeginEntry(operation);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        return EndEntry();
    }

    /// <summary>Adds a hypercall with three arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2, ulong a3)
    {
        if (!CanSimplyStore(operation))
            return AddWithCare(this, operation, a1, a2, a3, 0, 0);
        ref MulticallEntry entry = ref BeginEntry(operation);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        return EndEntry();
    }

    /// <summary>Adds a hypercall with four arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2, ulong a3, ulong a4)
    {
        if (!CanSimplyStore(operation))
            return AddWithCare(this, operation, a1, a2, a3, a4, 0);
        ref MulticallEntry entry = ref BeginEntry(operation);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        entry.Args[3] = RegisterWord.Of(a4);
        return EndEntry();
    }

    /// <summary>Adds a hypercall with five arguments.</summary>
    /// <remarks>
    /// For a hypercall that has no method of its own. The arguments are those of the hypercall, as its registers hold them;
    /// one of a 32-bit type is zero-extended, also if it is signed. An address among them is taken as it is, and must be one
    /// that stays until the request is carried out: <see cref="AddWithBuffers(MulticallOperation, MulticallArgument)"/> is for
    /// memory that does not.
    /// </remarks>
    /// <param name="operation">The hypercall.</param>
    /// <param name="a1">The first argument.</param>
    /// <param name="a2">The second argument.</param>
    /// <param name="a3">The third argument.</param>
    /// <param name="a4">The fourth argument.</param>
    /// <param name="a5">The fifth argument.</param>
    /// <returns>The request's index; −1 if it was not taken, because the queue is full and has stopped at a refused request, or
    /// because <paramref name="operation"/> is a number cast that no entry may have (<c>multicall</c>, <c>iret</c>).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
    {
        if (!CanSimplyStore(operation))
            return AddWithCare(this, operation, a1, a2, a3, a4, a5);
        ref MulticallEntry entry = ref BeginEntry(operation);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        entry.Args[3] = RegisterWord.Of(a4);
        entry.Args[4] = RegisterWord.Of(a5);
        return EndEntry();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool CanBeEntry(MulticallOperation operation)
        => operation is not ((MulticallOperation)HypercallNumber.Multicall or (MulticallOperation)HypercallNumber.Iret);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanSimplyStore(MulticallOperation operation) => CanBeEntry(operation) && _state.Next < _state.Limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MulticallEntry BeginEntry(MulticallOperation operation)
    {
        ref MulticallEntry entry = ref Unsafe.As<MulticallState, MulticallEntry>(ref Unsafe.AddByteOffset(ref _state, _state.Next));
        entry.Op = (HypercallNumber)operation;
        entry.Result = Unanswered;
        return ref entry;
    }

    /// <summary>Counts the entry.</summary>
    /// <returns>The request's index.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long EndEntry()
    {
        int number = _state.Requests;
        _state.Next += (nuint)sizeof(MulticallEntry);
        _state.Requests = number + 1;

        // What comes next is not a neighbour of the last run.
        _state.OpenKey = 0;
        return _state.Base + number;
    }

    /// <summary>Adds a call that begins a batch or finds no room.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AddWithCare(
        MulticallQueue<TPath> queue, MulticallOperation operation, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
    {
        if (!TryMakeRoom(queue, operation, 0))
            return NotTaken;
        ref MulticallEntry entry = ref queue.BeginEntry(operation);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        entry.Args[3] = RegisterWord.Of(a4);
        entry.Args[4] = RegisterWord.Of(a5);
        return queue.EndEntry();
    }

    /// <summary>Makes room for a call, by carrying out what is queued if need be; counts the request if there is none.</summary>
    private static bool TryMakeRoom(MulticallQueue<TPath> queue, MulticallOperation operation, nuint words)
    {
        if (queue._state.Phase != BatchPhase.Open)
            queue.Begin(0, 0);
        if (CanBeEntry(operation))
        {
            if (queue.HasRoomFor(words))
                return true;
            MakeEmpty(queue);
            if (queue.HasRoomFor(words))
                return true;
        }

        CountNotTaken(queue);
        return false;
    }

    private bool HasRoomFor(nuint words)
        => _state.Next < _state.Limit && words <= (nuint)(_state.FrontLimit - _state.Front);

    private static void MakeEmpty(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        if (state.Error == 0)
            Issue(queue);
        if (state.Error == 0)
            queue.Begin(state.Base + state.Requests, state.NotTaken);
    }

    private static void CountNotTaken(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;

        // It is the first of a new batch, if none is in memory.
        if (state.Requests == 0 && state.EndedRequests != 0)
            queue.Begin(0, 0);
        state.NotTaken++;
    }
}
