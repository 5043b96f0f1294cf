using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Collects updates of page tables, and of the table from machine frames to the guest's own, in memory that the caller gives,
/// and has Xen carry out as many as possible in one <c>mmu_update</c>.
/// </summary>
/// <remarks>
/// <para>
/// Updates are carried out in the order in which they were added. Neighbours of one foreign domain go in one call; where the
/// domain changes a new call begins. Xen stops at an update that it refuses, and so does the queue:
/// <see cref="FlushResult.Index"/> and <see cref="FlushResult.Error"/> tell which it was and why, those before it are done,
/// and those behind it stay queued until <see cref="Resume"/>, <see cref="Retry"/> or <see cref="Drop"/>.
/// </para>
/// <para>
/// A queue that is full carries out what it holds and goes on. Where it cannot, because it has stopped, it says so: adding
/// returns −1, and <see cref="FlushResult.NotTaken"/> counts it.
/// </para>
/// <para>
/// Requests and counts are in the caller's memory, so every copy of the queue sees the same requests, and <see cref="MmuUpdateQueue.Attach"/>
/// finds them again. The memory may be the stack, a guest's own pages, or the garbage collector's: addresses are formed while
/// a call is made. One queue must not be used by two threads, or by an interrupt and what it interrupts, at once.
/// Nothing is allocated.
/// </para>
/// <para>In Xen: <c>do_mmu_update</c> in <c>xen/arch/x86/mm.c</c>.</para>
/// </remarks>
/// <example>
/// Map 512 frames and find out whether Xen accepted them all:
/// <code>
/// var queue = new MmuUpdateQueue&lt;PvHypercallPage&gt;(xen, stackalloc MmuUpdate[512 + MmuUpdateQueue.Overhead]);
/// for (int i = 0; i &lt; 512; i++)
///     queue.Write(table.EntryAddress(i), Pte.Map(frames[i], PteFlags.Present | PteFlags.Writable));
/// FlushResult result = queue.Flush();
/// if (result.IsStopped)
///     Panic(result.Index, result.Error);
/// </code>
/// </example>
/// <typeparam name="TPath">How the call is made.</typeparam>
public readonly ref struct MmuUpdateQueue<TPath>
    where TPath : struct, IPvPath
{
    private readonly UpdateBatch<TPath, MmuUpdate, MmuUpdateKind> _batch;

    /// <summary>Begins an empty queue.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="memory">Where the updates are kept; what it holds is overwritten. Of its elements,
    /// <see cref="MmuUpdateQueue.Overhead"/> are for the queue itself, and another one for each change of the foreign domain.
    /// </param>
    /// <exception cref="OverflowException">The memory has no room for an update.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MmuUpdateQueue(Hypercalls<TPath> xen, Span<MmuUpdate> memory)
        : this(xen, memory, attach: false)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MmuUpdateQueue(Hypercalls<TPath> xen, Span<MmuUpdate> memory, bool attach) => _batch = new(xen.Path, memory, attach);

    /// <summary>Updates of one foreign domain that the queue can hold.</summary>
    public int Capacity => _batch.Capacity;

    /// <summary>Updates that were added to this batch. The next one has this index, unless it begins a new batch.</summary>
    public long Count => _batch.Count;

    /// <summary>What has become of the batch so far.</summary>
    public FlushResult Result => _batch.Result;

    /// <summary>What has become of one update; asked until the next batch begins.</summary>
    /// <param name="index">The update's index, as it was returned when it was added.</param>
    public RequestOutcome this[long index] => _batch.Outcome(index);

    /// <summary>Adds: write a page-table entry (<c>MMU_NORMAL_PT_UPDATE</c>).</summary>
    /// <param name="entry">Where the entry is; a multiple of 8.</param>
    /// <param name="value">The new entry.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>The update's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException"><paramref name="entry"/> is not a multiple of 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Write(MachineAddress entry, Pte value, ForeignDomain domains = default)
        => _batch.Add(MmuUpdates.Write(entry, value), domains.Value);

    /// <summary>Adds: write a page-table entry, but keep the accessed and dirty bits that the processor may just have set
    /// (<c>MMU_PT_UPDATE_PRESERVE_AD</c>).</summary>
    /// <param name="entry">Where the entry is; a multiple of 8.</param>
    /// <param name="value">The new entry.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>The update's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException"><paramref name="entry"/> is not a multiple of 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long WritePreservingAccessedDirty(MachineAddress entry, Pte value, ForeignDomain domains = default)
        => _batch.Add(MmuUpdates.WritePreservingAccessedDirty(entry, value), domains.Value);

    /// <summary>Adds: say which frame of the guest's own a machine frame is (<c>MMU_MACHPHYS_UPDATE</c>).</summary>
    /// <param name="frame">The machine's number.</param>
    /// <param name="becomes">The guest's number.</param>
    /// <param name="domains">Whose frame it is; the caller's where nothing is said.</param>
    /// <returns>The update's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">No such frame: <paramref name="frame"/> is 2^52 or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long UpdateMachineToPhysical(MachineFrame frame, PseudoPhysicalFrame becomes, ForeignDomain domains = default)
        => _batch.Add(MmuUpdates.UpdateMachineToPhysical(frame, becomes), domains.Value);

    /// <summary>Adds an update of any command.</summary>
    /// <param name="update">The update; <see cref="MmuUpdates"/> makes them.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>The update's index, or −1 if it was not taken: the queue is full and has stopped at a refused update.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(MmuUpdate update, ForeignDomain domains = default) => _batch.Add(update, domains.Value);

    /// <summary>Adds an update if there is room for it, and never calls Xen.</summary>
    /// <param name="update">The update; <see cref="MmuUpdates"/> makes them.</param>
    /// <param name="index">The update's index; −1 if there is no room.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>Whether it was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(MmuUpdate update, out long index, ForeignDomain domains = default)
    {
        index = _batch.AddIfRoom(update, domains.Value);
        return index >= 0;
    }

    /// <summary>Has Xen carry out what is queued. A queue that has stopped at a refused update does nothing and tells of that
    /// update again.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Flush() => _batch.Flush();

    /// <summary>Leaves the refused update behind, and has Xen carry out those that are still queued.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Resume() => UpdateBatch<TPath, MmuUpdate, MmuUpdateKind>.Resume(_batch);

    /// <summary>Gives Xen the refused update once more, then those behind it: for a reason that may have passed, such as
    /// <see cref="XenErrno.ENOMEM"/> or <see cref="XenErrno.EBUSY"/>.</summary>
    /// <returns>What has become of the batch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Retry() => UpdateBatch<TPath, MmuUpdate, MmuUpdateKind>.Retry(_batch);

    /// <summary>Gives up the updates that are still queued, and ends the batch.</summary>
    /// <returns>What has become of the batch; <see cref="FlushResult.Dropped"/> counts those given up.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlushResult Drop() => UpdateBatch<TPath, MmuUpdate, MmuUpdateKind>.Drop(_batch);
}

/// <summary>What a <see cref="MmuUpdateQueue{TPath}"/> takes of its memory, and how to find it there again.</summary>
public static class MmuUpdateQueue
{
    /// <summary>Elements of the memory that hold no update: the counts, and the note of the foreign domain.</summary>
    public const int Overhead = 8;

    /// <summary>Goes on with the queue that was begun in this memory, with all that it holds: for a queue that outlives the
    /// method that began it.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="memory">The memory that the queue was begun in, and nothing has written to since.</param>
    /// <typeparam name="TPath">How the call is made.</typeparam>
    /// <example>
    /// <code>
    /// // A kernel that batches between two points of its code has the queue in a page of its own.
    /// MmuUpdateQueue&lt;PvHypercallPage&gt; queue = MmuUpdateQueue.Attach(xen, PageOfTheQueue);
    /// queue.Add(update);
    /// </code>
    /// </example>
    public static MmuUpdateQueue<TPath> Attach<TPath>(Hypercalls<TPath> xen, Span<MmuUpdate> memory)
        where TPath : struct, IPvPath => new(xen, memory, attach: true);
}
