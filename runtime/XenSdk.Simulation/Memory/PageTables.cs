using static XenSdk.Simulation.TableEntry;

namespace XenSdk.Simulation;

/// <summary>
/// Xen's guard over page tables: no entry is written that would let a guest write its own page tables or reach memory
/// that is not its own.
/// </summary>
/// <remarks>
/// The rules are those of xen/arch/x86/mm.c for 64-bit PV guests without superpages and shadow paging. A table with entries that
/// name tables of its own level, a linear page table, is not itself named by such an entry of another. Methods return 0 or a
/// negative <see cref="XenErrno"/>.
/// </remarks>
internal sealed partial class PageTables(MachineMemory memory, SimulatedDomains domains, Preemption preemption)
{
    /// <summary>The part of an L4 table that Xen keeps for itself.</summary>
    private const int FirstXenSlot = 256;
    private const int LastXenSlot = 271;

    /// <summary>The frame that an entry with all address bits set names: a guest's way to write "no frame".</summary>
    private const ulong InvalidFrame = (1UL << 40) - 1;

    /// <summary>Writes an entry of a table (<c>mod_l1_entry</c> to <c>mod_l4_entry</c>).</summary>
    /// <param name="address">Machine address of the entry.</param>
    /// <param name="entry">What the guest wants there.</param>
    /// <param name="level">The table's level.</param>
    /// <param name="keepAccessedAndDirty">Whether the old entry's accessed and dirty bits are kept.</param>
    /// <param name="tableOwner">The domain whose table it is.</param>
    /// <param name="frameOwner">The domain whose frames the entry may map.</param>
    internal int Modify(
        ulong address, TableEntry entry, FrameType level, bool keepAccessedAndDirty, SimulatedDomain tableOwner, DomainId frameOwner)
    {
        ulong table = address >> MachineMemory.PageShift;
        int slot = (int)(address / sizeof(ulong) % MachineMemory.EntriesPerTable);
        if (IsXens(level, slot))
            return -(int)XenErrno.EINVAL;

        var old = new TableEntry(memory.Read(address));
        if (entry.IsPresent)
        {
            if (entry.Has(Disallowed(level, tableOwner)))
                return -(int)XenErrno.EINVAL;
            if (entry.IsLike(old))
            {
                Store(address, old, entry.Adjusted(level), keepAccessedAndDirty);
                return 0;
            }

            ulong flip = 0;
            int error = level == FrameType.L1Table
                ? Reference(entry, tableOwner, frameOwner, out flip)
                : ReferenceTable(entry, table, level, tableOwner, isPreemptible: true);
            if (error != 0)
                return error;
            entry = entry.Flip(flip).Adjusted(level);
        }

        Store(address, old, entry, keepAccessedAndDirty);
        if (level == FrameType.L1Table)
        {
            Release(old, table, level);
        }
        else if (UsesFrame(old, table))
        {
            ForgetLinear(old, table, level);
            domains.Vcpu.OldTable = old.Frame;
        }

        return 0;
    }

    /// <summary>Takes one more use of a frame as a type; the first use as a table checks every entry
    /// (<c>_get_page_type</c>).</summary>
    internal int Use(ulong frame, FrameType type)
    {
        ref MachineMemory.Frame found = ref memory.At(frame);
        if (found.TypeCount == 0)
        {
            if (found.Type != type)
            {
                found.Type = type;
                found.IsValidated = type == FrameType.Writable;
            }
        }
        else if (found.Type != type)
        {
            return -(int)XenErrno.EINVAL;
        }

        found.TypeCount++;
        if (found.IsValidated)
            return 0;
        int error = Promote(frame, type);
        if (error == 0)
            found.IsValidated = true;
        else
            (found.Type, found.TypeCount) = (FrameType.None, 0);
        return error;
    }

