using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>A hypercall and the descriptor of the device that it is made through: what a <see cref="PrivcmdGate"/> takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PrivcmdCall
{
    /// <summary>What the request's argument points to.</summary>
    public PrivcmdHypercall Hypercall;

    /// <summary>The device.</summary>
    public int File;
}

/// <summary>
/// The system call of a hypercall as machine code: 5 instructions around the one that enters the kernel, where glibc's
/// <c>ioctl</c> has 20, and one argument to pass instead of three.
/// </summary>
internal static class PrivcmdGate
{
    /// <summary>The code, with Linux's numbers for x86-64, where 16 is <c>ioctl</c>.</summary>
    internal static ReadOnlySpan<byte> Code =>
    [
        0x48, 0x89, 0xFA, // mov rdx, rdi: the argument is the hypercall, which the structure starts with
        0x8B, 0x7F, 0x30, // mov edi, [rdi + 48]: the descriptor behind it
        0xBE, 0x00, 0x50, 0x30, 0x00, // mov esi, IOCTL_PRIVCMD_HYPERCALL
        0xB8, 0x10, 0x00, 0x00, 0x00, // mov eax, 16
        0x0F, 0x05, // syscall
        0xC3, // ret
    ];

    private static readonly ExecutableMemory? Memory = Load();

    /// <summary>Address of the code, which stays; 0 where the processor is another one, or the process may not make memory
    /// executable.</summary>
    internal static nint Address => Memory is null ? 0 : Memory.Address;

    private static ExecutableMemory? Load()
    {
        try
        {
            return ExecutableMemory.Load(Code);
        }
        catch (ExecutableMemoryException)
        {
            return null;
        }
    }
}
