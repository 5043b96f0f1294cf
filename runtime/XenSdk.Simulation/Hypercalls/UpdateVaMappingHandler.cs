namespace XenSdk.Simulation;

/// <summary>update_va_mapping: writes the L1 entry that translates a virtual address; and its twin for the frames of another
/// domain (do_update_va_mapping and do_update_va_mapping_otherdomain, xen/arch/x86/mm.c). The simulation has no TLB to flush;
/// what the flags name is checked all the same.</summary>
internal sealed class UpdateVaMappingHandler(HypercallNumber number, MachineMemory memory, SimulatedDomains domains, PageTables tables)
    : IHypercallHandler
{
    public HypercallNumber Number => number;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        SimulatedDomain caller = domains.Caller;
        DomainId frameOwner = caller.Id;
        if (number == HypercallNumber.UpdateVaMappingOtherDomain && !domains.TryFindFrameOwner((DomainId)(ushort)request.A4, out frameOwner))
            return -(long)XenErrno.ESRCH;
        if (!domains.MayActOn(frameOwner))
            return -(long)XenErrno.EPERM;
        if (!tables.TryWalk(domains.Vcpu.BaseTable, request.A1, out ulong entryAddress)
            || !IsL1Table(entryAddress >> MachineMemory.PageShift, caller))
            return -(long)XenErrno.EINVAL;
        int error = tables.Modify(
            entryAddress, new TableEntry(request.A2), FrameType.L1Table, keepAccessedAndDirty: false, caller, frameOwner);
        return error != 0 ? error : Flush((UvmFlags)request.A3);
    }

    private bool IsL1Table(ulong frame, SimulatedDomain owner) =>
        memory.IsOwnedBy(frame, owner.Id) && memory.At(frame) is { Type: FrameType.L1Table, TypeCount: > 0 };

    /// <summary>Beside the kind of flush the flags are either a fixed value or the address of a bitmap of VCPUs, one word for
    /// all that a domain can have.</summary>
    private static int Flush(UvmFlags flags)
    {
        if ((flags & UvmFlags.FlushTypeMask) is not (UvmFlags.TlbFlush or UvmFlags.Invlpg))
            return 0;
        UvmFlags target = flags & ~UvmFlags.FlushTypeMask;
        return target is UvmFlags.Local or UvmFlags.All || GuestAddressSpace.TryRead((ulong)target, out ulong _) ? 0 : -(int)XenErrno.EFAULT;
    }
}