    /// <summary>Gives a use up; the last one of a table gives up what its entries use (<c>_put_page_type</c>).</summary>
    internal void Unuse(ulong frame)
    {
        ref MachineMemory.Frame found = ref memory.At(frame);
        if (--found.TypeCount > 0 || found.Type == FrameType.Writable)
            return;
        found.IsValidated = false;
        for (int slot = 0; slot < MachineMemory.EntriesPerTable; slot++)
        {
            if (!IsXens(found.Type, slot))
                Release(new TableEntry(memory.Read(MachineMemory.EntryAddress(frame, slot))), frame, found.Type);
        }
    }

    /// <summary>Finds the L1 entry that translates a virtual address (<c>map_guest_l1e</c>).</summary>
    /// <returns>Whether there is one; it need not be present.</returns>
    internal bool TryWalk(ulong baseTable, ulong virtualAddress, out ulong entryAddress)
    {
        entryAddress = 0;
        if (!GuestAddressSpace.MayName(virtualAddress))
            return false;
        ulong table = baseTable;
        for (FrameType level = FrameType.L4Table; ; level--)
        {
            entryAddress = MachineMemory.EntryAddress(table, MachineMemory.SlotOf(virtualAddress, level));
            if (level == FrameType.L1Table)
                return true;
            var entry = new TableEntry(memory.Read(entryAddress));
            if (!entry.IsPresent || entry.Has(PatOrSize) || !memory.Has(entry.Frame))
                return false;
            table = entry.Frame;
        }
    }

    private static ulong Disallowed(FrameType level, SimulatedDomain owner) => level switch
    {
        // Cache attributes are for domains that have devices.
        FrameType.L1Table => owner.IsPrivileged ? 0 : CacheAttributes,
        _ => CacheAttributes | Global,
    };

    private static bool IsXens(FrameType level, int slot) =>
        level == FrameType.L4Table && slot is >= FirstXenSlot and <= LastXenSlot;

    private void Store(ulong address, TableEntry old, TableEntry entry, bool keepAccessedAndDirty) =>
        memory.Write(address, (keepAccessedAndDirty ? entry.With(old.Value & (Accessed | Dirty)) : entry).Value);

    /// <summary>Takes what a present L1 entry uses (<c>get_page_from_l1e</c>).</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="tableOwner">The domain whose table it is.</param>
    /// <param name="frameOwner">The domain whose frames it may map.</param>
    /// <param name="flip">Flags that Xen inverts before it writes the entry.</param>
    private int Reference(TableEntry entry, SimulatedDomain tableOwner, DomainId frameOwner, out ulong flip)
    {
        flip = 0;
        if (entry.Has(Disallowed(FrameType.L1Table, tableOwner)))
            return -(int)XenErrno.EINVAL;
        if (!memory.Has(entry.Frame))
            return ReferenceDevice(entry, tableOwner, frameOwner, out flip);

        DomainId owner = memory.At(entry.Frame).Owner;
        if (owner != frameOwner && (owner == DomainId.Invalid || frameOwner == tableOwner.Id || !domains.MayMap(frameOwner, owner)))
            return -(int)XenErrno.EBUSY;
        if (owner == DomainId.Xen && entry.Has(CacheAttributes))
            return -(int)XenErrno.EACCES;
        return entry.IsWritable && Use(entry.Frame, FrameType.Writable) != 0 ? -(int)XenErrno.EBUSY : 0;
    }

    /// <summary>What is no memory is a device's, and only for the privileged; cached, it becomes uncached.</summary>
    private int ReferenceDevice(TableEntry entry, SimulatedDomain tableOwner, DomainId frameOwner, out ulong flip)
    {
        flip = 0;
        if (entry.Frame == InvalidFrame)
            return -(int)XenErrno.EINVAL;
        if (entry.Frame >> (MachineMemory.PhysicalAddressBits - MachineMemory.PageShift) != 0)
            return -(int)XenErrno.EPERM;
        bool callersPrivilege = frameOwner == DomainId.Io
            ? domains.Caller.IsPrivileged
            : domains.Find(frameOwner) is { IsPrivileged: true };
        if (!callersPrivilege || !tableOwner.IsPrivileged)
            return -(int)XenErrno.EPERM;
        flip = (entry.Value & CacheAttributes) switch
        {
            0 => WriteThrough | CacheDisabled,
            WriteThrough => CacheDisabled,
            WriteThrough | PatOrSize => CacheDisabled | PatOrSize,
            _ => 0,
        };
        return 0;
    }

