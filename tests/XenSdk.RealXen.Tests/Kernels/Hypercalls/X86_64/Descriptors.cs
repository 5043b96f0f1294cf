using XenSdk;
using XenSdk.Guest;

/// <summary>Descriptor tables, segments, and what user mode needs of them.</summary>
internal static unsafe class Descriptors
{
    // xen.h's SEGBASE_*.
    private const uint Fs = 0;
    private const uint GsOfUser = 1;
    private const uint GsOfKernel = 2;
    private const uint SelectorOfGsOfUser = 3;

    private const ulong DataForEveryone = 0xf3;
    private const int BytesOfDescriptor = 8;
    private const uint EntriesOfPage = 512;
    private const ulong NotCanonical = 1ul << 63;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var gdt = (ulong*)memory.Spare(8);
        MachineFrame frame = memory.FrameOf(gdt);
        GlobalTable(xen, gdt, frame);
        OneDescriptor(xen, gdt, frame);
        LocalTable(xen, memory, (ulong*)memory.Spare(9));
        SegmentsOfKernel(xen);
        InUserMode(xen, memory, gdt, frame);

        HypercallResult result = xen.SetGdt(default(GuestPointer64<ulong>), 0);
        Table.Effect(HypercallNumber.SetGdt, "no frames"u8, result, "LSL does not find its descriptors any more"u8, Instructions.Limit(Selector(1)) == ulong.MaxValue);
        Panic.IfError(Mappings.Map(xen, gdt, frame, Mappings.Writable));
    }

    private static void GlobalTable(Hypercalls<PvHypercallPage> xen, ulong* gdt, MachineFrame frame)
    {
        const HypercallNumber call = HypercallNumber.SetGdt;
        new Span<ulong>(gdt, Page.Entries).Clear();
        gdt[1] = Descriptor(0x1234, 0);
        ulong number = frame.Number;
        Table.Refusal(call, "a page that is mapped writable"u8, xen.SetGdt(new ReadOnlySpan<ulong>(in number), EntriesOfPage), XenErrno.EINVAL);

        Panic.IfError(Mappings.Map(xen, gdt, frame, Mappings.ReadOnly));
        bool isNew = Instructions.Limit(Selector(1)) == ulong.MaxValue;
        HypercallResult result = xen.SetGdt(new ReadOnlySpan<ulong>(in number), EntriesOfPage);
        Table.Effect(call, "a page of 512 descriptors"u8, result, "LSL reads the limit of its second descriptor, which was not there before"u8, isNew && Instructions.Limit(Selector(1)) == 0x1234);
        Table.Refusal(call, "7169 entries"u8, xen.SetGdt(new ReadOnlySpan<ulong>(in number), 7169), XenErrno.EINVAL);
        Table.Refusal(call, "a list at address 8"u8, xen.SetGdt(new GuestPointer64<ulong>(8), 1), XenErrno.EFAULT);
    }

    private static void OneDescriptor(Hypercalls<PvHypercallPage> xen, ulong* gdt, MachineFrame frame)
    {
        const HypercallNumber call = HypercallNumber.UpdateDescriptor;
        ulong wanted = Descriptor(0xabc, 0);
        HypercallResult result = xen.UpdateDescriptor(At(frame, 2), wanted);
        Table.Effect(call, "the third entry of the GDT"u8, result, "it is in the page"u8, Volatile.Read(ref gdt[2]) == wanted);
        Table.Effect(call, "the same"u8, result, "LSL reads its limit, LAR its rights"u8, Instructions.Limit(Selector(2)) == 0xabc && (Instructions.Rights(Selector(2)) >> 8 & 0xff) == DataForEveryone);
        Table.Refusal(call, "an address that is no multiple of 8"u8, xen.UpdateDescriptor(At(frame, 2) + 4, wanted), XenErrno.EINVAL);
        Table.Refusal(call, "a descriptor of a task state segment"u8, xen.UpdateDescriptor(At(frame, 3), 0x0000_8900_0000_0067), XenErrno.EINVAL);
    }

    private static void LocalTable(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* ldt)
    {
        const HypercallNumber call = HypercallNumber.MmuExtOp;
        const ulong local = 4;
        new Span<ulong>(ldt, Page.Entries).Clear();
        ldt[5] = Descriptor(0x4321, 0);
        Panic.IfError(Mappings.Map(xen, ldt, memory.FrameOf(ldt), Mappings.ReadOnly));
        HypercallResult result = MmuExtended.Do(xen, MmuExtOps.SetLdt(ldt, EntriesOfPage));
        Table.Effect(call, "MMUEXT_SET_LDT"u8, result, "LSL reads the limit of its sixth descriptor"u8, Instructions.Limit(Selector(5) | local) == 0x4321);
        result = MmuExtended.Do(xen, MmuExtOps.SetLdt(default, 0));
        Table.Effect(call, "MMUEXT_SET_LDT with no entries"u8, result, "LSL does not find it any more"u8, Instructions.Limit(Selector(5) | local) == ulong.MaxValue);
        Panic.IfError(Mappings.Map(xen, ldt, memory.FrameOf(ldt), Mappings.Writable));
    }

    private static void SegmentsOfKernel(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.SetSegmentBase;
        ulong behindFs = 0xf5f5;
        ulong behindGs = 0x6565;
        HypercallResult result = xen.SetSegmentBase(Fs, (ulong)&behindFs);
        Table.Effect(call, "SEGBASE_FS"u8, result, "FS:0 reads what is there"u8, Instructions.ReadFs(0) == behindFs);
        result = xen.SetSegmentBase(GsOfKernel, (ulong)&behindGs);
        Table.Effect(call, "SEGBASE_GS_KERNEL"u8, result, "GS:0 reads what is there"u8, Instructions.ReadGs(0) == behindGs);
        Table.Refusal(call, "an address that is not canonical"u8, xen.SetSegmentBase(Fs, NotCanonical), XenErrno.EINVAL);
        Table.Refusal(call, "a segment that is none"u8, xen.SetSegmentBase(9, 0), XenErrno.EINVAL);
    }

    private static void InUserMode(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* gdt, MachineFrame gdtFrame)
    {
        Table.Effect(HypercallNumber.Iret, "a frame in kernel mode"u8, Table.Done, "the kernel goes on at its RIP with its RAX"u8, UserMode.StaysInKernel());
        Table.Effect(HypercallNumber.Iret, "a frame with a stack segment that is none"u8, Table.Done, "a fault (#GP) with its selector comes to C#"u8, UserMode.FailsToReturn());

        // What the program can read: words 1 to 3 of the page that only the tables of user mode show.
        var tables = new OwnTables(memory, 0);
        tables.PageShown[1] = 0x5e11;
        tables.PageShown[2] = 0xf5f6;
        tables.PageShown[3] = 0x6566;
        tables.PageShown[4] = 0x6567;
        tables.SetWritable(xen, false);
        Panic.IfError(MmuExtended.Do(xen, MmuExtOps.PinL4Table(tables.FrameOf(4))));
        HypercallResult asUser = MmuExtended.Do(xen, MmuExtOps.NewUserBasePointer(tables.FrameOf(4)));
        Panic.IfError(asUser);

        ulong stack = (ulong)memory.Spare(11);
        HypercallResult switched = xen.StackSwitch(UserMode.Data, stack);
        Panic.IfError(switched);
        HypercallResult called = xen.SetCallbacks(Instructions.UpcallEntry(), Instructions.FailsafeEntry(), Instructions.TrapTable()[Traps.CoprocessorOverrun].Address);
        Panic.IfError(called);
        HypercallResult fs = xen.SetSegmentBase(Fs, OwnTables.Shown + 16);
        HypercallResult gs = xen.SetSegmentBase(GsOfUser, OwnTables.Shown + 24);

        UserMode.Visit visit = UserMode.Run(OwnTables.Shown + 8);
        Table.Effect(HypercallNumber.Iret, "a frame in user mode"u8, Table.Done, "a program runs there, and its breakpoint comes to C#"u8, visit.Breakpoints == 1 && visit.UserStack == OwnTables.Shown + Page.Size);
        Table.Effect(HypercallNumber.MmuExtOp, "MMUEXT_NEW_USER_BASEPTR"u8, asUser, "the program reads a page that only these tables map"u8, visit.Read == 0x5e11);
        Table.Effect(HypercallNumber.StackSwitch, "a page of its own"u8, switched, "the program's breakpoint enters the kernel at its end"u8, visit.KernelStack < stack && visit.KernelStack >= stack - Page.Size);
        Table.Effect(HypercallNumber.SetCallbacks, "the entry of another trap for SYSCALL"u8, called, "the program's system call comes to C# as that trap"u8, visit.Ending == Traps.CoprocessorOverrun && visit.Word == 0x5ca11);
        Table.Effect(HypercallNumber.SetSegmentBase, "SEGBASE_FS for user mode"u8, fs, "the program reads there by FS:0"u8, visit.Fs == 0xf5f6);
        Table.Effect(HypercallNumber.SetSegmentBase, "SEGBASE_GS_USER"u8, gs, "the program reads there by GS:0"u8, visit.Gs == 0x6566);

        // The selector brings the base of its descriptor.
        Panic.IfError(xen.UpdateDescriptor(At(gdtFrame, 4), Descriptor(0xfffff, (uint)OwnTables.Shown + 32)));
        gs = xen.SetSegmentBase(SelectorOfGsOfUser, Selector(4));
        visit = UserMode.Run(OwnTables.Shown + 8);
        Table.Effect(HypercallNumber.SetSegmentBase, "SEGBASE_GS_USER_SEL, a descriptor of the GDT"u8, gs, "the program reads at its base by GS:0"u8, visit.Gs == 0x6567);
        Panic.IfError(xen.SetSegmentBase(SelectorOfGsOfUser, 0));
        Panic.IfError(xen.SetSegmentBase(GsOfUser, OwnTables.Shown + 24));

        switched = xen.StackSwitch(UserMode.Data, stack - 2048);
        visit = UserMode.Run(OwnTables.Shown + 8);
        Table.Effect(HypercallNumber.StackSwitch, "2048 bytes lower"u8, switched, "the next entry from user mode is there"u8, visit.KernelStack < stack - 2048 && visit.KernelStack >= stack - 4096);

        var syscall = new Xen.Public.CallbackRegister { Type = (ushort)Xen.Public.CallbackKind.Syscall, Address = Instructions.TrapTable()[Traps.BoundRange].Address };
        HypercallResult registered = xen.CallbackOp((int)Xen.Public.CallbackCommand.Register, in syscall);
        visit = UserMode.Run(OwnTables.Shown + 8);
        Table.Effect(HypercallNumber.CallbackOp, "CALLBACKOP_register, SYSCALL to the entry of another trap"u8, registered, "the program's system call comes to C# as that trap"u8, visit.Ending == Traps.BoundRange);

        Panic.IfError(MmuExtended.Do(xen, MmuExtOps.UnpinTable(tables.FrameOf(4))));
        bool isHeld = tables.SetWritable(xen, 4, true).IsError;
        HypercallResult none = MmuExtended.Do(xen, MmuExtOps.NewUserBasePointer(default));
        bool isFree = !tables.SetWritable(xen, 4, true).IsError;
        Table.Effect(HypercallNumber.MmuExtOp, "MMUEXT_NEW_USER_BASEPTR, none"u8, none, "Xen lets go of the tables"u8, isHeld && isFree);
        tables.SetWritable(xen, true);
    }

    /// <summary>The selector of an entry of the GDT, for user mode.</summary>
    internal static ulong Selector(int entry) => ((ulong)entry * BytesOfDescriptor) | 3;

    /// <summary>Machine address of an entry of a table.</summary>
    internal static ulong At(MachineFrame table, int entry) => table.EntryAddress(entry).Value;

    /// <summary>A segment of data that may be written, present, for user mode.</summary>
    internal static ulong Descriptor(uint limit, uint start)
        => (limit & 0xfffful)
            | ((ulong)(start & 0xffffff) << 16)
            | (DataForEveryone << 40)
            | ((ulong)(limit >> 16 & 0xf) << 48)
            | (0x4ul << 52)
            | ((ulong)(start >> 24) << 56);
}
