namespace XenSdk;

/// <summary>
/// Writes call gates of arm64 guests: C and Xen agree on <c>x0</c> to <c>x4</c>, and the number goes to <c>x16</c>. Every
/// register that Xen may clobber is one that C gives away.
/// </summary>
public static class Arm64CallGates
{
    private const uint HvcXen = 0xD401_D422; // hvc #0xea1
    private const uint Return = 0xD65F_03C0; // ret

    /// <summary>Writes the gates.</summary>
    /// <param name="code">At least <see cref="CallGates.Size"/> bytes, at a multiple of 4.</param>
    public static void Write(Span<byte> code)
    {
        var writer = new CodeWriter(code);
        for (int arguments = 0; arguments <= CallGates.MaximumArguments; arguments++)
        {
            writer.Emit(MoveToX16(arguments));
            writer.Emit(HvcXen);
            writer.Emit(Return);
            writer.FillTo((arguments + 1) * CallGates.GateSize, Trap);
        }

        writer.FillTo(CallGates.Size, Trap);
    }

    private static ReadOnlySpan<byte> Trap => [0, 0, 0, 0]; // udf #0

    /// <summary><c>mov x16, register</c>: the number comes in the register of the argument behind the last.</summary>
    private static uint MoveToX16(int register) => 0xAA00_03F0 | ((uint)register << 16);
}
