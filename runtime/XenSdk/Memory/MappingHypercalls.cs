using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>The hypercalls that write one page-table entry by virtual address, with arguments that cannot be mixed up.</summary>
public static class MappingHypercalls
{
    /// <summary>
    /// Maps a page at a virtual address in the current page tables, or unmaps it, and flushes TLBs as told. Xen finds the
    /// bottom-level entry by itself; for one entry this is cheaper than <c>mmu_update</c>.
    /// </summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="address">Guest-virtual address whose mapping changes.</param>
    /// <param name="entry">The new entry.</param>
    /// <param name="flush">What to flush afterwards, and on which CPUs.</param>
    /// <returns>0, or -EINVAL where no bottom-level page table maps the address or Xen does not accept the entry, -EPERM,
    /// -EFAULT for the bitmap of vCPUs. In Xen: <c>do_update_va_mapping</c> in <c>xen/arch/x86/mm.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult UpdateVaMapping<TPath>(
        this Hypercalls<TPath> xen, GuestPointer64 address, Pte entry, MappingFlush flush)
        where TPath : struct, IPvPath
        => new(xen.Path.Call((uint)HypercallNumber.UpdateVaMapping, address.Address, entry.Value, (ulong)flush.Flags));

    /// <summary>Maps a page of another domain, or I/O memory, at a virtual address in the caller's current page tables.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="address">Guest-virtual address whose mapping changes.</param>
    /// <param name="entry">The new entry.</param>
    /// <param name="flush">What to flush afterwards, and on which CPUs.</param>
    /// <param name="owner">Whose page it is; <see cref="DomainId.Io"/> for I/O memory.</param>
    /// <returns>As <see cref="UpdateVaMapping"/>, and -ESRCH for a domain that does not exist.
    /// In Xen: <c>do_update_va_mapping_otherdomain</c> in <c>xen/arch/x86/mm.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult UpdateVaMappingOtherDomain<TPath>(
        this Hypercalls<TPath> xen, GuestPointer64 address, Pte entry, MappingFlush flush, DomainId owner)
        where TPath : struct, IPvPath
        => new(xen.Path.Call(
            (uint)HypercallNumber.UpdateVaMappingOtherDomain, address.Address, entry.Value, (ulong)flush.Flags, (ulong)owner));
}
