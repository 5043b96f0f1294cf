namespace XenSdk.Simulation;

/// <summary>update_va_mapping: writes the L1 entry that translates a virtual address (do_update_va_mapping,
/// xen/arch/x86/mm.c). The simulation has no TLB to flush; what the flags name is checked all the same.</summary>
internal sealed class UpdateVaMappingHandler(MachineMemory memory, SimulatedDomains domains, PageTables tables) : IHypercallHandler
{
    private const ulong FlushTypeMask = 3;
    private const ulong FlushAll = 1;
    private const ulong FlushOne = 2;
    private const ulong Local = 0;
    private const ulong AllVcpus = 1 << 2;

    public uint Number => HypercallNumbers.UpdateVaMapping;

    public long Answer(in HypercallRequest request)
    {
        SimulatedDomain caller = domains.Caller;
        if (!tables.TryWalk(caller.BaseTable, request.A1, out ulong entryAddress)
            || !IsL1Table(entryAddress >> MachineMemory.PageShift, caller))
            return -(long)XenErrno.EINVAL;
        int error = tables.Modify(
            entryAddress, new TableEntry(request.A2), FrameType.L1Table, keepAccessedAndDirty: false, caller, caller.Id);
        return error != 0 ? error : Flush(request.A3);
    }

    private bool IsL1Table(ulong frame, SimulatedDomain owner) =>
        memory.IsOwnedBy(frame, owner.Id) && memory.At(frame) is { Type: FrameType.L1Table, TypeCount: > 0 };

    /// <summary>Beside the kind of flush the flags are either a fixed value or the address of a bitmap of VCPUs, one word for
    /// the one VCPU that the domain has.</summary>
    private static int Flush(ulong flags)
    {
        if ((flags & FlushTypeMask) is not (FlushAll or FlushOne))
            return 0;
        ulong target = flags & ~FlushTypeMask;
        return target is Local or AllVcpus || GuestAddressSpace.TryRead(target, out ulong _) ? 0 : -(int)XenErrno.EFAULT;
    }
}
