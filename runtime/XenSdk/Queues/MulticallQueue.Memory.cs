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
    public long AddWithBuffers(
        MulticallOperation operation,
        MulticallArgument a1,
        MulticallArgument a2,
        MulticallArgument a3,
        MulticallArgument a4,
        MulticallArgument a5)
    {
        nuint words = RoomFor(a1) + RoomFor(a2) + RoomFor(a3) + RoomFor(a4) + RoomFor(a5);
        if (!TryMakeRoom(this, operation, words))
            return NotTaken;
        CloseRun();
        ref MulticallEntry entry = ref BeginEntry(operation);
        Keep(ref entry, 0, a1);
        Keep(ref entry, 1, a2);
        Keep(ref entry, 2, a3);
        Keep(ref entry, 3, a4);
        Keep(ref entry, 4, a5);
        return EndEntry();
    }

    /// <summary>Adds a request of <c>mmu_update</c> or <c>mmuext_op</c>; it joins the run before it, if that is of the same
    /// hypercall and foreign domain.</summary>
    /// <returns>Its index, or −1 if it was not taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long AddToRun<TRequest>(HypercallNumber hypercall, TRequest request, uint domain)
        where TRequest : unmanaged
    {
        int at = _state.Front, next = at + (sizeof(TRequest) / sizeof(ulong));
        if (_state.OpenKey != Key(hypercall, domain) || next > _state.FrontLimit)
            return AddToRunWithCare(this, hypercall, request, domain, default);
        Unsafe.As<ulong, TRequest>(ref Unsafe.Add(ref _words, at)) = request;
        _state.Front = next;
        int inRun = (next - _state.OpenRun - MulticallRun.Words) / (sizeof(TRequest) / sizeof(ulong));
        return _state.Base + _state.Calls + _state.Coalesced + inRun - 2;
    }

    /// <summary>Adds a request of <c>mmuext_op</c> with a bitmap of vCPUs, or one that begins a run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static long AddToRunWithCare<TRequest>(
        MulticallQueue<TPath> queue, HypercallNumber hypercall, TRequest request, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
        where TRequest : unmanaged
    {
        if (queue._state.Phase != BatchPhase.Open)
            queue.Begin(0, 0);
        if (!queue.HasRoomInRun<TRequest>(hypercall, domain, bitmap))
        {
            MakeEmpty(queue);
            if (!queue.HasRoomInRun<TRequest>(hypercall, domain, bitmap))
            {
                queue._state.NotTaken++;
                return NotTaken;
            }
        }

        if (queue._state.OpenKey != Key(hypercall, domain))
            queue.OpenRun(hypercall, domain);
        if (!bitmap.IsEmpty)
        {
            ref ulong words = ref queue.TakeBuffer(
                new() { Call = queue._state.Calls - 1, Words = bitmap.Length, Request = queue.OpenCount });
            for (int i = 0; i < bitmap.Length; i++)
                Unsafe.Add(ref words, i) = bitmap[i].Bits;
        }

        Unsafe.As<ulong, TRequest>(ref Unsafe.Add(ref queue._words, queue._state.Front)) = request;
        queue._state.Front += sizeof(TRequest) / sizeof(ulong);
        return queue._state.Base + queue.CountInMemory - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(HypercallNumber hypercall, uint domain) => ((ulong)hypercall << 32) | domain;

    private static nuint RoomFor(scoped MulticallArgument argument)
        => argument.IsMemory ? argument.Words + MulticallBuffer.RecordWords : 0;

    private bool HasRoomInRun<TRequest>(HypercallNumber hypercall, uint domain, scoped ReadOnlySpan<CpuMap> bitmap)
        where TRequest : unmanaged
    {
        bool begins = _state.OpenKey != Key(hypercall, domain);
        long words = (sizeof(TRequest) / sizeof(ulong)) + (begins ? MulticallRun.Words : 0)
            + (bitmap.IsEmpty ? 0 : (long)bitmap.Length + MulticallBuffer.RecordWords);
        return (!begins || _state.Calls < _state.CallCapacity) && words <= _state.FrontLimit - _state.Front;
    }

    private void OpenRun(HypercallNumber hypercall, uint domain)
    {
        CloseRun();
        RunAt(_state.Front) = new()
        {
            Call = _state.Calls,
            First = CountInMemory,
            Domain = domain,
            Hypercall = hypercall,
        };
        _state.OpenRun = _state.Front;
        _state.OpenKey = Key(hypercall, domain);
        _state.Front += MulticallRun.Words;
        _state.Calls++;

        // The next call has to close the run first.
        _state.CallLimit = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CloseRun()
    {
        if (_state.OpenKey != 0)
            CloseOpenRun();
    }

    private void CloseOpenRun()
    {
        int count = OpenCount;
        RunAt(_state.OpenRun).Count = count;
        _state.Coalesced += count - 1;
        _state.OpenKey = 0;
        _state.CallLimit = _state.CallCapacity;
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
            Call = _state.Calls,
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
        return ref Unsafe.Add(ref _words, _state.FrontLimit);
    }
}
