using Iced.Intel;
using Register = Iced.Intel.Register;

namespace XenSdk.Tests.Paths;

/// <summary>
/// The gates of x86 guests, read back with a decoder and executed step by step: the arguments are where Xen looks for them,
/// and C finds its registers again whatever Xen did.
/// </summary>
public sealed class X86GateTests
{
    private const uint Number = 39;
    private const ulong ReturnAddress = 0x1234_5678;
    private static readonly ulong[] Arguments = [0xA1A1_0000_0000_0001, 0xA2A2_0000_FFFF_FFFF, 3, ulong.MaxValue, 0x8000_0000];

    private static readonly Register[] CArguments64 = [Register.RDI, Register.RSI, Register.RDX, Register.RCX, Register.R8, Register.R9];
    private static readonly Register[] XenArguments64 = [Register.RDI, Register.RSI, Register.RDX, Register.R10, Register.R8];
    private static readonly Register[] XenArguments32 = [Register.EBX, Register.ECX, Register.EDX, Register.ESI, Register.EDI];

    /// <summary>What a C function must leave as it was, by the ABIs of System V.</summary>
    private static readonly Register[] Preserved64 = [Register.RBX, Register.RBP, Register.RSP, Register.R12, Register.R13, Register.R14, Register.R15];
    private static readonly Register[] Preserved32 = [Register.EBX, Register.EBP, Register.ESP, Register.ESI, Register.EDI];

    public static TheoryData<string, int> EveryGate
    {
        get
        {
            var gates = new TheoryData<string, int>();
            foreach (GateKind kind in GateKind.X86)
            {
                for (int arguments = 0; arguments <= 5; arguments++)
                    gates.Add(kind.Name, arguments);
            }

            return gates;
        }
    }

    [Theory]
    [MemberData(nameof(EveryGate))]
    public void Number_and_arguments_are_where_Xen_looks_for_them(string name, int count)
    {
        GateKind kind = GateKind.Named(name);
        X86Interpreter processor = CalledFromC(kind.Bitness, count);

        processor.RunTo(kind.EntersXen, kind.Decode(count));

        Register[] xens = kind.Bitness == 64 ? XenArguments64 : XenArguments32;
        ulong mask = kind.Bitness == 64 ? ulong.MaxValue : uint.MaxValue;
        Assert.Equal(Number, processor[Register.RAX]);
        Assert.Equal(Arguments.Take(count).Select(argument => argument & mask), xens.Take(count).Select(register => processor[register]));
    }

    [Theory]
    [MemberData(nameof(EveryGate))]
    public void C_finds_its_registers_and_the_result_whatever_Xen_did_to_those_it_may_clobber(string name, int count)
    {
        GateKind kind = GateKind.Named(name);
        X86Interpreter processor = CalledFromC(kind.Bitness, count);
        Register[] preserved = kind.Bitness == 64 ? Preserved64 : Preserved32;
        ulong[] before = [.. preserved.Select(register => processor[register])];
        Register[] clobbered = kind.Bitness == 64 ? [.. XenArguments64, Register.RCX, Register.R11] : XenArguments32;

        IReadOnlyList<Instruction> rest = processor.RunTo(kind.EntersXen, kind.Decode(count));
        foreach (Register register in clobbered)
            processor[register] = 0xDEADBEEF_DEADF00D;
        processor[Register.RAX] = 0xFFFF_FFFF_FFFF_FFF2;
        processor.RunTo(Mnemonic.INVALID, rest);

        Assert.Equal(ReturnAddress, processor.ReturnedTo);
        Assert.Equal(kind.Bitness == 64 ? 0xFFFF_FFFF_FFFF_FFF2 : 0xFFFF_FFF2, processor[Register.RAX]);
        before[Array.IndexOf(preserved, kind.Bitness == 64 ? Register.RSP : Register.ESP)] += (ulong)processor.WordSize;
        Assert.Equal(before, preserved.Select(register => processor[register]));
    }

