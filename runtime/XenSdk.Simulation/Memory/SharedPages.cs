using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>Pages of memory that can be mapped at several addresses at once, as the frames of a machine are.</summary>
internal static unsafe partial class SharedPages
{
    private const int SharedAnonymous = 0x21;
    private const int ToThatAddress = 0x3; // MREMAP_MAYMOVE | MREMAP_FIXED

    /// <summary>Maps fresh pages, all zero.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory for them.</exception>
    internal static nint Map(nuint length)
    {
        nint address = PosixMemory.Map(0, length, PosixMemory.Read | PosixMemory.Write, SharedAnonymous, -1, 0);
        return address != PosixMemory.Failed ? address : throw Refused("mmap", length);
    }

    /// <summary>Maps pages that are mapped already at another address too, where something may be mapped until now.</summary>
    /// <exception cref="InsufficientMemoryException">The process has too many mappings.</exception>
    internal static void MapAgain(nint pages, nuint length, nint address, bool writable)
    {
        // An old length of 0 asks for a second mapping of shared pages: mremap(2).
        if (Remap(pages, 0, length, ToThatAddress, address) != address)
            throw Refused("mremap", length);
        if (!writable && PosixMemory.Protect(address, length, PosixMemory.Read) != 0)
            throw Refused("mprotect", length);
    }

    /// <summary>Ends a mapping.</summary>
    internal static void Unmap(nint address, nuint length) => _ = PosixMemory.Unmap(address, length);

    private static InsufficientMemoryException Refused(string call, nuint length) =>
        new($"The simulated machine's memory: {call} for {length} bytes failed: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "mremap", SetLastError = true)]
    private static partial nint Remap(nint oldAddress, nuint oldLength, nuint newLength, int flags, nint newAddress);
}
