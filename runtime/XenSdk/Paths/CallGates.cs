namespace XenSdk;

/// <summary>
/// Call gates: C-callable machine code that makes a hypercall by the instruction itself, without a hypercall page. One gate
/// for each number of arguments; each takes the arguments as C passes them and the hypercall's number behind them, moves them
/// to Xen's registers, and keeps the registers that C wants kept whatever Xen does to those it may clobber.
/// </summary>
/// <remarks>
/// <para>
/// The writers (<see cref="X86_64CallGates"/>, <see cref="X86_32CallGates"/>, <see cref="Arm64CallGates"/>,
/// <see cref="Arm32CallGates"/>) put the code into memory of the caller's. It does not depend on where it stands, so it can be
/// written at any time before; the memory must be executable when a gate is called, and on ARM the caches be made coherent.
/// <see cref="CallGate"/> calls it.
/// </para>
/// <para>
/// These are a guest kernel's: the instructions work in the processor's kernel mode. A process gets <c>-EPERM</c> or is ended,
/// and uses <see cref="Privcmd"/>. Xen executes the instruction again to go on with a call that it interrupted, which is safe
/// as nothing comes between.
/// </para>
/// <para>Xen: docs/guest-guide/x86/hypercall-abi.rst and xen/include/public/arch-arm.h.</para>
/// </remarks>
public static class CallGates
{
    /// <summary>Bytes of memory for all gates of a kind.</summary>
    public const int Size = Count * GateSize;

    /// <summary>The most arguments that Xen takes.</summary>
    internal const int MaximumArguments = 5;

    /// <summary>Bytes from one gate to the next, which has one argument more.</summary>
    internal const int GateSize = 48;

    /// <summary>The gate behind those for zero to five arguments: it makes its first argument the stack pointer, its second the
    /// number, and does not come back. Only paravirtualised guests have it.</summary>
    internal const int JumpGate = MaximumArguments + 1;

    private const int Count = JumpGate + 1;
}
