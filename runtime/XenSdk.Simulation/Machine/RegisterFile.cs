using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>
/// The general-purpose registers of a 64-bit x86 processor as a hypercall found them at the entry of its slot, in the order
/// of their encoding.
/// </summary>
/// <remarks>Xen's 64-bit convention: the number in <c>rax</c>, the arguments in <c>rdi, rsi, rdx, r10, r8</c>
/// (docs/guest-guide/x86/hypercall-abi.rst).</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct RegisterFile
{
    /// <summary>The hypercall's number, once the slot has loaded it.</summary>
    public ulong Rax;

    /// <summary>C's fourth argument; Xen ignores and clobbers it.</summary>
    public ulong Rcx;

    /// <summary>The third argument.</summary>
    public ulong Rdx;

    /// <summary>Preserved.</summary>
    public ulong Rbx;

    /// <summary>The stack pointer, at the return address.</summary>
    public ulong Rsp;

    /// <summary>Preserved.</summary>
    public ulong Rbp;

    /// <summary>The second argument.</summary>
    public ulong Rsi;

    /// <summary>The first argument.</summary>
    public ulong Rdi;

    /// <summary>The fifth argument.</summary>
    public ulong R8;

    /// <summary>C's sixth argument; no hypercall has one.</summary>
    public ulong R9;

    /// <summary>The fourth argument.</summary>
    public ulong R10;

    /// <summary>Clobbered.</summary>
    public ulong R11;

    /// <summary>Preserved.</summary>
    public ulong R12;

    /// <summary>Preserved.</summary>
    public ulong R13;

    /// <summary>Preserved.</summary>
    public ulong R14;

    /// <summary>Preserved.</summary>
    public ulong R15;

    /// <summary>The flags.</summary>
    public ulong Rflags;

    /// <summary>Where the slot returns to.</summary>
    public ulong ReturnAddress;

    /// <summary>The hypercall's number.</summary>
    public readonly uint Number => (uint)Rax;
}
