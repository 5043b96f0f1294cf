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

    public uint Number => HypercallNumbers.MmuUpdate;

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

        if (!GuestAddressSpace.MayNameArray(updates, count, (ulong)Unsafe.SizeOf<Update>()))
            return -(long)XenErrno.EFAULT;
        SimulatedDomain? tableOwner = foreign >> 16 == 0 ? domains.Caller : domains.Find((ushort)((foreign >> 16) - 1));
        if (tableOwner is null)
            return -(long)XenErrno.ESRCH;

        int error = domains.TryFindFrameOwner((ushort)foreign, out ushort frameOwner)
            ? ApplyAll(updates, count, tableOwner, frameOwner, ref done)
            : -(int)XenErrno.ESRCH;
        if (doneAddress != 0)
            GuestAddressSpace.TryWrite(doneAddress, in done);
        return error;
    }

    private int ApplyAll(ulong updates, uint count, SimulatedDomain tableOwner, ushort frameOwner, ref uint done)
    {
        for (; count > 0; count--, done++, updates += (ulong)Unsafe.SizeOf<Update>())
        {
            if (!GuestAddressSpace.TryRead(updates, out Update update))
                return -(int)XenErrno.EFAULT;
            int error = update.Command switch
            {
                Update.Normal or Update.PreserveAccessedAndDirty or Update.NotTranslated =>
                    WriteEntry(update, tableOwner, frameOwner),
                Update.MachineToPhysical => WritePseudoPhysical(update, tableOwner, frameOwner),
                _ => -(int)XenErrno.ENOSYS,
            };
            if (error != 0)
                return error;
        }

        return 0;
    }

    private int WriteEntry(Update update, SimulatedDomain tableOwner, ushort frameOwner)
    {
        if (!domains.MayActOn(frameOwner) || !domains.MayActOn(tableOwner.Id))
            return -(int)XenErrno.EPERM;
        ulong frame = update.Address >> MachineMemory.PageShift;
        if (!memory.IsOwnedBy(frame, tableOwner.Id))
            return -(int)XenErrno.EINVAL;

        MachineMemory.Frame found = memory.At(frame);
        bool isTable = found is { TypeCount: > 0, Type: not FrameType.Writable };
        if (isTable)
        {
            if (found.Type != FrameType.L1Table && frameOwner != tableOwner.Id)
                return -(int)XenErrno.EINVAL;
            return tables.Modify(
                update.Address, new TableEntry(update.Value), found.Type, update.Command == Update.PreserveAccessedAndDirty, tableOwner, frameOwner);
        }

        // A page that is no table now is written as the guest could write it itself.
        int error = tables.Use(frame, FrameType.Writable);
        if (error != 0)
            return error;
        memory.Write(update.Address, update.Value);
        tables.Unuse(frame);
        return 0;
    }

    private int WritePseudoPhysical(Update update, SimulatedDomain tableOwner, ushort frameOwner)
    {
        if (tableOwner != domains.Caller || !domains.MayActOn(frameOwner))
            return -(int)XenErrno.EPERM;
        ulong frame = update.Address >> MachineMemory.PageShift;
        if (!memory.IsOwnedBy(frame, frameOwner))
            return -(int)XenErrno.EINVAL;
        memory.At(frame).PseudoPhysical = update.Value;
        return 0;
    }

    /// <summary>A <c>mmu_update</c>: an address, with the command in its lowest bits, and a value.</summary>
    internal readonly struct Update
    {
        internal const uint Normal = 0;
        internal const uint MachineToPhysical = 1;
        internal const uint PreserveAccessedAndDirty = 2;

        /// <summary>Of newer headers; the same as <see cref="Normal"/> for a paravirtualised guest.</summary>
        internal const uint NotTranslated = 3;

        private const ulong CommandMask = sizeof(ulong) - 1;
        internal readonly ulong Pointer;
        internal readonly ulong Value;

        internal uint Command => (uint)(Pointer & CommandMask);

        internal ulong Address => Pointer & ~CommandMask;
    }
}
