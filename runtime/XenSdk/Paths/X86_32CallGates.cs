namespace XenSdk;

/// <summary>
/// Writes call gates of 32-bit x86 guests. C passes arguments on the stack; Xen takes them from <c>ebx, ecx, edx, esi,
/// edi</c> and the number from <c>eax</c>. Xen may clobber all of these, and C wants <c>ebx</c>, <c>esi</c> and <c>edi</c>
/// kept, so that every gate saves them.
/// </summary>
public static class X86_32CallGates
{
    /// <summary>Bytes of stack above the first argument, once the gate has saved its registers: those, and the return
    /// address.</summary>
    private const int FirstArgument = 4 * sizeof(uint);

    /// <summary>Writes the gates of a paravirtualised guest, which use <c>int $0x82</c>.</summary>
    /// <param name="code">At least <see cref="CallGates.Size"/> bytes.</param>
    public static void WritePv(Span<byte> code)
    {
        CodeWriter writer = WriteGates(code, [0xCD, 0x82]); // int 0x82
        writer.Emit([0x8B, 0x44, 0x24, 0x08]); // mov eax, [esp+8]
        writer.Emit([0x8B, 0x64, 0x24, 0x04]); // mov esp, [esp+4]
        writer.Emit([0xCD, 0x82]); // int 0x82
        writer.FillTo(CallGates.Size, Trap);
    }

    /// <summary>Writes the gates of an HVM or PVH guest.</summary>
    /// <param name="code">At least <see cref="CallGates.Size"/> bytes.</param>
    /// <param name="instruction">The processor's instruction: <see cref="HvmInstructions.TryChoose"/>.</param>
    public static void WriteHvm(Span<byte> code, HvmInstruction instruction) =>
        WriteGates(code, HvmInstructions.Code(instruction)).FillTo(CallGates.Size, Trap);

    private static ReadOnlySpan<byte> Trap => [0xCC]; // int3

    /// <summary>The second byte of <c>mov register, [esp+n]</c>, for each argument's register.</summary>
    private static ReadOnlySpan<byte> ArgumentRegisters => [0x5C, 0x4C, 0x54, 0x74, 0x7C]; // ebx, ecx, edx, esi, edi

    /// <summary>Writes the gates for zero to five arguments.</summary>
    /// <returns>The writer, at the gate behind.</returns>
    private static CodeWriter WriteGates(Span<byte> code, ReadOnlySpan<byte> instruction)
    {
        var writer = new CodeWriter(code);
        for (int arguments = 0; arguments <= CallGates.MaximumArguments; arguments++)
        {
            writer.Emit([0x53, 0x56, 0x57]); // push ebx; push esi; push edi
            for (int argument = 0; argument < arguments; argument++)
                Load(ref writer, ArgumentRegisters[argument], argument);
            Load(ref writer, 0x44, arguments); // eax
            writer.Emit(instruction);
            writer.Emit([0x5F, 0x5E, 0x5B, 0xC3]); // pop edi; pop esi; pop ebx; ret
            writer.FillTo((arguments + 1) * CallGates.GateSize, Trap);
        }

        return writer;
    }

    /// <summary><c>mov register, [esp + the argument's place]</c></summary>
    private static void Load(ref CodeWriter writer, byte register, int argument) =>
        writer.Emit([0x8B, register, 0x24, (byte)(FirstArgument + (argument * sizeof(uint)))]);
}
