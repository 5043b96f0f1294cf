using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace XenSdk;

/// <content>This part adds requests.</content>
public readonly unsafe ref partial struct MulticallQueue<TPath>
{
    /// <summary>Adds a hypercall without arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation)
    {
        nuint next = _state.Next;
        if (!CanSimplyStore(operation, next) && !TryMakeRoom(operation, out next))
            return NotTaken;
        BeginEntry(operation, next);
        return EndEntry(next);
    }

    /// <summary>Adds a hypercall with one argument.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1)
    {
        nuint next = _state.Next;
        if (!CanSimplyStore(operation, next) && !TryMakeRoom(operation, out next))
            return NotTaken;
        ref MulticallEntry entry = ref BeginEntry(operation, next);
        entry.Args[0] = RegisterWord.Of(a1);
        return EndEntry(next);
    }

    /// <summary>Adds a hypercall with two arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2)
    {
        nuint next = _state.Next;
        if (!CanSimplyStore(operation, next) && !TryMakeRoom(operation, out next))
            return NotTaken;
        ref MulticallEntry entry = ref BeginEntry(operation, next);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        return EndEntry(next);
    }

    /// <summary>Adds a hypercall with three arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2, ulong a3)
    {
        nuint next = _state.Next;
        if (!CanSimplyStore(operation, next) && !TryMakeRoom(operation, out next))
            return NotTaken;
        ref MulticallEntry entry = ref BeginEntry(operation, next);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        return EndEntry(next);
    }

    /// <summary>Adds a hypercall with four arguments.</summary>
    /// <inheritdoc cref="Add(MulticallOperation, ulong, ulong, ulong, ulong, ulong)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MulticallOperation operation, ulong a1, ulong a2, ulong a3, ulong a4)
    {
        nuint next = _state.Next;
        if (!CanSimplyStore(operation, next) && !TryMakeRoom(operation, out next))
            return NotTaken;
        ref MulticallEntry entry = ref BeginEntry(operation, next);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        entry.Args[3] = RegisterWord.Of(a4);
        return EndEntry(next);
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
        nuint next = _state.Next;
        if (!CanSimplyStore(operation, next) && !TryMakeRoom(operation, out next))
            return NotTaken;
        ref MulticallEntry entry = ref BeginEntry(operation, next);
        entry.Args[0] = RegisterWord.Of(a1);
        entry.Args[1] = RegisterWord.Of(a2);
        entry.Args[2] = RegisterWord.Of(a3);
        entry.Args[3] = RegisterWord.Of(a4);
        entry.Args[4] = RegisterWord.Of(a5);
        return EndEntry(next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool CanBeEntry(MulticallOperation operation)
        => operation is not ((MulticallOperation)HypercallNumber.Multicall or (MulticallOperation)HypercallNumber.Iret);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanSimplyStore(MulticallOperation operation, nuint next)
        => CanBeEntry(operation) && (ulong)operation <= uint.MaxValue && next < _state.Limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryMakeRoom(MulticallOperation operation, out nuint next)
    {
        bool done = TryMakeRoom(ref _state, ref _words, Path, operation, 0);
        next = _state.Next;
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MulticallEntry BeginEntry(MulticallOperation operation, nuint next)
    {
        ref MulticallEntry entry = ref EntryAt(ref _state, next);
        // op and result, in one store.
        Vector128.Create((long)operation, Unanswered).StoreUnsafe(ref Unsafe.As<MulticallEntry, long>(ref entry));
        return ref entry;
    }

    /// <summary>Counts the entry.</summary>
    /// <returns>The request's index.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long EndEntry(nuint next)
    {
        _state.Next = next + (nuint)sizeof(MulticallEntry);
        return _state.Base + Requests - 1;
    }

    /// <summary>Makes room for a call that begins a batch, comes behind a run, or finds no room: by carrying out what is queued
    /// if need be. Counts the request if there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryMakeRoom(
        ref MulticallState state, ref ulong words, TPath path, MulticallOperation operation, nuint neededWords)
    {
        var queue = new MulticallQueue<TPath>(ref state, ref words, path);
        if (state.Phase != BatchPhase.Open)
            queue.Begin(0, 0);
        if (CanBeEntry(operation))
        {
            if (!queue.HasRoomFor(neededWords))
                MakeEmpty(queue);
            if (queue.HasRoomFor(neededWords))
            {
                // What comes next is not a neighbour of the last run.
                state.OpenKey = 0;
                state.Limit = state.End;
                if ((ulong)operation > uint.MaxValue)
                    state.Care = 1;
                return true;
            }
        }

        CountNotTaken(queue);
        return false;
    }

    private bool HasRoomFor(nuint words)
        => _state.Next < _state.End && words <= (nuint)(_state.FrontLimit - _state.Front);

    private static void MakeEmpty(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;
        if (state.Error == 0)
            Issue(queue);
        if (state.Error == 0)
            queue.Begin(state.Base + queue.Requests, state.NotTaken);
    }

    private static void CountNotTaken(MulticallQueue<TPath> queue)
    {
        ref MulticallState state = ref queue._state;

        // It is the first of a new batch, if none is in memory.
        if (queue.Requests == 0 && state.EndedNext != 0)
            queue.Begin(0, 0);
        state.NotTaken++;
        state.Care = 1;
    }
}
