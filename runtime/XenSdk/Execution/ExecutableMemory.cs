using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XenSdk;

/// <summary>Writes machine code that will stand at an address.</summary>
/// <param name="code">Where it is written.</param>
/// <param name="address">Where it is executed.</param>
internal delegate void CodeAt(Span<byte> code, nint address);

/// <summary>
/// Machine code in memory of its own. The pages are written while they are not executable and become executable when they
/// are no longer writable; at no time are they both.
/// </summary>
public sealed class ExecutableMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const nint PageSize = 4096;
    private const nint NearestDistance = 16 * PageSize;

    /// <summary>A relative jump reaches 2 GiB.</summary>
    private const nint FarthestDistance = 1 << 30;

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
        ExecutableMemory memory = Open(Map(0, (nuint)code.Length), (nuint)code.Length);
        code.CopyTo(memory.Code);
        memory.MakeExecutable();
        return memory;
    }

    /// <summary>Writes machine code into fresh pages and makes them executable: near other code if there is room within the
    /// reach of a relative jump, or else anywhere.</summary>
    /// <param name="place">Address of the other code.</param>
    /// <param name="length">Bytes of code.</param>
    /// <param name="write">Writes the code, and is told where it will stand.</param>
    /// <exception cref="ExecutableMemoryException">The host is not x86-64 Linux, or refuses executable memory.</exception>
    internal static ExecutableMemory LoadNear(nint place, int length, CodeAt write)
    {
        ExecutableMemoryException.ThrowIfForeignHost(RuntimeInformation.ProcessArchitecture, OperatingSystem.IsLinux());
        ExecutableMemory memory = Open(MapNear(place, (nuint)length), (nuint)length);
        write(memory.Code, memory.Address);
        memory.MakeExecutable();
        return memory;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => PosixMemory.Unmap(handle, Length) == 0;

    private static ExecutableMemory Open(nint address, nuint length) => address == PosixMemory.Failed
        ? throw ExecutableMemoryException.Refused("mmap", length, Marshal.GetLastPInvokeError())
        : new(address, length);

    private unsafe Span<byte> Code => new((void*)handle, (int)Length);

    /// <summary>Makes the pages executable, and no longer writable.</summary>
    private void MakeExecutable()
    {
        if (PosixMemory.Protect(handle, Length, PosixMemory.Read | PosixMemory.Execute) == 0)
            return;
        int error = Marshal.GetLastPInvokeError();
        Dispose();
        throw ExecutableMemoryException.Refused("mprotect", Length, error);
    }

    /// <summary>Maps pages at ever larger distances from a place, until there is room; beyond the largest, where the kernel
    /// likes.</summary>
    private static nint MapNear(nint place, nuint length)
    {
        for (nint distance = NearestDistance; distance <= FarthestDistance; distance += (distance / 4) & ~(PageSize - 1))
        {
            foreach (nint wanted in (ReadOnlySpan<nint>)[place + distance, place - distance])
            {
                // A kernel older than 4.17 does not know MAP_FIXED_NOREPLACE, and takes the address for a wish.
                nint address = wanted <= 0 ? PosixMemory.Failed : Map(wanted, length, PosixMemory.FixedNoReplace);
                if (address == wanted)
                    return address;
                if (address != PosixMemory.Failed)
                    _ = PosixMemory.Unmap(address, length);
            }
        }

        return Map(0, length);
    }

    private static nint Map(nint address, nuint length, int flags = 0)
        => PosixMemory.Map(address, length, PosixMemory.Read | PosixMemory.Write, PosixMemory.PrivateAnonymous | flags, -1, 0);
}
