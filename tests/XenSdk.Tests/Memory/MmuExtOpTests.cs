using System.Runtime.InteropServices;

namespace XenSdk.Tests.Memory;

/// <summary>The elements of mmuext_op, against the same ones in C.</summary>
public sealed class MmuExtOpTests
{
    private static readonly MachineFrame Frame = new(0x1122_3344_5566_7788);

    private static readonly MachineFrame Source = new(0x99AA_BBCC_DDEE_FF00);

    private static readonly GuestPointer64 Address = new(0xFFFF_8000_1234_5678);

    private static readonly GuestPointer64 PageAddress = new(0xFFFF_8000_1234_5000);

    private static readonly GuestPointer64<CpuMap> Vcpus = new(0xFFFF_8000_8765_4320);

    // Each command as this library makes it, and as C does.
    private static readonly (MmuExtOp Made, string InC)[] Commands =
    [
        (MmuExtOps.PinL1Table(Frame), "{ .cmd = MMUEXT_PIN_L1_TABLE, .arg1.mfn = FRAME }"),
        (MmuExtOps.PinL2Table(Frame), "{ .cmd = MMUEXT_PIN_L2_TABLE, .arg1.mfn = FRAME }"),
        (MmuExtOps.PinL3Table(Frame), "{ .cmd = MMUEXT_PIN_L3_TABLE, .arg1.mfn = FRAME }"),
        (MmuExtOps.PinL4Table(Frame), "{ .cmd = MMUEXT_PIN_L4_TABLE, .arg1.mfn = FRAME }"),
        (MmuExtOps.UnpinTable(Frame), "{ .cmd = MMUEXT_UNPIN_TABLE, .arg1.mfn = FRAME }"),
        (MmuExtOps.NewBasePointer(Frame), "{ .cmd = MMUEXT_NEW_BASEPTR, .arg1.mfn = FRAME }"),
        (MmuExtOps.TlbFlushLocal(), "{ .cmd = MMUEXT_TLB_FLUSH_LOCAL }"),
        (MmuExtOps.InvlpgLocal(Address), "{ .cmd = MMUEXT_INVLPG_LOCAL, .arg1.linear_addr = ADDRESS }"),
        (MmuExtOps.TlbFlushMulti(Vcpus), "{ .cmd = MMUEXT_TLB_FLUSH_MULTI, .arg2.vcpumask = VCPUS }"),
        (MmuExtOps.InvlpgMulti(Address, Vcpus), "{ .cmd = MMUEXT_INVLPG_MULTI, .arg1.linear_addr = ADDRESS, .arg2.vcpumask = VCPUS }"),
        (MmuExtOps.TlbFlushAll(), "{ .cmd = MMUEXT_TLB_FLUSH_ALL }"),
        (MmuExtOps.InvlpgAll(Address), "{ .cmd = MMUEXT_INVLPG_ALL, .arg1.linear_addr = ADDRESS }"),
        (MmuExtOps.FlushCache(), "{ .cmd = MMUEXT_FLUSH_CACHE }"),
        (MmuExtOps.SetLdt(PageAddress, 8192), "{ .cmd = MMUEXT_SET_LDT, .arg1.linear_addr = PAGE_ADDRESS, .arg2.nr_ents = 8192 }"),
        (MmuExtOps.NewUserBasePointer(Frame), "{ .cmd = MMUEXT_NEW_USER_BASEPTR, .arg1.mfn = FRAME }"),
        (MmuExtOps.ClearPage(Frame), "{ .cmd = MMUEXT_CLEAR_PAGE, .arg1.mfn = FRAME }"),
        (MmuExtOps.CopyPage(Frame, Source), "{ .cmd = MMUEXT_COPY_PAGE, .arg1.mfn = FRAME, .arg2.src_mfn = SOURCE }"),
        (MmuExtOps.FlushCacheGlobal(), "{ .cmd = MMUEXT_FLUSH_CACHE_GLOBAL }"),
        (MmuExtOps.MarkSuper(Frame), "{ .cmd = MMUEXT_MARK_SUPER, .arg1.mfn = FRAME }"),
        (MmuExtOps.UnmarkSuper(Frame), "{ .cmd = MMUEXT_UNMARK_SUPER, .arg1.mfn = FRAME }"),
    ];

    [Fact]
    public void Each_command_has_the_bytes_that_C_gives_it()
    {
        string initializer = string.Join(",\n", Commands.Select(command => command.InC))
            .Replace("PAGE_ADDRESS", "0xFFFF800012345000UL", StringComparison.Ordinal)
            .Replace("ADDRESS", "0xFFFF800012345678UL", StringComparison.Ordinal)
            .Replace("VCPUS", "(void *)0xFFFF800087654320UL", StringComparison.Ordinal)
            .Replace("SOURCE", "0x99AABBCCDDEEFF00UL", StringComparison.Ordinal)
            .Replace("FRAME", "0x1122334455667788UL", StringComparison.Ordinal);
        MmuExtOp[] inC = MemoryMarshal.Cast<byte, MmuExtOp>(
            XenHeaderInC.Bytes("struct mmuext_op it[]", $"{{ {initializer} }}")).ToArray();

        Assert.Equal(Commands.Length, inC.Length);
        for (int i = 0; i < inC.Length; i++)
            Assert.Equal(Convert.ToHexString(BytesOf(inC[i])), Convert.ToHexString(BytesOf(Commands[i].Made)));
    }

    [Fact]
    public void Every_command_of_xen_h_can_be_made()
        => Assert.Equal(
            Enum.GetValues<MmuExtCommand>().Order(),
            Commands.Select(command => command.Made.Cmd).Order());

    [Fact]
    public void An_LDT_that_no_page_starts_with_or_that_is_too_long_overflows()
    {
        Assert.Throws<OverflowException>(() => MmuExtOps.SetLdt(new GuestPointer64(0x1008), 1));
        Assert.Throws<OverflowException>(() => MmuExtOps.SetLdt(new GuestPointer64(0x1000), 8193));
        Assert.Equal(0u, MmuExtOps.SetLdt(default, 0).Arg2.NrEnts);
    }

    // The bytes between the command and the first argument belong to no field, and a copy need not bring them along.
    private static byte[] BytesOf(MmuExtOp operation)
    {
        byte[] bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<MmuExtOp>(in operation)).ToArray();
        int endOfCommand = sizeof(MmuExtCommand);
        bytes.AsSpan(endOfCommand, (int)Marshal.OffsetOf<MmuExtOp>(nameof(MmuExtOp.Arg1)) - endOfCommand).Clear();
        return bytes;
    }
}
