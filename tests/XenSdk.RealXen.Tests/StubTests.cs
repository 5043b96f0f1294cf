using Iced.Intel;

namespace XenSdk.RealXen.Tests;

/// <summary>What is left of a typed stub in a guest, read from the image.</summary>
public sealed class StubTests
{
    private static readonly Lazy<ElfFile> s_image = new(() => ElfFile.Read(GuestBuild.Stubs.DebugImage));

    // Where C and Xen take arguments; a value can be moved between any of them, or be made zero.
    private static readonly Register[] s_argumentRegisters =
        [Register.RDI, Register.RSI, Register.RDX, Register.RCX, Register.R8, Register.R9];

    [Theory]
    [InlineData("Arguments1", "xensdk_slot_5")]
    [InlineData("Arguments2", "xensdk_slot_8")]
    [InlineData("Constants2", "xensdk_slot_17")]
    [InlineData("Arguments3", "xensdk_slot_18")]
    [InlineData("Arguments4", "xensdk_slot_1_r10")]
    [InlineData("Arguments5", "xensdk_slot_49_r10")]
    public void A_stub_is_moves_into_argument_registers_and_one_call(string method, string slot)
    {
        Instruction[] body = WithoutFrame(Disassemble($"Stubs_Kernel__{method}"));

        Instruction call = Assert.Single(body, IsCallOrJump);
        Assert.Equal(s_image.Value.Find(slot).Address, call.NearBranchTarget);
        Assert.All(body.Where(instruction => !IsCallOrJump(instruction)), AssertMovesAnArgument);
    }

    [Fact]
    public void Memory_costs_a_stub_no_more_than_where_it_is_kept_in_place()
    {
        Instruction[] body = WithoutFrame(Disassemble("Stubs_Kernel__Arguments3InMemory"));

        Instruction call = Assert.Single(body, IsCallOrJump);
        Assert.Equal(s_image.Value.Find("xensdk_slot_18").Address, call.NearBranchTarget);
        Assert.DoesNotContain(body, instruction => instruction.Mnemonic is Mnemonic.Cmp or Mnemonic.Test);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49)]
    public void In_an_image_for_PV_alone_a_fourth_argument_costs_one_move_and_goes_straight_to_Xen(int number)
    {
        Instruction[] code = Trampoline(s_image.Value, number, instructions: 4);

        Assert.Equal([Mnemonic.Mov, Mnemonic.Mov, Mnemonic.Syscall, Mnemonic.Ret], code.Select(instruction => instruction.Mnemonic));
        Assert.Equal((Register.R10, Register.RCX), (code[0].Op0Register, code[0].Op1Register));
        Assert.Equal((Register.EAX, (uint)number), (code[1].Op0Register, code[1].Immediate32));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49)]
    public void In_an_image_for_PVH_too_it_costs_one_move_and_a_jump_to_the_page(int number)
    {
        ElfFile image = ElfFile.Read(GuestBuild.Sample.DebugImage);

        Instruction[] code = Trampoline(image, number, instructions: 2);

        Assert.Equal(Mnemonic.Mov, code[0].Mnemonic);
        Assert.Equal((Register.R10, Register.RCX), (code[0].Op0Register, code[0].Op1Register));
        Assert.Equal(Mnemonic.Jmp, code[1].Mnemonic);
        Assert.Equal(image.Find($"xensdk_slot_{number}").Address, code[1].NearBranchTarget);
    }

    [Fact]
    public void The_slots_stand_in_the_page_that_Xen_fills()
    {
        ulong page = s_image.Value.Find("xensdk_hypercall_page").Address;

        Assert.Equal(0ul, page % 4096);
        for (uint number = 0; number < 56; number++)
            Assert.Equal(page + (number * 32), s_image.Value.Find($"xensdk_slot_{number}").Address);
    }

    [Fact]
    public void A_number_that_is_known_at_run_time_only_reaches_its_slot_without_a_table_of_its_own()
    {
        Instruction[] code = Disassemble("Stubs_Kernel__NumberAtRunTime");

        Assert.Contains(code, instruction => IsCallOrJump(instruction) && instruction.NearBranchTarget == s_image.Value.Find("xensdk_slot_numbered_1").Address);
    }

    private static Instruction[] Disassemble(string symbol)
    {
        ElfFile.Symbol found = s_image.Value.Find(symbol);
        return Decode(s_image.Value.CodeOf(found), found.Address);
    }

    private static Instruction[] Trampoline(ElfFile image, int number, int instructions)
    {
        ulong address = image.Find($"xensdk_slot_{number}_r10").Address;
        return Decode(image.CodeOf(new("", address, 16)), address).Take(instructions).ToArray();
    }

    private static Instruction[] Decode(byte[] code, ulong address)
    {
        var decoder = Decoder.Create(64, code);
        decoder.IP = address;
        var instructions = new List<Instruction>();
        while (decoder.IP < address + (ulong)code.Length)
            instructions.Add(decoder.Decode());
        return [.. instructions];
    }

    /// <summary>Without what keeps the stack as the caller had it.</summary>
    private static Instruction[] WithoutFrame(Instruction[] code)
        => code.Where(instruction => instruction.Mnemonic is not (Mnemonic.Ret or Mnemonic.Nop or Mnemonic.Int3)
            && !(instruction.Mnemonic is Mnemonic.Push or Mnemonic.Pop && instruction.Op0Register is Register.RBP or Register.RAX)
            && !(instruction.Mnemonic is Mnemonic.Add or Mnemonic.Sub && instruction.Op0Register == Register.RSP)
            && !(instruction.Op0Register == Register.RBP && instruction.Op0Kind == OpKind.Register)).ToArray();

    private static bool IsCallOrJump(Instruction instruction)
        => instruction.FlowControl is FlowControl.Call or FlowControl.UnconditionalBranch or FlowControl.ConditionalBranch
            or FlowControl.IndirectCall or FlowControl.IndirectBranch;

    private static void AssertMovesAnArgument(Instruction instruction)
    {
        Assert.True(
            instruction.Mnemonic is Mnemonic.Mov or Mnemonic.Movsxd or Mnemonic.Lea || (instruction.Mnemonic == Mnemonic.Xor && instruction.Op0Register == instruction.Op1Register),
            $"'{instruction}' is no move");
        Assert.Equal(OpKind.Register, instruction.Op0Kind);
        Assert.Contains(instruction.Op0Register.GetFullRegister(), s_argumentRegisters);
    }
}
