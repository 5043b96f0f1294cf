using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Requests about page tables and TLBs for a <see cref="MulticallQueue{TPath}"/>. Neighbours of one hypercall and one foreign
/// domain become one call.
/// </summary>
/// <example>
/// <code>
/// queue.Write(table.EntryAddress(5), Pte.Map(frame, PteFlags.Present));
/// queue.Write(table.EntryAddress(6), default);          // in one mmu_update with the one before
/// queue.Add(MmuExtOps.TlbFlushAll());
/// FlushResult result = queue.Flush();
/// </code>
/// </example>
public static class MulticallPageTables
{
    /// <summary>Adds: write a page-table entry (<c>MMU_NORMAL_PT_UPDATE</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="entry">Where the entry is; a multiple of 8.</param>
    /// <param name="value">The new entry.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException"><paramref name="entry"/> is not a multiple of 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Write<TPath>(
        this MulticallQueue<TPath> queue, MachineAddress entry, Pte value, ForeignDomain domains = default)
        where TPath : struct, IPvPath
        => queue.AddToRun(HypercallNumber.MmuUpdate, MmuUpdates.Write(entry, value), domains.Value);

    /// <summary>Adds: write a page-table entry, but keep the accessed and dirty bits that the processor may just have set
    /// (<c>MMU_PT_UPDATE_PRESERVE_AD</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="entry">Where the entry is; a multiple of 8.</param>
    /// <param name="value">The new entry.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException"><paramref name="entry"/> is not a multiple of 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long WritePreservingAccessedDirty<TPath>(
        this MulticallQueue<TPath> queue, MachineAddress entry, Pte value, ForeignDomain domains = default)
        where TPath : struct, IPvPath
        => queue.AddToRun(HypercallNumber.MmuUpdate, MmuUpdates.WritePreservingAccessedDirty(entry, value), domains.Value);

    /// <summary>Adds: say which frame of the guest's own a machine frame is (<c>MMU_MACHPHYS_UPDATE</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="frame">The machine's number.</param>
    /// <param name="becomes">The guest's number.</param>
    /// <param name="domains">Whose frame it is; the caller's where nothing is said.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">No such frame: <paramref name="frame"/> is 2^52 or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long UpdateMachineToPhysical<TPath>(
        this MulticallQueue<TPath> queue, MachineFrame frame, PseudoPhysicalFrame becomes, ForeignDomain domains = default)
        where TPath : struct, IPvPath
        => queue.AddToRun(HypercallNumber.MmuUpdate, MmuUpdates.UpdateMachineToPhysical(frame, becomes), domains.Value);

    /// <summary>Adds an update of any command.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="update">The update; <see cref="MmuUpdates"/> makes them.</param>
    /// <param name="domains">Whose pages are mapped in whose page tables; the caller's where nothing is said.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Add<TPath>(this MulticallQueue<TPath> queue, MmuUpdate update, ForeignDomain domains = default)
        where TPath : struct, IPvPath
        => queue.AddToRun(HypercallNumber.MmuUpdate, update, domains.Value);

    /// <summary>Adds an extended operation.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="operation">The operation; <see cref="MmuExtOps"/> makes them. An address in it is taken as it is, so it must
    /// be one that stays.</param>
    /// <param name="domains">Whose frames it is about; the caller's where nothing is said.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Add<TPath>(this MulticallQueue<TPath> queue, MmuExtOp operation, ForeignDomain domains = default)
        where TPath : struct, IX86Path
        => queue.AddToRun(HypercallNumber.MmuExtOp, operation, domains.Value);

    /// <summary>Adds: flush the TLBs of the CPUs that some of the domain's vCPUs are on (<c>MMUEXT_TLB_FLUSH_MULTI</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="vcpus">Bitmap of vCPUs, copied: one element for each 64 vCPUs that the domain can have.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">The bitmap is empty.</exception>
    public static long TlbFlushMulti<TPath>(this MulticallQueue<TPath> queue, scoped ReadOnlySpan<CpuMap> vcpus)
        where TPath : struct, IX86Path
        => queue.AddToRun(HypercallNumber.MmuExtOp, VcpuBitmap.TlbFlush(vcpus), ForeignDomain.Self.Value, vcpus);

    /// <summary>Adds: flush one address from the TLBs of the CPUs that some of the domain's vCPUs are on
    /// (<c>MMUEXT_INVLPG_MULTI</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="address">A guest-virtual address in the page.</param>
    /// <param name="vcpus">Bitmap of vCPUs, copied: one element for each 64 vCPUs that the domain can have.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">The bitmap is empty.</exception>
    public static long InvlpgMulti<TPath>(
        this MulticallQueue<TPath> queue, GuestPointer64 address, scoped ReadOnlySpan<CpuMap> vcpus)
        where TPath : struct, IX86Path
        => queue.AddToRun(HypercallNumber.MmuExtOp, VcpuBitmap.Invlpg(address, vcpus), ForeignDomain.Self.Value, vcpus);

    /// <summary>Adds: map a page at a virtual address in the current page tables, or unmap it (<c>update_va_mapping</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="address">Guest-virtual address whose mapping changes.</param>
    /// <param name="entry">The new entry.</param>
    /// <param name="flush">What to flush afterwards, and on which CPUs. A bitmap of vCPUs in it must be one that stays.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long UpdateVaMapping<TPath>(
        this MulticallQueue<TPath> queue, GuestPointer64 address, Pte entry, MappingFlush flush)
        where TPath : struct, IPvPath
        => queue.Add(MulticallOperation.UpdateVaMapping, address.Address, entry.Value, (ulong)flush.Flags);

    /// <summary>Adds: map a page at a virtual address in the current page tables, or unmap it, and flush from the TLBs of the
    /// CPUs that some of the domain's vCPUs are on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="address">Guest-virtual address whose mapping changes.</param>
    /// <param name="entry">The new entry.</param>
    /// <param name="flush">What to flush; on which CPUs, the bitmap says.</param>
    /// <param name="vcpus">Bitmap of vCPUs, copied: one element for each 64 vCPUs that the domain can have.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    /// <exception cref="OverflowException">The bitmap is empty.</exception>
    public static long UpdateVaMapping<TPath>(
        this MulticallQueue<TPath> queue, GuestPointer64 address, Pte entry, MappingFlush flush, scoped ReadOnlySpan<CpuMap> vcpus)
        where TPath : struct, IPvPath
        => queue.AddWithBuffers(
            MulticallOperation.UpdateVaMapping,
            MulticallArgument.Value(address.Address),
            MulticallArgument.Value(entry.Value),
            VcpuBitmap.Argument(vcpus, flush));

    /// <summary>Adds: map a page of another domain, or I/O memory, at a virtual address in the caller's current page tables
    /// (<c>update_va_mapping_otherdomain</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="address">Guest-virtual address whose mapping changes.</param>
    /// <param name="entry">The new entry.</param>
    /// <param name="flush">What to flush afterwards, and on which CPUs. A bitmap of vCPUs in it must be one that stays.</param>
    /// <param name="owner">Whose page it is; <see cref="DomainId.Io"/> for I/O memory.</param>
    /// <returns>The request's index, or −1 if it was not taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long UpdateVaMappingOtherDomain<TPath>(
        this MulticallQueue<TPath> queue, GuestPointer64 address, Pte entry, MappingFlush flush, DomainId owner)
        where TPath : struct, IPvPath
        => queue.Add(
            MulticallOperation.UpdateVaMappingOtherDomain, address.Address, entry.Value, (ulong)flush.Flags, (ulong)owner);
}
