namespace XenSdk;

/// <summary>
/// Writes call gates of 64-bit x86 guests. C passes arguments in <c>rdi, rsi, rdx, rcx, r8, r9</c>; Xen takes them from
/// <c>rdi, rsi, rdx, r10, r8</c> and the number from <c>rax</c>. Every register that Xen may clobber is one that C gives away.
/// </summary>
public static class X86_64CallGates
{
    /// <summary>Writes the gates of a paravirtualised guest, which use <c>syscall</c>. They cost a little less than the slots
    /// of a hypercall page.</summary>
    /// <param name="code">At least <see cref="CallGates.Size"/> bytes.</param>
    public static void WritePv(Span<byte> code)
    {
        CodeWriter writer = WriteGates(code, [0x0F, 0x05]); // syscall
        writer.Emit([0x89, 0xF0]); // mov eax, esi
        writer.Emit([0x48, 0x89, 0xFC]); // mov rsp, rdi
        writer.Emit([0x0F, 0x05]); // syscall
        writer.FillTo(CallGates.Size, Trap);
    }

    /// <summary>Writes the gates of an HVM or PVH guest.</summary>
    /// <param name="code">At least <see cref="CallGates.Size"/> bytes.</param>
    /// <param name="instruction">The processor's instruction: <see cref="HvmInstructions.TryChoose"/>.</param>
    public static void WriteHvm(Span<byte> code, HvmInstruction instruction) =>
        WriteGates(code, HvmInstructions.Code(instruction)).FillTo(CallGates.Size, Trap);

    private static ReadOnlySpan<byte> Trap => [0xCC]; // int3

    /// <summary>Writes the gates for zero to five arguments.</summary>
    /// <returns>The writer, at the gate behind.</returns>
    private static CodeWriter WriteGates(Span<byte> code, ReadOnlySpan<byte> instruction)
    {
        var writer = new CodeWriter(code);
        for (int arguments = 0; arguments <= CallGates.MaximumArguments; arguments++)
        {
            if (arguments > 3)
                writer.Emit([0x49, 0x89, 0xCA]); // mov r10, rcx
            writer.Emit(LoadNumber(arguments));
            writer.Emit(instruction);
            writer.Emit([0xC3]); // ret
            writer.FillTo((arguments + 1) * CallGates.GateSize, Trap);
        }

        return writer;
    }

    /// <summary>The number comes in the register of the argument behind the last.</summary>
    private static ReadOnlySpan<byte> LoadNumber(int arguments) => arguments switch
    {
        0 => [0x89, 0xF8], // mov eax, edi
        1 => [0x89, 0xF0], // mov eax, esi
        2 => [0x89, 0xD0], // mov eax, edx
        3 => [0x89, 0xC8], // mov eax, ecx
        4 => [0x44, 0x89, 0xC0], // mov eax, r8d
        _ => [0x44, 0x89, 0xC8], // mov eax, r9d
    };
}
