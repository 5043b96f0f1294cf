namespace XenSdk.Simulation;

/// <summary>
/// mmuext_op: pins and unpins page tables, changes the root, flushes TLBs and caches, sets the LDT, clears and copies frames,
/// one after another until one is refused (do_mmuext_op, xen/arch/x86/mm.c).
/// </summary>
/// <remarks>The simulation has no TLB, no caches and no LDT; what is asked of them is checked, and counted in
/// <see cref="SimulatedVcpu"/>.</remarks>
internal sealed class MmuExtHandler(MachineMemory memory, SimulatedDomains domains, PageTables tables, Preemption preemption)
    : BatchHandler<MmuExtOp>(domains, tables, preemption)
{
    private const int NotPermitted = -(int)XenErrno.EPERM;
    private const int Invalid = -(int)XenErrno.EINVAL;
    private const uint MaxLdtEntries = 8192;

    public override HypercallNumber Number => HypercallNumber.MmuExtOp;

    protected override int FindDomains(uint foreign, out BatchDomains named, out bool isDoneWritten)
    {
        isDoneWritten = false;
        bool isFound = Domains.TryFindFrameOwner((DomainId)(foreign & 0xFFFF), out DomainId owner);
        named = new(Domains.Caller, owner);
        if (!isFound)
            return -(int)XenErrno.ESRCH;
        return Domains.IsTarget(owner) ? 0 : NotPermitted;
    }

    protected override int Carry(in MmuExtOp operation, in BatchDomains named)
    {
        DomainId owner = named.FrameOwner;
        ulong frame = operation.Arg1.Mfn;
        switch (operation.Cmd)
        {
            // About frames of any domain that the caller may act on.
            case MmuExtCommand.PinL1Table:
                return Pin(frame, FrameType.L1Table, owner);
            case MmuExtCommand.PinL2Table:
                return Pin(frame, FrameType.L2Table, owner);
            case MmuExtCommand.PinL3Table:
                return Pin(frame, FrameType.L3Table, owner);
            case MmuExtCommand.PinL4Table:
                return Pin(frame, FrameType.L4Table, owner);
            case MmuExtCommand.UnpinTable:
                return Unpin(frame, owner);
            case MmuExtCommand.ClearPage:
                return Clear(frame, owner);
            case MmuExtCommand.CopyPage:
                return Copy(frame, operation.Arg2.SrcMfn, owner);
            case MmuExtCommand.MarkSuper or MmuExtCommand.UnmarkSuper:
                return -(int)XenErrno.EOPNOTSUPP;
            case > MmuExtCommand.UnmarkSuper or (MmuExtCommand)14:
                return -(int)XenErrno.ENOSYS;
            default:
                return owner == Domains.Caller.Id ? OnSelf(in operation) : NotPermitted;
        }
    }

    /// <summary>What can only be meant for the caller itself.</summary>
    private int OnSelf(in MmuExtOp operation)
    {
        ulong frame = operation.Arg1.Mfn;
        ulong address = operation.Arg1.LinearAddr;
        SimulatedVcpu vcpu = Domains.Vcpu;
        switch (operation.Cmd)
        {
            case MmuExtCommand.NewBasePointer:
                return ChangeRoot(vcpu, frame);
            case MmuExtCommand.NewUserBasePointer:
                return ChangeUserRoot(vcpu, frame);
            case MmuExtCommand.TlbFlushLocal:
                vcpu.TlbFlushes++;
                return 0;
            case MmuExtCommand.InvlpgLocal:
                FlushAddress(vcpu, address);
                return 0;
            case MmuExtCommand.TlbFlushMulti or MmuExtCommand.InvlpgMulti:
                return FlushMany(operation.Arg2.Vcpumask.Address, operation.Cmd == MmuExtCommand.InvlpgMulti ? address : null);
            case MmuExtCommand.TlbFlushAll:
                foreach (SimulatedVcpu each in Domains.Caller.Vcpus)
                    each.TlbFlushes++;
                return 0;
            case MmuExtCommand.InvlpgAll:
                foreach (SimulatedVcpu each in Domains.Caller.Vcpus)
                    FlushAddress(each, address);
                return 0;
            case MmuExtCommand.FlushCache:
                return FlushCaches(vcpu, everywhere: false, -(int)XenErrno.EACCES);
            case MmuExtCommand.FlushCacheGlobal:
                return FlushCaches(vcpu, everywhere: true, Invalid);
            default:
                return SetLdt(vcpu, address, operation.Arg2.NrEnts);
        }
    }

    private int Pin(ulong frame, FrameType type, DomainId owner)
    {
        if (!memory.IsOwnedBy(frame, owner))
            return Invalid;
        int error = Tables.UsePreemptibly(frame, type);
        if (error != 0)
            return error;
        ref MachineMemory.Frame found = ref memory.At(frame);
        if (!found.IsPinned)
        {
            found.IsPinned = true;
            return 0;
        }

        // Pinned before: the use that was just taken is given back, of an L1 table at once.
        if (type == FrameType.L1Table)
            Tables.Unuse(frame);
        else
            Domains.Vcpu.OldTable = frame;
        return Invalid;
    }

    private int Unpin(ulong frame, DomainId owner)
    {
        if (!memory.IsOwnedBy(frame, owner) || !memory.At(frame).IsPinned)
            return Invalid;
        memory.At(frame).IsPinned = false;
        Tables.UnusePreemptibly(frame);
        return 0;
    }

    private int ChangeRoot(SimulatedVcpu vcpu, ulong frame)
    {
        ulong old = vcpu.BaseTable;
        if (frame == old)
            return 0;
        int error = UseRoot(frame);
        if (error != 0)
            return error;
        vcpu.BaseTable = frame;
        return Tables.UnusePreemptibly(old) ? 0 : -(int)XenErrno.ERESTART;
    }

    private int ChangeUserRoot(SimulatedVcpu vcpu, ulong frame)
    {
        ulong old = vcpu.UserBaseTable;
        if (frame == old)
            return 0;
        int error = frame == 0 ? 0 : UseRoot(frame);
        if (error != 0)
            return error;
        vcpu.UserBaseTable = frame;
        return old == 0 || Tables.UnusePreemptibly(old) ? 0 : -(int)XenErrno.ERESTART;
    }

    private int UseRoot(ulong frame) =>
        memory.IsOwnedBy(frame, Domains.Caller.Id) ? Tables.UsePreemptibly(frame, FrameType.L4Table) : Invalid;

    /// <summary>Flushes on the vCPUs of a bitmap of 64-bit words, of which Xen reads as many as the domain's vCPUs need
    /// (<c>vcpumask_to_pcpumask</c>).</summary>
    private int FlushMany(ulong bitmap, ulong? address)
    {
        if (!GuestAddressSpace.TryRead(bitmap, out ulong vcpus))
            return Invalid;
        foreach (SimulatedVcpu vcpu in Domains.Caller.Vcpus)
        {
            if (((vcpus >> vcpu.Number) & 1) == 0)
                continue;
            if (address is { } single)
                FlushAddress(vcpu, single);
            else
                vcpu.TlbFlushes++;
        }

        return 0;
    }

    private static void FlushAddress(SimulatedVcpu vcpu, ulong address)
    {
        if (GuestAddressSpace.MayName(address))
            vcpu.AddressFlushes++;
    }

    private int FlushCaches(SimulatedVcpu vcpu, bool everywhere, int refusal)
    {
        // Only a domain that has devices.
        if (!Domains.Caller.IsPrivileged)
            return refusal;
        foreach (SimulatedVcpu each in Domains.Caller.Vcpus)
            each.CacheFlushes += everywhere || each == vcpu ? 1 : 0;
        return 0;
    }

    private static int SetLdt(SimulatedVcpu vcpu, ulong address, uint entries)
    {
        if (entries == 0)
            address = 0;
        if (address % MachineMemory.PageSize != 0 || !GuestAddressSpace.MayName(address) || entries > MaxLdtEntries)
            return Invalid;
        (vcpu.LdtAddress, vcpu.LdtEntries) = (address, entries);
        return 0;
    }

    private int Clear(ulong frame, DomainId owner)
    {
        if (!memory.IsOwnedBy(frame, owner) || Tables.Use(frame, FrameType.Writable) != 0)
            return Invalid;
        memory.Bytes(frame).Clear();
        Tables.Unuse(frame);
        return 0;
    }

    private int Copy(ulong destination, ulong source, DomainId owner)
    {
        if (!memory.IsOwnedBy(source, owner) || !memory.IsOwnedBy(destination, owner) || Tables.Use(destination, FrameType.Writable) != 0)
            return Invalid;
        memory.Bytes(source).CopyTo(memory.Bytes(destination));
        Tables.Unuse(destination);
        return 0;
    }
}
