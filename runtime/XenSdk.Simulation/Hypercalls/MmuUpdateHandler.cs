namespace XenSdk.Simulation;

/// <summary>
/// mmu_update: writes page-table entries and entries of the machine-to-physical table, one after another until one is refused
/// (do_mmu_update, xen/arch/x86/mm.c).
/// </summary>
internal sealed class MmuUpdateHandler(MachineMemory memory, SimulatedDomains domains, PageTables tables, Preemption preemption)
    : BatchHandler<MmuUpdate>(domains, tables, preemption)
{
    /// <summary>The bits of an update's address that hold the command: what a page-table entry's own alignment leaves.</summary>
    private const ulong CommandMask = sizeof(ulong) - 1;

    /// <summary>Of newer headers (<c>MMU_PT_UPDATE_NO_TRANSLATE</c>): a normal update, for a paravirtualised guest.</summary>
    private const MmuCommand PtUpdateNoTranslate = (MmuCommand)3;

    public override HypercallNumber Number => HypercallNumber.MmuUpdate;

    protected override int FindDomains(uint foreign, out BatchDomains named, out bool isDoneWritten)
    {
        SimulatedDomain? tableOwner = foreign >> 16 == 0 ? Domains.Caller : Domains.Find((DomainId)((foreign >> 16) - 1));
        isDoneWritten = tableOwner is not null;
        bool isFound = Domains.TryFindFrameOwner((DomainId)(foreign & 0xFFFF), out DomainId frameOwner);
        named = new(tableOwner!, frameOwner);
        return isFound && isDoneWritten ? 0 : -(int)XenErrno.ESRCH;
    }

    protected override int Carry(in MmuUpdate update, in BatchDomains named)
    {
        ulong address = update.Ptr & ~CommandMask;
        var command = (MmuCommand)(update.Ptr & CommandMask);
        return command switch
        {
            MmuCommand.NormalPtUpdate or MmuCommand.PtUpdatePreserveAd or PtUpdateNoTranslate =>
                WriteEntry(address, update.Val, command, named.TableOwner, named.FrameOwner),
            MmuCommand.MachphysUpdate => WritePseudoPhysical(address, update.Val, named.TableOwner, named.FrameOwner),
            _ => -(int)XenErrno.ENOSYS,
        };
    }

    private int WriteEntry(ulong address, ulong value, MmuCommand command, SimulatedDomain tableOwner, DomainId frameOwner)
    {
        if (!Domains.MayActOn(frameOwner) || !Domains.MayActOn(tableOwner.Id))
            return -(int)XenErrno.EPERM;
        ulong frame = address >> MachineMemory.PageShift;
        if (!memory.IsOwnedBy(frame, tableOwner.Id))
            return -(int)XenErrno.EINVAL;

        MachineMemory.Frame found = memory.At(frame);
        bool isTable = found is { TypeCount: > 0, Type: not FrameType.Writable };
        if (isTable)
        {
            if (found.Type != FrameType.L1Table && frameOwner != tableOwner.Id)
                return -(int)XenErrno.EINVAL;
            return Tables.Modify(
                address, new TableEntry(value), found.Type, command == MmuCommand.PtUpdatePreserveAd, tableOwner, frameOwner);
        }

        // A page that is no table now is written as the guest could write it itself.
        int error = Tables.Use(frame, FrameType.Writable);
        if (error != 0)
            return error;
        memory.Write(address, value);
        Tables.Unuse(frame);
        return 0;
    }

    private int WritePseudoPhysical(ulong address, ulong value, SimulatedDomain tableOwner, DomainId frameOwner)
    {
        if (tableOwner != Domains.Caller || !Domains.MayActOn(frameOwner))
            return -(int)XenErrno.EPERM;
        ulong frame = address >> MachineMemory.PageShift;
        if (!memory.IsOwnedBy(frame, frameOwner))
            return -(int)XenErrno.EINVAL;
        memory.At(frame).PseudoPhysical = value;
        return 0;
    }
}
