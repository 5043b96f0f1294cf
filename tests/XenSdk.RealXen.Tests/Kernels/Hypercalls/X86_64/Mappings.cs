using XenSdk;
using XenSdk.Guest;

/// <summary>The three calls that change page-table entries, and the assist that makes writing them one.</summary>
internal static unsafe class Mappings
{
    internal const PteFlags Writable = PteFlags.Present | PteFlags.Writable | PteFlags.User;
    internal const PteFlags ReadOnly = PteFlags.Present | PteFlags.User;

    // mmu_update's fourth command, which Xen has had since 4.12 and the header here does not name.
    private const ulong NoTranslate = 3;

    // Xen shows every PV guest which page each machine frame is: MACH2PHYS_VIRT_START of xen-x86_64.h.
    private const ulong MachineToPhysical = 0xffff_8000_0000_0000;

    // Where a guest has nothing to look for.
    private const ulong XensMemory = 0xffff_8300_0000_0000;

    // The last bytes below 1 MiB are the firmware's, and its date is in them.
    private const ulong FirmwareFrame = 0xff;
    private const int FirmwareDate = 0xff5;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var here = (ulong*)memory.Spare(0);
        var there = (ulong*)memory.Spare(1);
        *here = 0x1111;
        *there = 0x2222;
        Commands(xen, memory, here, there);
        Refusals(xen, memory, here);
        ByAddress(xen, memory, here, there);
        OfAnotherOwner(xen, memory, here);
        Assist(xen, memory, here, there);
    }

    /// <summary>Maps a frame at an address.</summary>
    internal static HypercallResult Map(Hypercalls<PvHypercallPage> xen, void* address, MachineFrame frame, PteFlags flags)
        => xen.UpdateVaMapping(address, Pte.Map(frame, flags), MappingFlush.LocalEntry);

    private static void Commands(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* here, ulong* there)
    {
        const HypercallNumber call = HypercallNumber.MmuUpdate;
        MachineAddress entry = memory.EntryAddressOf((ulong)here);
        MachineFrame frameHere = memory.FrameOf(here);
        MachineFrame frameThere = memory.FrameOf(there);

        HypercallResult result = Update(xen, MmuUpdates.Write(entry, Pte.Map(frameThere, Writable)));
        Flush(xen, here);
        Table.Effect(call, "MMU_NORMAL_PT_UPDATE: a page to another frame"u8, result, "the page reads what is in that frame"u8, Read(here) == 0x2222);
        Panic.IfError(Update(xen, MmuUpdates.Write(entry, Pte.Map(frameHere, Writable))));
        Flush(xen, here);

        var numberOf = (ulong*)(MachineToPhysical + (frameThere.Number * sizeof(ulong)));
        ulong number = Read(numberOf);
        result = Update(xen, MmuUpdates.UpdateMachineToPhysical(frameThere, new PseudoPhysicalFrame(0x7777)));
        Table.Effect(call, "MMU_MACHPHYS_UPDATE: another number for a frame"u8, result, "Xen's table has that number"u8, Read(numberOf) == 0x7777);
        Panic.IfError(Update(xen, MmuUpdates.UpdateMachineToPhysical(frameThere, new PseudoPhysicalFrame(number))));

        const PteFlags used = PteFlags.Accessed | PteFlags.Dirty;
        Pte* inTable = memory.EntryOf((ulong)here);
        Volatile.Write(ref *here, 0x1111);
        bool wasUsed = (inTable->Flags & used) == used;
        result = Update(xen, MmuUpdates.WritePreservingAccessedDirty(entry, Pte.Map(frameHere, Writable)));
        bool isKept = (inTable->Flags & used) == used;
        Table.Effect(call, "MMU_PT_UPDATE_PRESERVE_AD: the entry of a page that was written to, without A and D"u8, result, "A and D are still set"u8, wasUsed && isKept);
        result = Update(xen, MmuUpdates.Write(entry, Pte.Map(frameHere, Writable)));
        Table.Effect(call, "MMU_NORMAL_PT_UPDATE: the same"u8, result, "A and D are clear"u8, (inTable->Flags & used) == 0);

        result = Update(xen, new MmuUpdate { Ptr = entry.Value | NoTranslate, Val = Pte.Map(frameThere, Writable).Value });
        Flush(xen, here);
        Table.Effect(call, "command 3, MMU_PT_UPDATE_NO_TRANSLATE: a page to another frame"u8, result, "the page reads what is in that frame"u8, Read(here) == 0x2222);
        Panic.IfError(Update(xen, MmuUpdates.Write(entry, Pte.Map(frameHere, Writable))));
        Flush(xen, here);
    }

    private static void Refusals(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* here)
    {
        const HypercallNumber call = HypercallNumber.MmuUpdate;
        MachineAddress entry = memory.EntryAddressOf((ulong)here);
        MmuUpdate good = MmuUpdates.Write(entry, Pte.Map(memory.FrameOf(here), Writable));
        MmuUpdate bad = MmuUpdates.Write(entry, Pte.Map(new MachineFrame(0xff_ffff_ffff), Writable));
        HypercallResult result = xen.MmuUpdate([good, good, bad, good], out uint done, ForeignDomain.Self.Value);
        Table.Effect(call, "four updates, the third to a frame that is nobody's"u8, result, HypercallResult.FromError(XenErrno.EINVAL), "two were done"u8, done == 2);
        result = xen.MmuUpdate([good], out done, ForeignDomain.Of((DomainId)77).Value);
        Table.Effect(call, "an update for domain 77, which is none"u8, result, HypercallResult.FromError(XenErrno.ESRCH), "none was done"u8, done == 0);
        Table.Answer(call, "no updates"u8, xen.MmuUpdate(default, out _, ForeignDomain.Self.Value), Table.Done);
        done = 5;
        result = xen.MmuUpdate(new GuestPointer64<MmuUpdate>(8), 1, &done, ForeignDomain.Self.Value);
        Table.Effect(call, "an update at address 8, where nothing is"u8, result, HypercallResult.FromError(XenErrno.EFAULT), "none was done"u8, done == 0);
        done = 5;
        result = xen.MmuUpdate(new GuestPointer64<MmuUpdate>(XensMemory), 1, &done, ForeignDomain.Self.Value);
        Table.Effect(call, "an update in Xen's memory"u8, result, HypercallResult.FromError(XenErrno.EFAULT), "done is not written"u8, done == 5);
    }

    private static void ByAddress(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* here, ulong* there)
    {
        const HypercallNumber call = HypercallNumber.UpdateVaMapping;
        HypercallResult result = Map(xen, here, memory.FrameOf(there), Writable);
        Table.Effect(call, "a page to another frame, UVMF_INVLPG"u8, result, "the page reads what is in that frame"u8, Read(here) == 0x2222);
        Panic.IfError(Map(xen, here, memory.FrameOf(here), Writable));

        ulong cpus = 1;
        var vcpus = new GuestPointer64<CpuMap>((ulong)&cpus);
        Flushed(xen, memory, here, there, MappingFlush.LocalTlb, "the same, UVMF_TLB_FLUSH"u8);
        Flushed(xen, memory, here, there, MappingFlush.EntryOnAll, "the same, UVMF_INVLPG on all"u8);
        Flushed(xen, memory, here, there, MappingFlush.EntryOn(vcpus), "the same, UVMF_INVLPG on vCPU 0 by a bitmap"u8);
        Flushed(xen, memory, here, there, MappingFlush.TlbOn(vcpus), "the same, UVMF_TLB_FLUSH on vCPU 0 by a bitmap"u8);
        result = xen.UpdateVaMapping(here, Pte.Map(memory.FrameOf(there), Writable), MappingFlush.EntryOn(new(8)));
        Table.Refusal(call, "the same, on vCPUs of a bitmap at address 8"u8, result, XenErrno.EFAULT);
        Panic.IfError(Map(xen, here, memory.FrameOf(here), Writable));

        result = xen.UpdateVaMapping(here, default, MappingFlush.TlbOnAll);
        Table.Effect(call, "an entry of 0, UVMF_TLB_FLUSH on all"u8, result, "the next write faults"u8, WriteFaults(here, 3));
        Panic.IfError(Map(xen, here, memory.FrameOf(here), Writable));

        Table.Refusal(call, "an address without a page table"u8, Map(xen, (void*)0x1000_0000_0000, memory.FrameOf(here), Writable), XenErrno.EINVAL);
        Table.Refusal(call, "a page table, writable"u8, Map(xen, memory.Root, memory.FrameOf(memory.Root), Writable), XenErrno.EBUSY);
    }

    private static void Flushed(
        Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* here, ulong* there, MappingFlush flush, ReadOnlySpan<byte> exercise)
    {
        bool isCached = Read(here) == 0x1111;
        HypercallResult result = xen.UpdateVaMapping(here, Pte.Map(memory.FrameOf(there), Writable), flush);
        Table.Effect(HypercallNumber.UpdateVaMapping, exercise, result, "the page reads what is in that frame, and read the other before"u8, isCached && Read(here) == 0x2222);
        Panic.IfError(Map(xen, here, memory.FrameOf(here), Writable));
    }

    private static void OfAnotherOwner(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* here)
    {
        const HypercallNumber call = HypercallNumber.UpdateVaMappingOtherDomain;
        HypercallResult result = xen.UpdateVaMappingOtherDomain(
            here, Pte.Map(new MachineFrame(FirmwareFrame), ReadOnly), MappingFlush.LocalEntry, DomainId.Io);
        bool isDate = !result.IsError && new ReadOnlySpan<byte>((byte*)here + FirmwareDate, 8).SequenceEqual("06/23/99"u8);
        Table.Effect(call, "a frame of the firmware's, of DOMID_IO"u8, result, "its date can be read there"u8, isDate);
        Panic.IfError(Map(xen, here, memory.FrameOf(here), Writable));
        result = xen.UpdateVaMappingOtherDomain(here, Pte.Map(memory.FrameOf(here), Writable), MappingFlush.LocalEntry, (DomainId)77);
        Table.Refusal(call, "a frame of domain 77, which is none"u8, result, XenErrno.ESRCH);
    }

    private static void Assist(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* here, ulong* there)
    {
        const HypercallNumber call = HypercallNumber.VmAssist;
        Pte* entry = memory.EntryOf((ulong)here);
        Pte original = *entry;

        HypercallResult result = xen.VmAssist(VmAssistCommand.Enable, VmAssistType.WritablePageTables);
        *entry = Pte.Map(memory.FrameOf(there), original.Flags);
        Flush(xen, here);
        Table.Effect(call, "VMASST_CMD_enable, writable_pagetables"u8, result, "a write to a page table is carried out"u8, Read(here) == 0x2222);
        *entry = original;
        Flush(xen, here);

        result = xen.VmAssist(VmAssistCommand.Disable, VmAssistType.WritablePageTables);
        *entry = Pte.Map(memory.FrameOf(there), original.Flags);
        Flush(xen, here);
        Table.Effect(call, "VMASST_CMD_disable, writable_pagetables"u8, result, "Xen carries such a write out all the same"u8, Read(here) == 0x2222);
        *entry = original;
        Flush(xen, here);
        Table.Refusal(call, "an assist that is none"u8, xen.VmAssist(VmAssistCommand.Enable, (VmAssistType)31), XenErrno.EINVAL);
        Table.Refusal(call, "a command that is none"u8, xen.VmAssist((VmAssistCommand)9, VmAssistType.WritablePageTables), XenErrno.ENOSYS);
    }

    private static HypercallResult Update(Hypercalls<PvHypercallPage> xen, MmuUpdate update)
        => xen.MmuUpdate(new ReadOnlySpan<MmuUpdate>(in update), out _, ForeignDomain.Self.Value);

    private static bool WriteFaults(void* address, ulong value)
    {
        const ulong length = 3;
        uint before = Traps.Count(Traps.PageFault);
        Traps.PassOver(length);
        Instructions.Write(address, value);
        Traps.PassOver(0);
        return Traps.Count(Traps.PageFault) == before + 1;
    }

    private static void Flush(Hypercalls<PvHypercallPage> xen, void* page)
    {
        MmuExtOp flush = MmuExtOps.InvlpgLocal(page);
        Panic.IfError(xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in flush), out _, ForeignDomain.Self.Value));
    }

    private static ulong Read(ulong* address) => Volatile.Read(ref *address);
}
