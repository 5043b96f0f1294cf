using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Makes the elements of a <c>mmuext_op</c>: one method a command, which takes what the command needs and fills that arm of
/// each union; the other bytes are 0.
/// </summary>
/// <remarks>
/// Where a command is about frames, they belong to the foreign domain that the call names, or to the caller. In Xen:
/// <c>do_mmuext_op</c> in <c>xen/arch/x86/mm.c</c>. Xen answers -EINVAL for an argument that it does not accept, -EPERM
/// where the command cannot be meant for a foreign domain, -ENOSYS for one that it does not know (any more).
/// </remarks>
public static class MmuExtOps
{
    /// <summary>Entries that an LDT can have, of 8 bytes each.</summary>
    private const uint MaxLdtEntries = 8192;

    /// <summary>Have Xen check a frame as a level 1 page table (of 4 KiB mappings) and hold it to that: <c>MMUEXT_PIN_L1_TABLE</c>.</summary>
    /// <param name="table">The table; nothing may map it writable.</param>
    public static MmuExtOp PinL1Table(MachineFrame table) => OnFrame(MmuExtCommand.PinL1Table, table);

    /// <summary>Have Xen check a frame, and all below it, as a level 2 page table and hold it to that: <c>MMUEXT_PIN_L2_TABLE</c>.</summary>
    /// <param name="table">The table; nothing may map it writable.</param>
    public static MmuExtOp PinL2Table(MachineFrame table) => OnFrame(MmuExtCommand.PinL2Table, table);

    /// <summary>Have Xen check a frame, and all below it, as a level 3 page table and hold it to that: <c>MMUEXT_PIN_L3_TABLE</c>.
    /// The root of a 32-bit guest.</summary>
    /// <param name="table">The table; nothing may map it writable.</param>
    public static MmuExtOp PinL3Table(MachineFrame table) => OnFrame(MmuExtCommand.PinL3Table, table);

    /// <summary>Have Xen check a frame, and all below it, as a level 4 page table and hold it to that: <c>MMUEXT_PIN_L4_TABLE</c>.
    /// The root of a 64-bit guest.</summary>
    /// <param name="table">The table; nothing may map it writable.</param>
    public static MmuExtOp PinL4Table(MachineFrame table) => OnFrame(MmuExtCommand.PinL4Table, table);

    /// <summary>Release a page table of any level that was pinned: <c>MMUEXT_UNPIN_TABLE</c>. It must not be in use as a root.</summary>
    /// <param name="table">The table.</param>
    public static MmuExtOp UnpinTable(MachineFrame table) => OnFrame(MmuExtCommand.UnpinTable, table);

    /// <summary>Make a table the root of the calling vCPU's address space, as writing CR3 does: <c>MMUEXT_NEW_BASEPTR</c>.</summary>
    /// <param name="root">A level 4 table; of a 32-bit guest level 3.</param>
    public static MmuExtOp NewBasePointer(MachineFrame root) => OnFrame(MmuExtCommand.NewBasePointer, root);

    /// <summary>Make a table the root that the calling vCPU uses in user mode: <c>MMUEXT_NEW_USER_BASEPTR</c>. 64-bit guests only.</summary>
    /// <param name="root">A level 4 table, or frame 0 for none.</param>
    public static MmuExtOp NewUserBasePointer(MachineFrame root) => OnFrame(MmuExtCommand.NewUserBasePointer, root);

    /// <summary>Flush the TLB of the CPU that the caller is on: <c>MMUEXT_TLB_FLUSH_LOCAL</c>.</summary>
    public static MmuExtOp TlbFlushLocal() => new() { Cmd = MmuExtCommand.TlbFlushLocal };

    /// <summary>Flush one address from the TLB of the CPU that the caller is on: <c>MMUEXT_INVLPG_LOCAL</c>.</summary>
    /// <param name="address">A guest-virtual address in the page.</param>
    public static MmuExtOp InvlpgLocal(GuestPointer64 address) => OnAddress(MmuExtCommand.InvlpgLocal, address);

    /// <summary>Flush the TLBs of the CPUs that some of the domain's vCPUs are on: <c>MMUEXT_TLB_FLUSH_MULTI</c>.</summary>
    /// <param name="vcpus">Guest-virtual address of a bitmap of vCPUs: one <see cref="CpuMap"/> for each 64 that the domain can
    /// have. It is read when the call is made, and must stay where it is until then.</param>
    public static MmuExtOp TlbFlushMulti(GuestPointer64<CpuMap> vcpus)
    {
        var operation = new MmuExtOp { Cmd = MmuExtCommand.TlbFlushMulti };
        operation.Arg2.Vcpumask = vcpus;
        return operation;
    }

