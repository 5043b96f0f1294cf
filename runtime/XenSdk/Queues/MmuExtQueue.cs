using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Collects extended operations on page tables and TLBs in memory that the caller gives, and has Xen carry out as many as
/// possible in one <c>mmuext_op</c>.
/// </summary>
/// <remarks>
/// What <see cref="MmuUpdateQueue{TPath}"/> says of order, refused requests, full queues and the memory holds here too.
/// A bitmap of vCPUs is copied when its operation is added, into the same memory, and its address formed while the call is
/// made: it may be the garbage collector's.
/// <para>For 64-bit guests, whose <c>mmuext_op</c> this is: that of a 32-bit guest on x86 (<see cref="X86_32.MmuExtOp"/>) has
/// other sizes, and no queue.</para>
/// <para>In Xen: <c>do_mmuext_op</c> in <c>xen/arch/x86/mm.c</c>. An HVM guest may make some of the operations.</para>
/// </remarks>
/// <example>
/// <code>
/// var queue = new MmuExtQueue&lt;PvHypercallPage&gt;(xen, stackalloc MmuExtOp[8 + MmuExtQueue.Overhead]);
/// queue.Add(MmuExtOps.PinL4Table(root));
/// queue.Add(MmuExtOps.NewBasePointer(root));
/// FlushResult result = queue.Flush();
/// </code>
/// </example>
/// <typeparam name="TPath">How the call is made.</typeparam>
public readonly ref struct MmuExtQueue<TPath>
    where TPath : struct, IX86Path
{
    private readonly UpdateBatch<TPath, MmuExtOp, MmuExtKind> _batch;

    /// <summary>Begins an empty queue.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="memory">Where the operations are kept; what it holds is overwritten. Of its elements,
    /// <see cref="MmuExtQueue.Overhead"/> are for the queue itself; another one is taken by each change of the foreign domain,
    /// and two or more by a bitmap of vCPUs.</param>
    /// <exception cref="OverflowException">The memory has no room for an operation.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MmuExtQueue(Hypercalls<TPath> xen, Span<MmuExtOp> memory)
        : this(xen, memory, attach: false)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MmuExtQueue(Hypercalls<TPath> xen, Span<MmuExtOp> memory, bool attach) => _batch = new(xen.Path, memory, attach);

    /// <summary>Operations of one foreign domain that the queue can hold.</summary>
    public int Capacity => _batch.Capacity;

    /// <summary>Operations that were added to this batch. The next one has this index, unless it begins a new batch.</summary>
    public long Count => _batch.Count;

    /// <summary>What has become of the batch so far.</summary>
    public FlushResult Result => _batch.Result;

    /// <summary>What has become of one operation; asked until the next batch begins.</summary>
    /// <param name="index">The operation's index, as it was returned when it was added.</param>
    public RequestOutcome this[long index] => _batch.Outcome(index);

    /// <summary>Adds an operation.</summary>
    /// <param name="operation">The operation; <see cref="MmuExtOps"/> makes them. An address in it is taken as it is, so it must
    /// be one that stays.</param>
    /// <param name="domains">Whose frames it is about; the caller's where nothing is said. Xen looks at
    /// <see cref="ForeignDomain.PageOwner"/> alone.</param>
    /// <returns>The operation's index, or −1 if it was not taken: the queue is full and has stopped at a refused one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MmuExtOp operation, ForeignDomain domains = default) => _batch.Add(operation, domains.Value);

    /// <summary>Adds an operation if there is room for it, and never calls Xen.</summary>
    /// <param name="operation">The operation; <see cref="MmuExtOps"/> makes them.</param>
    /// <param name="index">The operation's index; −1 if there is no room.</param>
    /// <param name="domains">Whose frames it is about; the caller's where nothing is said.</param>
    /// <returns>Whether it was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(MmuExtOp operation, out long index, ForeignDomain domains = default)
    {
        index = _batch.AddIfRoom(operation, domains.Value);
        return index >= 0;
    }

    /// <summary>Adds: flush the TLBs of the CPUs that some of the domain's vCPUs are on (<c>MMUEXT_TLB_FLUSH_MULTI</c>).</summary>
    /// <param name="vcpus">Bitmap of vCPUs, copied: one element for each 64 vCPUs that the domain can have.</param>
    /// <returns>The operation's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">The bitmap is empty.</exception>
    /// <example><code>queue.TlbFlushMulti([CpuMap.Of(1).With(3)]);</code></example>
    public long TlbFlushMulti(scoped ReadOnlySpan<CpuMap> vcpus)
        => _batch.Add(VcpuBitmap.TlbFlush(vcpus), ForeignDomain.Self.Value, vcpus);

    /// <summary>Adds: flush one address from the TLBs of the CPUs that some of the domain's vCPUs are on
    /// (<c>MMUEXT_INVLPG_MULTI</c>).</summary>
    /// <param name="address">A guest-virtual address in the page.</param>
    /// <param name="vcpus">Bitmap of vCPUs, copied: one element for each 64 vCPUs that the domain can have.</param>
    /// <returns>The operation's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">The bitmap is empty.</exception>
    public long InvlpgMulti(GuestPointer64 address, scoped ReadOnlySpan<CpuMap> vcpus)
        => _batch.Add(VcpuBitmap.Invlpg(address, vcpus), ForeignDomain.Self.Value, vcpus);

    /// <summary>Has Xen carry out what is queued. A queue that has stopped at a refused operation does nothing and tells of
    /// that operation again.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Flush() => _batch.Flush();

    /// <summary>Leaves the refused operation behind, and has Xen carry out those that are still queued.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Resume() => UpdateBatch<TPath, MmuExtOp, MmuExtKind>.Resume(_batch);

    /// <summary>Gives Xen the refused operation once more, then those behind it: for a reason that may have passed, such as
    /// <see cref="XenErrno.ENOMEM"/> or <see cref="XenErrno.EBUSY"/>.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Retry() => UpdateBatch<TPath, MmuExtOp, MmuExtKind>.Retry(_batch);

    /// <summary>Gives up the operations that are still queued, and ends the batch.</summary>
    /// <returns>What has become of the batch; <see cref="FlushResult.Dropped"/> counts those given up.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Drop() => UpdateBatch<TPath, MmuExtOp, MmuExtKind>.Drop(_batch);
}

/// <summary>What a <see cref="MmuExtQueue{TPath}"/> takes of its memory, and how to find it there again.</summary>
public static class MmuExtQueue
{
    /// <summary>Elements of the memory that hold no operation: the counts, and the note of the foreign domain.</summary>
    public const int Overhead = 6;

    /// <summary>Goes on with the queue that was begun in this memory, with all that it holds: for a queue that outlives the
    /// method that began it.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="memory">The memory that the queue was begun in, and nothing has written to since.</param>
    /// <typeparam name="TPath">How the call is made.</typeparam>
    /// <example>
    /// <code>
    /// // A kernel that batches between two points of its code has the queue in a page of its own.
    /// MmuExtQueue&lt;PvHypercallPage&gt; queue = MmuExtQueue.Attach(xen, PageOfTheQueue);
    /// queue.Add(operation);
    /// </code>
    /// </example>
    public static MmuExtQueue<TPath> Attach<TPath>(Hypercalls<TPath> xen, Span<MmuExtOp> memory)
        where TPath : struct, IX86Path => new(xen, memory, attach: true);
}
