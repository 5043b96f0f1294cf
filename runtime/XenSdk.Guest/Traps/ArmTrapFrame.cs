using System.Runtime.InteropServices;

namespace XenSdk.Guest;

/// <summary>The registers of what an exception interrupted on arm64. A handler that changes them changes how it goes on, but for
/// <see cref="Sp"/>. Floating-point registers are kept, and are not in here.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ArmTrapFrame
{
    /// <summary>General register.</summary>
    public ulong X0;

    /// <summary>General register.</summary>
    public ulong X1;

    /// <summary>General register.</summary>
    public ulong X2;

    /// <summary>General register.</summary>
    public ulong X3;

    /// <summary>General register.</summary>
    public ulong X4;

    /// <summary>General register.</summary>
    public ulong X5;

    /// <summary>General register.</summary>
    public ulong X6;

    /// <summary>General register.</summary>
    public ulong X7;

    /// <summary>General register.</summary>
    public ulong X8;

    /// <summary>General register.</summary>
    public ulong X9;

    /// <summary>General register.</summary>
    public ulong X10;

    /// <summary>General register.</summary>
    public ulong X11;

    /// <summary>General register.</summary>
    public ulong X12;

    /// <summary>General register.</summary>
    public ulong X13;

    /// <summary>General register.</summary>
    public ulong X14;

    /// <summary>General register.</summary>
    public ulong X15;

    /// <summary>General register.</summary>
    public ulong X16;

    /// <summary>General register.</summary>
    public ulong X17;

    /// <summary>The platform register; C# leaves it alone.</summary>
    public ulong X18;

    /// <summary>General register.</summary>
    public ulong X19;

    /// <summary>General register.</summary>
    public ulong X20;

    /// <summary>General register.</summary>
    public ulong X21;

    /// <summary>General register.</summary>
    public ulong X22;

    /// <summary>General register.</summary>
    public ulong X23;

    /// <summary>General register.</summary>
    public ulong X24;

    /// <summary>General register.</summary>
    public ulong X25;

    /// <summary>General register.</summary>
    public ulong X26;

    /// <summary>General register.</summary>
    public ulong X27;

    /// <summary>General register.</summary>
    public ulong X28;

    /// <summary>The frame pointer by convention.</summary>
    public ulong X29;

    /// <summary>The link register: where the code that was interrupted returns to.</summary>
    public ulong X30;

    /// <summary>The stack pointer, to be read.</summary>
    public ulong Sp;

    /// <summary>The instruction that caused the exception, which is tried again; the one behind it for a supervisor call
    /// (<c>ELR_EL1</c>).</summary>
    public ulong Pc;

    /// <summary>Flags, and which interrupts were masked (<c>SPSR_EL1</c>).</summary>
    public ulong Pstate;

    /// <summary>What the processor says of the exception (<c>ESR_EL1</c>).</summary>
    public ulong Syndrome;

    /// <summary>The virtual address of an abort or of a misaligned instruction (<c>FAR_EL1</c>); of no meaning otherwise.</summary>
    public ulong FaultAddress;

    /// <summary>What kind of exception it is.</summary>
    public readonly ArmExceptionClass Class => (ArmExceptionClass)((Syndrome >> 26) & 0x3f);
}
