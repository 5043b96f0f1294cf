using Iced.Intel;

namespace XenSdk.Tests.Paths;

/// <summary>The kinds of call gates, each as it is written.</summary>
internal sealed record GateKind(string Name, int Bitness, Mnemonic EntersXen, byte[] Code)
{
    internal const int GateSize = 48;

    internal static readonly GateKind Pv64 = Write("PV64", 64, Mnemonic.Syscall, X86_64CallGates.WritePv);
    internal static readonly GateKind Hvm64Intel = Write("HVM64 Intel", 64, Mnemonic.Vmcall, static code => X86_64CallGates.WriteHvm(code, HvmInstruction.Vmcall));
    internal static readonly GateKind Hvm64Amd = Write("HVM64 AMD", 64, Mnemonic.Vmmcall, static code => X86_64CallGates.WriteHvm(code, HvmInstruction.Vmmcall));
    internal static readonly GateKind Pv32 = Write("PV32", 32, Mnemonic.Int, X86_32CallGates.WritePv);
    internal static readonly GateKind Hvm32Intel = Write("HVM32 Intel", 32, Mnemonic.Vmcall, static code => X86_32CallGates.WriteHvm(code, HvmInstruction.Vmcall));
    internal static readonly GateKind Hvm32Amd = Write("HVM32 AMD", 32, Mnemonic.Vmmcall, static code => X86_32CallGates.WriteHvm(code, HvmInstruction.Vmmcall));
    internal static readonly GateKind Arm64 = Write("arm64", 64, Mnemonic.INVALID, Arm64CallGates.Write);
    internal static readonly GateKind Arm32 = Write("arm32", 32, Mnemonic.INVALID, Arm32CallGates.Write);

    private delegate void Writer(Span<byte> code);

    internal static IEnumerable<GateKind> X86 => [Pv64, Hvm64Intel, Hvm64Amd, Pv32, Hvm32Intel, Hvm32Amd];

    internal static IEnumerable<GateKind> All => [.. X86, Arm64, Arm32];

    internal static GateKind Named(string name) => All.Single(kind => kind.Name == name);

    /// <summary>The instructions of a gate, up to those that only trap.</summary>
    internal IReadOnlyList<Instruction> Decode(int gate)
    {
        var decoder = Decoder.Create(Bitness, new ByteArrayCodeReader(Code, gate * GateSize, GateSize), 0);
        var instructions = new List<Instruction>();
        for (Instruction next = decoder.Decode(); next.Mnemonic is not (Mnemonic.Int3 or Mnemonic.INVALID); next = decoder.Decode())
            instructions.Add(next);
        return instructions;
    }

    /// <summary>The gate's bytes without the traps behind.</summary>
    internal byte[] WithoutTraps(int gate)
    {
        ReadOnlySpan<byte> code = Code.AsSpan(gate * GateSize, GateSize);
        ReadOnlySpan<byte> trap = Name switch { "arm64" => [0, 0, 0, 0], "arm32" => [0xF0, 0x00, 0xF0, 0xE7], _ => [0xCC] };
        while (code.EndsWith(trap))
            code = code[..^trap.Length];
        return code.ToArray();
    }

    public override string ToString() => Name;

    private static GateKind Write(string name, int bitness, Mnemonic entersXen, Writer write)
    {
        // More memory than needed, all of it dirty: what is not written shows.
        byte[] code = [.. Enumerable.Repeat((byte)0x77, CallGates.Size + 8)];
        write(code);
        Assert.All(code[CallGates.Size..], static beyond => Assert.Equal(0x77, beyond));
        return new(name, bitness, entersXen, code[..CallGates.Size]);
    }
}