    /// <summary>Takes the lower table that a present entry of a table uses (<c>get_page_from_l2e</c> to
    /// <c>get_page_from_l4e</c>).</summary>
    private int ReferenceTable(TableEntry entry, ulong table, FrameType level, SimulatedDomain tableOwner, bool isPreemptible)
    {
        if (entry.Has(Disallowed(level, tableOwner)) || !memory.IsOwnedBy(entry.Frame, tableOwner.Id))
            return -(int)XenErrno.EINVAL;
        if (entry.Frame == table && !entry.IsWritable)
            return 0;
        int error = isPreemptible ? UsePreemptibly(entry.Frame, level - 1) : Use(entry.Frame, level - 1);
        return error == -(int)XenErrno.EINVAL && TryUseLinear(entry, table, level) ? 0 : error;
    }

    /// <summary>Has an entry show another table of its table's own level, to be read only. It must be checked, and show no other
    /// itself; and the entry's own table must not be shown by a third (<c>get_l2_linear_pagetable</c> and its like).</summary>
    private bool TryUseLinear(TableEntry entry, ulong table, FrameType level)
    {
        ref MachineMemory.Frame shown = ref memory.At(entry.Frame);
        ref MachineMemory.Frame container = ref memory.At(table);
        if (entry.IsWritable || shown.Type != level || shown.TypeCount == 0 || !shown.IsValidated || container.LinearCount < 0 || shown.LinearCount > 0)
            return false;
        container.LinearCount++;
        shown.LinearCount--;
        shown.TypeCount++;
        return true;
    }

    private void ForgetLinear(TableEntry entry, ulong table, FrameType level)
    {
        if (level == FrameType.L1Table || memory.At(entry.Frame).Type != level)
            return;
        memory.At(table).LinearCount--;
        memory.At(entry.Frame).LinearCount++;
    }

    private void Release(TableEntry entry, ulong table, FrameType level)
    {
        if (!UsesFrame(entry, table))
            return;
        ForgetLinear(entry, table, level);
        if (level != FrameType.L1Table || entry.IsWritable)
            Unuse(entry.Frame);
    }

    private bool UsesFrame(TableEntry entry, ulong table) => entry.IsPresent && memory.Has(entry.Frame) && entry.Frame != table;

    /// <summary>Takes what the entries of a table use, or nothing (<c>promote_l1_table</c> to <c>promote_l4_table</c>).</summary>
    private int Promote(ulong frame, FrameType level)
    {
        if (domains.Find(memory.At(frame).Owner) is not { } owner)
            return -(int)XenErrno.EINVAL;
        for (int slot = 0; slot < MachineMemory.EntriesPerTable; slot++)
        {
            ref ulong word = ref memory.Word(MachineMemory.EntryAddress(frame, slot));
            if (IsXens(level, slot))
            {
                word = 0;
                continue;
            }

            var entry = new TableEntry(word);
            if (!entry.IsPresent)
                continue;
            ulong flip = 0;
            int error = level == FrameType.L1Table ? Reference(entry, owner, owner.Id, out flip) : ReferenceTable(entry, frame, level, owner, isPreemptible: false);
            if (error == 0)
            {
                word = entry.Flip(flip).Adjusted(level).Value;
                continue;
            }

            while (slot-- > 0)
            {
                if (!IsXens(level, slot))
                    Release(new TableEntry(memory.Read(MachineMemory.EntryAddress(frame, slot))), frame, level);
            }

            return error;
        }

        return 0;
    }
}
