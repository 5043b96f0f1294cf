using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XenSdk;

/// <summary>
/// Machine code in memory of its own. The pages are written while they are not executable and become executable when they
/// are no longer writable; at no time are they both.
/// </summary>
public sealed class ExecutableMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private ExecutableMemory(nint address, nuint length)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        Length = length;
    }

    /// <summary>Address of the first byte, at the start of a page.</summary>
    public nint Address => handle;

    /// <summary>Bytes of code.</summary>
    public nuint Length { get; }

    /// <summary>Copies machine code into fresh pages and makes them executable.</summary>
    /// <param name="code">The code; it must not depend on where it stands.</param>
    /// <exception cref="ExecutableMemoryException">The host is not x86-64 Linux, or refuses executable memory.</exception>
    /// <exception cref="ArgumentException"><paramref name="code"/> is empty.</exception>
    public static ExecutableMemory Load(ReadOnlySpan<byte> code)
    {
        if (code.IsEmpty)
            throw new ArgumentException("There is no code to load.", nameof(code));
        ExecutableMemoryException.ThrowIfForeignHost(RuntimeInformation.ProcessArchitecture, OperatingSystem.IsLinux());
        return LoadPages(code);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => PosixMemory.Unmap(handle, Length) == 0;

    private static unsafe ExecutableMemory LoadPages(ReadOnlySpan<byte> code)
    {
        var length = (nuint)code.Length;
        nint address = PosixMemory.Map(0, length, PosixMemory.Read | PosixMemory.Write, PosixMemory.PrivateAnonymous, -1, 0);
        if (address == PosixMemory.Failed)
            throw ExecutableMemoryException.Refused("mmap", length, Marshal.GetLastPInvokeError());

        var memory = new ExecutableMemory(address, length);
        code.CopyTo(new Span<byte>((void*)address, code.Length));
        if (PosixMemory.Protect(address, length, PosixMemory.Read | PosixMemory.Execute) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            memory.Dispose();
            throw ExecutableMemoryException.Refused("mprotect", length, error);
        }

        return memory;
    }
}
