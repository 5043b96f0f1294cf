using System.Runtime.InteropServices;

namespace XenSdk.Guest;

/// <summary>The registers of what a trap interrupted on x86_64. A handler that changes them changes how it goes on.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TrapFrame
{
    /// <summary>General register.</summary>
    public ulong R15;

    /// <summary>General register.</summary>
    public ulong R14;

    /// <summary>General register.</summary>
    public ulong R13;

    /// <summary>General register.</summary>
    public ulong R12;

    /// <summary>General register.</summary>
    public ulong Rbp;

    /// <summary>General register.</summary>
    public ulong Rbx;

    /// <summary>General register.</summary>
    public ulong R11;

    /// <summary>General register.</summary>
    public ulong R10;

    /// <summary>General register.</summary>
    public ulong R9;

    /// <summary>General register.</summary>
    public ulong R8;

    /// <summary>General register.</summary>
    public ulong Rax;

    /// <summary>General register.</summary>
    public ulong Rcx;

    /// <summary>General register.</summary>
    public ulong Rdx;

    /// <summary>General register.</summary>
    public ulong Rsi;

    /// <summary>General register.</summary>
    public ulong Rdi;

    /// <summary>The processor's number of the trap; 256 for an upcall of Xen's.</summary>
    public ulong Vector;

    /// <summary>What the processor says of the trap; 0 for traps without.</summary>
    public ulong ErrorCode;

    /// <summary>The instruction that trapped, or the one behind it for traps that come afterwards.</summary>
    public ulong Rip;

    /// <summary>Code segment. The upper half is Xen's: the upcall mask as it was.</summary>
    public ulong Cs;

    /// <summary>Flags. The interrupt flag is set if upcalls were not masked.</summary>
    public ulong Rflags;

    /// <summary>Stack pointer.</summary>
    public ulong Rsp;

    /// <summary>Stack segment.</summary>
    public ulong Ss;
}
