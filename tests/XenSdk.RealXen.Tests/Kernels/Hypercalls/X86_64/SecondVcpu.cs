using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>Starts a second vCPU, which counts, and stops it again.</summary>
internal static unsafe class SecondVcpu
{
    private const HypercallNumber Call = HypercallNumber.VcpuOp;
    private const uint Second = 1;
    private const ulong Patience = 20_000_000_000;

    // Of xen-x86_64.h: VGCF_in_kernel.
    private const ulong InKernel = 1 << 2;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        ulong* count = Instructions.SecondCount();
        bool wasDown = xen.VcpuOp((int)VcpuCommand.IsUp, Second, default(GuestPointer64)).Value == 0;

        // Of the 5168 bytes all others are 0.
        var context = (XenSdk.X86_64.VcpuGuestContext*)memory.Spare(80);
        new Span<byte>(context, sizeof(XenSdk.X86_64.VcpuGuestContext)).Clear();
        context->Flags = InKernel;
        context->UserRegs.Rip = Instructions.SecondProgram();
        context->UserRegs.Cs = (ushort)UserMode.KernelCode;
        context->UserRegs.Ss = (ushort)UserMode.Data;
        context->UserRegs.Rsp = (ulong)memory.Spare(83);
        context->UserRegs.Rflags = 2;
        context->KernelSs = UserMode.Data;
        context->KernelSp = (ulong)memory.Spare(84);
        context->Ctrlreg[3] = memory.FrameOf(memory.Root).Address.Value;
        HypercallResult initialised = xen.VcpuOp((int)VcpuCommand.Initialise, Second, context);
        HypercallResult up = xen.VcpuOp((int)VcpuCommand.Up, Second, default(GuestPointer64));
        bool counts = Moves(xen, count);
        Table.Effect(Call, "VCPUOP_initialise, a second vCPU"u8, initialised, "it goes through its own program when it is up"u8, counts);
        Table.Effect(Call, "VCPUOP_up"u8, up, "VCPUOP_is_up says 1, and said 0 before"u8, wasDown && xen.VcpuOp((int)VcpuCommand.IsUp, Second, default(GuestPointer64)).Value == 1);

        FailedReturn(xen, memory);
        HypercallResult down = xen.VcpuOp((int)VcpuCommand.Down, Second, default(GuestPointer64));
        bool isDown = xen.VcpuOp((int)VcpuCommand.IsUp, Second, default(GuestPointer64)).Value == 0;
        ulong stopped = Volatile.Read(ref *count);
        for (int i = 0; i < 100; i++)
            _ = xen.SchedOp((int)SchedCommand.Yield, default(GuestPointer64));
        Table.Effect(Call, "VCPUOP_down"u8, down, "VCPUOP_is_up says 0, and its program stands still"u8, isDown && Volatile.Read(ref *count) == stopped);
    }

    /// <summary>A segment that is gone when this vCPU has the processor again: Xen cannot load it, and says so.</summary>
    private static void FailedReturn(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var gdt = (ulong*)memory.Spare(85);
        MachineFrame frame = memory.FrameOf(gdt);
        new Span<ulong>(gdt, Page.Entries).Clear();
        Panic.IfError(Mappings.Map(xen, gdt, frame, Mappings.ReadOnly));
        ulong number = frame.Number;
        Panic.IfError(xen.SetGdt(new ReadOnlySpan<ulong>(in number), Page.Entries));

        HypercallResult result = xen.SetCallbacks(Instructions.UpcallEntry(), Instructions.Failsafe(), 0);
        Table.Effect(HypercallNumber.SetCallbacks, "an entry for failed returns"u8, result, "Xen enters there when the segment in FS is gone behind a switch between vCPUs"u8, LosesSegment(xen, frame));
        Panic.IfError(xen.SetCallbacks(Instructions.UpcallEntry(), Instructions.FailsafeEntry(), 0));
        var register = new CallbackRegister { Type = (ushort)CallbackKind.Failsafe, Address = Instructions.Failsafe() };
        result = xen.CallbackOp((int)CallbackCommand.Register, in register);
        Table.Effect(HypercallNumber.CallbackOp, "CALLBACKOP_register, failed returns"u8, result, "Xen enters there when the segment in FS is gone behind a switch between vCPUs"u8, LosesSegment(xen, frame));
        Panic.IfError(xen.SetCallbacks(Instructions.UpcallEntry(), Instructions.FailsafeEntry(), 0));

        Panic.IfError(xen.SetGdt(default(GuestPointer64<ulong>), 0));
        Panic.IfError(Mappings.Map(xen, gdt, frame, Mappings.Writable));
    }

    private static bool LosesSegment(Hypercalls<PvHypercallPage> xen, MachineFrame gdt)
    {
        Panic.IfError(xen.UpdateDescriptor(Descriptors.At(gdt, 1), Descriptors.Descriptor(0xfff, 0)));
        Instructions.LoadFs(Descriptors.Selector(1));
        ulong before = Instructions.Failures();
        Panic.IfError(xen.UpdateDescriptor(Descriptors.At(gdt, 1), 0));
        ulong end = Upcalls.Now + Patience;
        while (Instructions.Failures() == before && Upcalls.Now < end)
            _ = xen.SchedOp((int)SchedCommand.Yield, default(GuestPointer64));
        return Instructions.Failures() == before + 1;
    }

    /// <summary>Whether the second vCPU counts; this one lets it have the processor.</summary>
    private static bool Moves(Hypercalls<PvHypercallPage> xen, ulong* count)
    {
        ulong before = Volatile.Read(ref *count);
        ulong end = Upcalls.Now + Patience;
        while (Volatile.Read(ref *count) == before)
        {
            if (Upcalls.Now >= end)
                return false;
            _ = xen.SchedOp((int)SchedCommand.Yield, default(GuestPointer64));
        }

        return true;
    }
}
