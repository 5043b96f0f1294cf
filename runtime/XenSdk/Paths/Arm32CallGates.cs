namespace XenSdk;

/// <summary>
/// Writes call gates of 32-bit ARM guests, in the A32 instruction set. C passes the first four arguments in <c>r0</c> to
/// <c>r3</c> and the rest on the stack; Xen takes them from <c>r0</c> to <c>r4</c> and the number from <c>r12</c>. Xen may
/// clobber <c>r4</c>, which C wants kept, so that every gate saves it.
/// </summary>
public static class Arm32CallGates
{
    private const uint PushR4AndReturn = 0xE92D_4010; // push {r4, lr}
    private const uint PopR4AndReturn = 0xE8BD_8010; // pop {r4, pc}
    private const uint HvcXen = 0xE140_EA71; // hvc #0xea1
    private const int ArgumentsInRegisters = 4;

    /// <summary>Writes the gates.</summary>
    /// <param name="code">At least <see cref="CallGates.Size"/> bytes, at a multiple of 4.</param>
    public static void Write(Span<byte> code)
    {
        var writer = new CodeWriter(code);
        for (int arguments = 0; arguments <= CallGates.MaximumArguments; arguments++)
        {
            writer.Emit(PushR4AndReturn);
            if (arguments > ArgumentsInRegisters)
                writer.Emit(0xE59D_4008); // ldr r4, [sp, #8]
            writer.Emit(LoadNumber(arguments));
            writer.Emit(HvcXen);
            writer.Emit(PopR4AndReturn);
            writer.FillTo((arguments + 1) * CallGates.GateSize, Trap);
        }

        writer.FillTo(CallGates.Size, Trap);
    }

    private static ReadOnlySpan<byte> Trap => [0xF0, 0x00, 0xF0, 0xE7]; // udf #0

    /// <summary>The number is the argument behind the last; the stack has the two saved registers above.</summary>
    private static uint LoadNumber(int arguments) => arguments switch
    {
        < ArgumentsInRegisters => 0xE1A0_C000 | (uint)arguments, // mov r12, register
        ArgumentsInRegisters => 0xE59D_C008, // ldr r12, [sp, #8]
        _ => 0xE59D_C00C, // ldr r12, [sp, #12]
    };
}
