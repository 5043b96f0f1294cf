using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Instructions of x86-64 that C# has no word for, as machine code in memory of the caller's: <c>cpuid</c>, and <c>wrmsr</c>,
/// by which an HVM or PVH guest asks for its hypercall page.
/// </summary>
/// <param name="address">Address of the code that <see cref="Write"/> wrote, executable by now.</param>
public readonly unsafe struct ProcessorGates(nuint address) : ICpuid
{
    /// <summary>Bytes of memory for the code.</summary>
    public const int Size = 2 * GateSize;

    private const int GateSize = 32;
    private readonly nuint _address = address;

    /// <summary>Writes the code.</summary>
    /// <param name="code">At least <see cref="Size"/> bytes.</param>
    public static void Write(Span<byte> code)
    {
        var writer = new CodeWriter(code);
        writer.Emit([0x53]); // push rbx
        writer.Emit([0x89, 0xF8]); // mov eax, edi
        writer.Emit([0x89, 0xF1]); // mov ecx, esi
        writer.Emit([0x49, 0x89, 0xD0]); // mov r8, rdx
        writer.Emit([0x0F, 0xA2]); // cpuid
        writer.Emit([0x41, 0x89, 0x00]); // mov [r8], eax
        writer.Emit([0x41, 0x89, 0x58, 0x04]); // mov [r8+4], ebx
        writer.Emit([0x41, 0x89, 0x48, 0x08]); // mov [r8+8], ecx
        writer.Emit([0x41, 0x89, 0x50, 0x0C]); // mov [r8+12], edx
        writer.Emit([0x5B]); // pop rbx
        writer.Emit([0xC3]); // ret
        writer.FillTo(GateSize, Trap);
        writer.Emit([0x89, 0xF9]); // mov ecx, edi
        writer.Emit([0x89, 0xF0]); // mov eax, esi
        writer.Emit([0x48, 0x89, 0xF2]); // mov rdx, rsi
        writer.Emit([0x48, 0xC1, 0xEA, 0x20]); // shr rdx, 32
        writer.Emit([0x0F, 0x30]); // wrmsr
        writer.Emit([0xC3]); // ret
        writer.FillTo(Size, Trap);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CpuidRegisters Read(uint leaf, uint subleaf)
    {
        CpuidRegisters registers = default;
        ((delegate* unmanaged[SuppressGCTransition]<uint, uint, CpuidRegisters*, void>)_address)(leaf, subleaf, &registers);
        return registers;
    }

    /// <summary>Writes a model-specific register. In the processor's kernel mode only; a register that it does not have is a
    /// general protection fault.</summary>
    /// <param name="register">The register's number.</param>
    /// <param name="value">What to write.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteMsr(uint register, ulong value) =>
        ((delegate* unmanaged[SuppressGCTransition]<uint, ulong, void>)(_address + GateSize))(register, value);

    private static ReadOnlySpan<byte> Trap => [0xCC]; // int3
}
