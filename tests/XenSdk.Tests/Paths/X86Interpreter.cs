using Iced.Intel;
using Register = Iced.Intel.Register;

namespace XenSdk.Tests.Paths;

/// <summary>
/// Executes the few x86 instructions that gates consist of, in both modes, and stops at the one that enters Xen. What it
/// does not know fails the test.
/// </summary>
internal sealed class X86Interpreter
{
    private readonly int _bitness;
    private readonly ulong _mask;
    private readonly Dictionary<Register, ulong> _registers = [];
    private readonly Dictionary<ulong, ulong> _stack = [];

    internal X86Interpreter(int bitness)
    {
        _bitness = bitness;
        _mask = bitness == 64 ? ulong.MaxValue : uint.MaxValue;
        for (Register register = Register.RAX; register <= Register.R15; register++)
            _registers[register] = (0xC0FFEE00_C0FFEE00ul | (uint)(register - Register.RAX)) & _mask;
        this[Register.RSP] = 0x8000;
    }

    internal ulong this[Register register]
    {
        get => _registers[register.GetFullRegister()];
        set => _registers[register.GetFullRegister()] = value & _mask;
    }

    /// <summary>Whether it has returned, and to where.</summary>
    internal ulong? ReturnedTo { get; private set; }

    internal int WordSize => _bitness / 8;

    internal ulong Memory(ulong address) => _stack[address];

    internal void Push(ulong value)
    {
        this[Register.RSP] -= (ulong)WordSize;
        _stack[this[Register.RSP]] = value & _mask;
    }

    /// <summary>Executes up to the instruction that enters Xen, or to the end.</summary>
    /// <returns>The instructions behind it.</returns>
    internal IReadOnlyList<Instruction> RunTo(Mnemonic entersXen, IReadOnlyList<Instruction> code)
    {
        for (int i = 0; i < code.Count; i++)
        {
            if (code[i].Mnemonic == entersXen)
                return [.. code.Skip(i + 1)];
            Execute(code[i]);
        }

        return [];
    }

    private void Execute(in Instruction instruction)
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Mov when instruction is { Op0Kind: OpKind.Register, Op1Kind: OpKind.Register }:
                Assert.Equal(instruction.Op0Register.GetSize(), instruction.Op1Register.GetSize());
                ulong width = instruction.Op0Register.GetSize() == 4 ? uint.MaxValue : ulong.MaxValue;
                this[instruction.Op0Register] = this[instruction.Op1Register] & width;
                break;
            case Mnemonic.Mov when instruction is { Op0Kind: OpKind.Register, Op1Kind: OpKind.Memory, MemoryIndex: Register.None }:
                Assert.Equal(WordSize, instruction.Op0Register.GetSize());
                this[instruction.Op0Register] = _stack[this[instruction.MemoryBase] + instruction.MemoryDisplacement64];
                break;
            case Mnemonic.Push when instruction.Op0Register.GetSize() == WordSize:
                Push(this[instruction.Op0Register]);
                break;
            case Mnemonic.Pop when instruction.Op0Register.GetSize() == WordSize:
                this[instruction.Op0Register] = Pop();
                break;
            case Mnemonic.Ret:
                ReturnedTo = Pop();
                break;
            default:
                Assert.Fail($"A gate has the unexpected instruction {instruction}.");
                break;
        }
    }

    private ulong Pop()
    {
        ulong value = _stack[this[Register.RSP]];
        this[Register.RSP] += (ulong)WordSize;
        return value;
    }
}
