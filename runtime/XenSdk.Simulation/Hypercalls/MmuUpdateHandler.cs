using System.Runtime.CompilerServices;

namespace XenSdk.Simulation;

/// <summary>
/// mmu_update: writes page-table entries and entries of the machine-to-physical table, one after another until one is refused
/// (do_mmu_update, xen/arch/x86/mm.c).
/// </summary>
internal sealed class MmuUpdateHandler(MachineMemory memory, SimulatedDomains domains, PageTables tables) : IHypercallHandler
{
    /// <summary>The bit of the count that marks the continuation of a preempted call.</summary>
    private const uint Preempted = 1U << 31;

    /// <summary>The bits of an update's address that hold the command: what a page-table entry's own alignment leaves.</summary>
    private const ulong CommandMask = sizeof(ulong) - 1;

    /// <summary>Of newer headers (<c>MMU_PT_UPDATE_NO_TRANSLATE</c>): a normal update, for a paravirtualised guest.</summary>
    private const MmuCommand PtUpdateNoTranslate = (MmuCommand)3;

    public HypercallNumber Number => HypercallNumber.MmuUpdate;

    public long Answer(in HypercallRequest request)
    {
        ulong updates = request.A1;
        var count = (uint)request.A2;
        ulong doneAddress = request.A3;
        var foreign = (uint)request.A4;
        uint done = 0;

        // Xen's way to hand the result of a finished call to its continuation.
        if (count == Preempted && updates == 0)
            return (int)foreign;
        if ((count & Preempted) != 0)
        {
            count &= ~Preempted;
            if (doneAddress == 0 || !GuestAddressSpace.TryRead(doneAddress, out done))
                done = 0;
        }

        if (!GuestAddressSpace.MayNameArray(updates, count, (ulong)Unsafe.SizeOf<MmuUpdate>()))
            return -(long)XenErrno.EFAULT;
        SimulatedDomain? tableOwner = foreign >> 16 == 0 ? domains.Caller : domains.Find((DomainId)((foreign >> 16) - 1));
        if (tableOwner is null)
            return -(long)XenErrno.ESRCH;

        int error = domains.TryFindFrameOwner((DomainId)foreign, out DomainId frameOwner)
            ? ApplyAll(updates, count, tableOwner, frameOwner, ref done)
            : -(int)XenErrno.ESRCH;
        if (doneAddress != 0)
            GuestAddressSpace.TryWrite(doneAddress, in done);
        return error;
    }

    private int ApplyAll(ulong updates, uint count, SimulatedDomain tableOwner, DomainId frameOwner, ref uint done)
    {
        for (; count > 0; count--, done++, updates += (ulong)Unsafe.SizeOf<MmuUpdate>())
        {
            if (!GuestAddressSpace.TryRead(updates, out MmuUpdate update))
                return -(int)XenErrno.EFAULT;
            ulong address = update.Ptr & ~CommandMask;
            var command = (MmuCommand)(update.Ptr & CommandMask);
            int error = command switch
            {
                MmuCommand.NormalPtUpdate or MmuCommand.PtUpdatePreserveAd or PtUpdateNoTranslate =>
                    WriteEntry(address, update.Val, command, tableOwner, frameOwner),
                MmuCommand.MachphysUpdate => WritePseudoPhysical(address, update.Val, tableOwner, frameOwner),
                _ => -(int)XenErrno.ENOSYS,
            };
            if (error != 0)
                return error;
        }

        return 0;
    }

    private int WriteEntry(ulong address, ulong value, MmuCommand command, SimulatedDomain tableOwner, DomainId frameOwner)
    {
        if (!domains.MayActOn(frameOwner) || !domains.MayActOn(tableOwner.Id))
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
            return tables.Modify(
                address, new TableEntry(value), found.Type, command == MmuCommand.PtUpdatePreserveAd, tableOwner, frameOwner);
        }

        // A page that is no table now is written as the guest could write it itself.
        int error = tables.Use(frame, FrameType.Writable);
        if (error != 0)
            return error;
        memory.Write(address, value);
        tables.Unuse(frame);
        return 0;
    }

    private int WritePseudoPhysical(ulong address, ulong value, SimulatedDomain tableOwner, DomainId frameOwner)
    {
        if (tableOwner != domains.Caller || !domains.MayActOn(frameOwner))
            return -(int)XenErrno.EPERM;
        ulong frame = address >> MachineMemory.PageShift;
        if (!memory.IsOwnedBy(frame, frameOwner))
            return -(int)XenErrno.EINVAL;
        memory.At(frame).PseudoPhysical = value;
        return 0;
    }
}