    /// <summary>Flush one address from the TLBs of the CPUs that some of the domain's vCPUs are on: <c>MMUEXT_INVLPG_MULTI</c>.</summary>
    /// <param name="address">A guest-virtual address in the page.</param>
    /// <param name="vcpus">Guest-virtual address of a bitmap of vCPUs, as for <see cref="TlbFlushMulti"/>.</param>
    public static MmuExtOp InvlpgMulti(GuestPointer64 address, GuestPointer64<CpuMap> vcpus)
    {
        MmuExtOp operation = OnAddress(MmuExtCommand.InvlpgMulti, address);
        operation.Arg2.Vcpumask = vcpus;
        return operation;
    }

    /// <summary>Flush the TLBs of every CPU that a vCPU of the domain is on: <c>MMUEXT_TLB_FLUSH_ALL</c>.</summary>
    public static MmuExtOp TlbFlushAll() => new() { Cmd = MmuExtCommand.TlbFlushAll };

    /// <summary>Flush one address from the TLBs of every CPU that a vCPU of the domain is on: <c>MMUEXT_INVLPG_ALL</c>.</summary>
    /// <param name="address">A guest-virtual address in the page.</param>
    public static MmuExtOp InvlpgAll(GuestPointer64 address) => OnAddress(MmuExtCommand.InvlpgAll, address);

    /// <summary>Write back and drop the caches of the CPU that the caller is on: <c>MMUEXT_FLUSH_CACHE</c>. Only for domains
    /// with devices of their own.</summary>
    public static MmuExtOp FlushCache() => new() { Cmd = MmuExtCommand.FlushCache };

    /// <summary>Write back and drop the caches of every CPU of the machine: <c>MMUEXT_FLUSH_CACHE_GLOBAL</c>. Only for domains
    /// with devices of their own.</summary>
    public static MmuExtOp FlushCacheGlobal() => new() { Cmd = MmuExtCommand.FlushCacheGlobal };

    /// <summary>Set the calling vCPU's local descriptor table: <c>MMUEXT_SET_LDT</c>.</summary>
    /// <param name="address">Guest-virtual address of the table, at the start of a page; without entries it does not count.</param>
    /// <param name="entries">Descriptors of 8 bytes in the table, 0 to 8192; 0 for no table.</param>
    /// <exception cref="OverflowException">The address is not that of a page, or there are too many entries.</exception>
    public static MmuExtOp SetLdt(GuestPointer64 address, uint entries)
    {
        _ = Narrow.Without(address.Address, Page.Size - 1);
        MmuExtOp operation = OnAddress(MmuExtCommand.SetLdt, address);
        operation.Arg2.NrEnts = (uint)Narrow.AtMost(entries, MaxLdtEntries);
        return operation;
    }

    /// <summary>Fill a frame with zeroes: <c>MMUEXT_CLEAR_PAGE</c>.</summary>
    /// <param name="frame">The frame.</param>
    public static MmuExtOp ClearPage(MachineFrame frame) => OnFrame(MmuExtCommand.ClearPage, frame);

    /// <summary>Copy a frame to another: <c>MMUEXT_COPY_PAGE</c>.</summary>
    /// <param name="destination">The frame to write.</param>
    /// <param name="source">The frame to read.</param>
    public static MmuExtOp CopyPage(MachineFrame destination, MachineFrame source)
    {
        MmuExtOp operation = OnFrame(MmuExtCommand.CopyPage, destination);
        operation.Arg2.SrcMfn = source.Number;
        return operation;
    }

    /// <summary>Let level 2 entries map 2 MiB at once: <c>MMUEXT_MARK_SUPER</c>. Today's Xen answers -EOPNOTSUPP.</summary>
    /// <param name="first">The first frame of the superpage; a multiple of 512.</param>
    public static MmuExtOp MarkSuper(MachineFrame first) => OnFrame(MmuExtCommand.MarkSuper, first);

    /// <summary>Take back <see cref="MarkSuper"/>: <c>MMUEXT_UNMARK_SUPER</c>.</summary>
    /// <param name="first">The first frame of the superpage; a multiple of 512.</param>
    public static MmuExtOp UnmarkSuper(MachineFrame first) => OnFrame(MmuExtCommand.UnmarkSuper, first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MmuExtOp OnFrame(MmuExtCommand command, MachineFrame frame)
    {
        var operation = new MmuExtOp { Cmd = command };
        operation.Arg1.Mfn = frame.Number;
        return operation;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MmuExtOp OnAddress(MmuExtCommand command, GuestPointer64 address)
    {
        var operation = new MmuExtOp { Cmd = command };
        operation.Arg1.LinearAddr = address.Address;
        return operation;
    }
}