    [Theory]
    [MemberData(nameof(EveryGate))]
    public void A_gate_enters_Xen_once_by_its_own_instruction_and_ends_with_ret(string name, int count)
    {
        GateKind kind = GateKind.Named(name);
        IReadOnlyList<Instruction> code = kind.Decode(count);

        Instruction enters = Assert.Single(code, instruction => instruction.Mnemonic == kind.EntersXen);
        if (kind.EntersXen == Mnemonic.Int)
            Assert.Equal(0x82, enters.Immediate8);
        Assert.Equal(Mnemonic.Ret, code[^1].Mnemonic);
        Assert.Equal(kind.WithoutTraps(count).Length, code.Sum(static instruction => instruction.Length));
        Assert.True(kind.WithoutTraps(count).Length <= GateKind.GateSize);
    }

    [Fact]
    public void Up_to_three_arguments_are_not_moved_on_64_bits()
    {
        foreach (GateKind kind in GateKind.X86.Where(static kind => kind.Bitness == 64))
        {
            for (int count = 0; count <= 3; count++)
                Assert.Equal([Mnemonic.Mov, kind.EntersXen, Mnemonic.Ret], kind.Decode(count).Select(static instruction => instruction.Mnemonic));
        }
    }

    [Theory]
    [InlineData("PV64")]
    [InlineData("PV32")]
    public void A_jump_enters_Xen_with_the_stack_at_the_frame_and_traps_if_it_came_back(string name)
    {
        GateKind kind = GateKind.Named(name);
        const ulong frame = 0x0070_0000;
        var processor = new X86Interpreter(kind.Bitness);
        if (kind.Bitness == 64)
        {
            processor[Register.RDI] = frame;
            processor[Register.RSI] = 23;
        }
        else
        {
            processor.Push(23);
            processor.Push(frame);
        }

        processor.Push(ReturnAddress);
        IReadOnlyList<Instruction> rest = processor.RunTo(kind.EntersXen, kind.Decode(6));

        Assert.Equal((23ul, frame), (processor[Register.RAX], processor[Register.RSP]));
        Assert.Empty(rest);
    }

    [Fact]
    public void What_is_no_paravirtualised_guests_has_no_jump()
    {
        foreach (GateKind kind in GateKind.All.Where(static kind => !kind.Name.StartsWith("PV", StringComparison.Ordinal)))
            Assert.Empty(kind.WithoutTraps(6));
    }

    [Fact]
    public void Writing_into_too_little_memory_is_refused()
    {
        Assert.Throws<IndexOutOfRangeException>(static () => X86_64CallGates.WritePv(new byte[CallGates.Size - 1]));
        Assert.Throws<IndexOutOfRangeException>(static () => X86_32CallGates.WriteHvm(new byte[CallGates.Size - 1], HvmInstruction.Vmcall));
        Assert.Throws<IndexOutOfRangeException>(static () => Arm64CallGates.Write(new byte[CallGates.Size - 1]));
        Assert.Throws<IndexOutOfRangeException>(static () => Arm32CallGates.Write(new byte[CallGates.Size - 1]));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        Span<byte> memory = stackalloc byte[CallGates.Size];
        long allocated = long.MaxValue;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            X86_64CallGates.WritePv(memory);
            X86_64CallGates.WriteHvm(memory, HvmInstruction.Vmmcall);
            X86_32CallGates.WritePv(memory);
            X86_32CallGates.WriteHvm(memory, HvmInstruction.Vmcall);
            Arm64CallGates.Write(memory);
            Arm32CallGates.Write(memory);
            ProcessorGates.Write(memory);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    /// <summary>A processor at the first instruction of a gate that C has called.</summary>
    private static X86Interpreter CalledFromC(int bitness, int count)
    {
        var processor = new X86Interpreter(bitness);
        ulong[] passed = [.. Arguments.Take(count), Number];
        if (bitness == 64)
        {
            for (int i = 0; i < passed.Length; i++)
                processor[CArguments64[i]] = passed[i];
        }
        else
        {
            foreach (ulong argument in passed.Reverse())
                processor.Push(argument);
        }

        processor.Push(ReturnAddress);
        return processor;
    }
}
