using System.Buffers.Binary;

namespace XenSdk.Simulation;

/// <summary>A register by the number that instructions encode it with.</summary>
internal enum Register : byte
{
    Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi, R8, R9, R10, R11, R12, R13, R14, R15,
}

/// <summary>Writes the few x86-64 instructions that a simulated hypercall page is made of, one after another.</summary>
/// <param name="memory">Where they go.</param>
internal ref struct MachineCode(Span<byte> memory)
{
    private const byte WideOperand = 0x48;
    private readonly Span<byte> _memory = memory;

    /// <summary>Bytes from the start to the next instruction.</summary>
    public int Position { get; private set; }

    /// <summary>Fills with <c>int3</c> up to <paramref name="position"/>: nothing runs on by accident.</summary>
    public void FillTo(int position)
    {
        _memory[Position..position].Fill(0xCC);
        Position = position;
    }

    /// <summary><c>mov eax, value</c></summary>
    public void LoadEax(uint value)
    {
        Emit(0xB8);
        Emit32(value);
    }

    /// <summary><c>mov register, value</c></summary>
    public void Load(Register register, ulong value)
    {
        Emit((byte)(WideOperand | High(register)), (byte)(0xB8 | Low(register)));
        Emit64(value);
    }

    /// <summary><c>mov [destination + displacement], source</c></summary>
    public void Store(Register destination, int displacement, Register source) =>
        Memory(0x89, destination, displacement, source);

    /// <summary><c>mov destination, [source + displacement]</c></summary>
    public void Fetch(Register destination, Register source, int displacement) =>
        Memory(0x8B, source, displacement, destination);

    /// <summary><c>lea destination, [source + displacement]</c></summary>
    public void Address(Register destination, Register source, int displacement) =>
        Memory(0x8D, source, displacement, destination);

    /// <summary><c>mov [address], rax</c>, the one store that needs no other register for its address.</summary>
    public void StoreRax(nint address)
    {
        Emit(WideOperand, 0xA3);
        Emit64((ulong)address);
    }

    /// <summary><c>mov destination, source</c></summary>
    public void Move(Register destination, Register source) => Emit(
        (byte)(WideOperand | (High(source) << 2) | High(destination)), 0x89, (byte)(0xC0 | (Low(source) << 3) | Low(destination)));

    /// <summary><c>push register</c>, one of the first eight.</summary>
    public void Push(Register register) => Emit((byte)(0x50 | Low(register)));

    /// <summary><c>pop register</c>, one of the first eight.</summary>
    public void Pop(Register register) => Emit((byte)(0x58 | Low(register)));

    /// <summary><c>pushfq</c></summary>
    public void PushFlags() => Emit(0x9C);

    /// <summary><c>sub rsp, bytes</c></summary>
    public void ReserveStack(int bytes)
    {
        Emit(WideOperand, 0x81, 0xEC);
        Emit32((uint)bytes);
    }

    /// <summary><c>add rsp, bytes</c></summary>
    public void ReleaseStack(int bytes)
    {
        Emit(WideOperand, 0x81, 0xC4);
        Emit32((uint)bytes);
    }

    /// <summary><c>call register</c>, one of the first eight.</summary>
    public void Call(Register register) => Emit(0xFF, (byte)(0xD0 | Low(register)));

    /// <summary><c>jmp</c> to a position in the same memory.</summary>
    public void Jump(int position)
    {
        Emit(0xE9);
        Emit32((uint)(position - (Position + sizeof(uint))));
    }

    /// <summary><c>ret</c></summary>
    public void Return() => Emit(0xC3);

    private static byte High(Register register) => (byte)((byte)register >> 3);

    private static byte Low(Register register) => (byte)((byte)register & 7);

    private void Memory(byte opcode, Register address, int displacement, Register register)
    {
        const byte displacement32 = 0x80;
        Emit((byte)(WideOperand | (High(register) << 2) | High(address)), opcode,
            (byte)(displacement32 | (Low(register) << 3) | Low(address)));
        if (Low(address) == (byte)Register.Rsp)
            Emit(0x24); // rsp as a base is only encodable with an index byte, here without an index
        Emit32((uint)displacement);
    }

    private void Emit(byte value) => _memory[Position++] = value;

    private void Emit(byte first, byte second)
    {
        Emit(first);
        Emit(second);
    }

    private void Emit(byte first, byte second, byte third)
    {
        Emit(first, second);
        Emit(third);
    }

    private void Emit32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_memory[Position..], value);
        Position += sizeof(uint);
    }

    private void Emit64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_memory[Position..], value);
        Position += sizeof(ulong);
    }
}
