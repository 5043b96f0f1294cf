using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Collects hypercalls of any kind in memory that the caller gives, and has Xen carry out as many as possible in one
/// <c>multicall</c>.
/// </summary>
/// <remarks>
/// <para>
/// Requests are carried out in the order in which they were added. Neighbours that are page-table updates, or extended
/// operations, of one foreign domain become one <c>mmu_update</c> or <c>mmuext_op</c> within the list, for which Xen needs half
/// the time. Fewer than four calls are made directly, which is faster than a list of them.
/// </para>
/// <para>
/// Xen carries out a list to its end, whatever becomes of single calls, but stops a <c>mmu_update</c> or <c>mmuext_op</c> at
/// the request that it refuses. So that order holds nonetheless, a call that carries several requests is always the last of
/// its list. When a request is refused, the queue stops behind the hypercall that it was in:
/// <see cref="FlushResult.Index"/> and <see cref="FlushResult.Error"/> tell of the first one, the indexer of each one, and
/// what Xen was not given, or did not reach, stays queued until <see cref="Resume"/> or <see cref="Drop"/>.
/// If Xen refuses the list itself, the first request that it did not carry out counts as refused.
/// </para>
/// <para>
/// A queue that is full carries out what it holds and goes on. Where it cannot, because it has stopped, it says so: adding
/// returns −1, and <see cref="FlushResult.NotTaken"/> counts it.
/// </para>
/// <para>
/// Requests and counts are in the caller's memory, so every copy of the queue sees the same requests, and
/// <see cref="MulticallQueue.Attach"/> finds them again. The memory may be the stack, a guest's own pages, or the garbage
/// collector's: what an argument points at is copied into it, and addresses are formed while a call is made. One queue must
/// not be used by two threads, or by an interrupt and what it interrupts, at once. Nothing is allocated.
/// </para>
/// <para>
/// For 64-bit guests and for ARM, whose <c>multicall_entry</c> this is: that of a 32-bit guest on x86
/// (<see cref="X86_32.MulticallEntry"/>) has words of 32 bits, and no queue. In Xen: <c>do_multicall</c> in
/// <c>xen/common/multicall.c</c>.
/// </para>
/// </remarks>
/// <example>
/// Switch address spaces, as a kernel does between processes:
/// <code>
/// var queue = new MulticallQueue&lt;PvHypercallPage&gt;(xen, stackalloc MulticallEntry[8 + MulticallQueue.Overhead], stackalloc ulong[64]);
/// queue.StackSwitch(stackSelector, kernelStack);
/// queue.SetSegmentBase(segment, threadBase);
/// queue.Add(MmuExtOps.NewBasePointer(root));
/// queue.Add(MmuExtOps.NewUserBasePointer(userRoot));   // in one mmuext_op with the one before
/// FlushResult result = queue.Flush();
/// </code>
/// </example>
/// <typeparam name="TPath">How the call is made.</typeparam>
public readonly unsafe ref partial struct MulticallQueue<TPath>
    where TPath : struct, IHypercallPath
{
    /// <summary>The index of a request that was not taken.</summary>
    private const long NotTaken = -1;

    /// <summary>
    /// What a call's result holds until Xen answers the call: no hypercall returns it, since it is no error, and as an address
    /// it would be in the last pages of all, next to the errors; and one instruction stores it. Xen writes an entry back whole, or its result alone, so an entry that still has this in its result is as it
    /// was given to Xen, even if the list was refused.
    /// </summary>
    private const long Unanswered = -4097;

    // A method that the compiler does not inline is static, and is passed these three: the address of a queue is never taken,
    // so that it can be kept in registers where requests are added.
    private readonly ref MulticallState _state;
    private readonly ref ulong _words;
    private readonly TPath _path;

    /// <summary>Begins an empty queue.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="calls">Where the list of calls is kept; what it holds is overwritten. Of its elements,
    /// <see cref="MulticallQueue.Overhead"/> are for the queue itself.</param>
    /// <param name="arguments">Where that is kept which calls point at: page-table updates (2 words each, and 4 for each run of
    /// them), extended operations (3 words each, and 4 for each run of them), structures (2 words more than their size). May be
    /// empty for a queue of calls that point at nothing.</param>
    /// <exception cref="OverflowException">The memory has no room for a call.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MulticallQueue(Hypercalls<TPath> xen, Span<MulticallEntry> calls, Span<ulong> arguments)
        : this(xen, calls, arguments, attach: false)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MulticallQueue(Hypercalls<TPath> xen, Span<MulticallEntry> calls, Span<ulong> arguments, bool attach)
    {
        // Overflows where the memory has no room for a call.
        uint capacity = checked((uint)calls.Length - (MulticallState.Entries + 1)) + 1;
        _path = xen.Path;
        _state = ref Unsafe.As<MulticallEntry, MulticallState>(ref MemoryMarshal.GetReference(calls));
        _words = ref MemoryMarshal.GetReference(arguments);
        if (!attach)
        {
            _state.CallCapacity = (int)capacity;
            _state.WordCapacity = arguments.Length;
            Begin(0, 0);
        }
    }

    private MulticallQueue(ref MulticallState state, ref ulong words, TPath path)
    {
        _state = ref state;
        _words = ref words;
        _path = path;
    }

    /// <summary>Calls that the queue can hold; a run of coalesced requests is one.</summary>
    public int Capacity => _state.CallCapacity;

    /// <summary>Requests that were added to this batch. The next one has this index, unless it begins a new batch.</summary>
    public long Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _state.Count;
    }

    /// <summary>What has become of the batch so far.</summary>
    public FlushResult Result
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ResultOf(ref _state, ref _words);
    }

    /// <summary>Calls in memory.</summary>
    private int Calls
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _state.Calls;
    }

    /// <summary>Requests in memory.</summary>
    private int Requests
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _state.Requests;
    }

    /// <summary>The path, of which only what it says is looked at.</summary>
    private TPath Path
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TPath.IsBare ? default : _path;
    }

    /// <summary>Whether the queue can take this without making a call first: for who wants to keep every result, since a full
    /// queue reuses its memory.</summary>
    /// <param name="calls">How many calls; coalesced requests need none.</param>
    /// <param name="words">How many words of argument memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoom(int calls, int words = 0) => _state.HasRoom(calls, words);

    private static FlushResult ResultOf(ref MulticallState state, ref ulong words)
    {
        int requests = state.Requests;
        if (requests == 0)
            return new(state.Count, 0, 0, 0, state.NotTaken, -1, XenErrno.None);
        int settled = new MulticallQueue<TPath>(ref state, ref words, default).SettledInMemory;
        int waiting = requests - settled;
        bool dropped = state.Phase == BatchPhase.Dropped;
        return new(
            done: state.Base + settled - state.Refused,
            refused: state.Refused,
            queued: dropped ? 0 : waiting,
            dropped: dropped ? waiting : 0,
            notTaken: state.NotTaken,
            index: state.Error == 0 ? -1 : state.Base + state.StoppedAt,
            error: (XenErrno)state.Error);
    }

    /// <summary>Makes the memory empty.</summary>
    /// <param name="done">Requests of the batch that were carried out already.</param>
    /// <param name="notTaken">Requests of the batch that were not taken.</param>
    private void Begin(long done, int notTaken)
    {
        int calls = _state.CallCapacity, words = _state.WordCapacity;
        _state = default;
        _state.Base = done;
        _state.NotTaken = notTaken;
        _state.Care = done == 0 && notTaken == 0 ? 0 : 1;
        _state.CallCapacity = calls;
        _state.WordCapacity = _state.FrontLimit = words;
        _state.Next = MulticallState.Bytes;
        _state.Limit = _state.End;
    }

    /// <summary>The same behind a batch all of which was carried out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginInPlace()
    {
        _state.Base = 0;
        _state.Next = MulticallState.Bytes;
        _state.Limit = _state.End;
        _state.Coalesced = _state.Care = _state.Front = 0;
        _state.FrontLimit = _state.WordCapacity;
        _state.Answered = _state.Run = _state.CoalescedBefore = _state.Buffer = 0;
    }

    private void CloseToRequests()
    {
        _state.Limit = 0;
        _state.OpenKey = 0;
        _state.Care = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MulticallEntry Entry(int call)
        => ref Unsafe.Add(ref Unsafe.Add(ref Unsafe.As<MulticallState, MulticallEntry>(ref _state), MulticallState.Entries), (nuint)(uint)call);

    /// <summary>The entry at an offset from the state, in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref MulticallEntry EntryAt(ref MulticallState state, nuint offset)
        => ref Unsafe.As<MulticallState, MulticallEntry>(ref Unsafe.AddByteOffset(ref state, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MulticallRun RunAt(int offset) => ref Unsafe.As<ulong, MulticallRun>(ref Unsafe.Add(ref _words, offset));

    /// <summary>The record that has <paramref name="depth"/> words behind it, up to the end of the memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MulticallBuffer BufferAt(int depth)
        => ref Unsafe.As<ulong, MulticallBuffer>(
            ref Unsafe.Add(ref _words, _state.WordCapacity - depth - MulticallBuffer.RecordWords));
}

/// <summary>What a <see cref="MulticallQueue{TPath}"/> takes of its memory, and how to find it there again.</summary>
public static class MulticallQueue
{
    /// <summary>Entries of the memory that hold no call, but the counts.</summary>
    public const int Overhead = MulticallState.Entries;

    /// <summary>Goes on with the queue that was begun in this memory, with all that it holds: for a queue that outlives the
    /// method that began it.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="calls">The memory that the queue was begun in, and nothing has written to since.</param>
    /// <param name="arguments">Its memory for arguments, likewise.</param>
    /// <typeparam name="TPath">How the call is made.</typeparam>
    public static MulticallQueue<TPath> Attach<TPath>(Hypercalls<TPath> xen, Span<MulticallEntry> calls, Span<ulong> arguments)
        where TPath : struct, IHypercallPath => new(xen, calls, arguments, attach: true);
}
