using System.Runtime.InteropServices;

namespace XenSdk.Simulation.Tests;

/// <summary>Two pages of memory, the second of which may not be touched, or not be written.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int PageSize = 4096, None = 0, ReadOnly = 1, ReadWrite = 3, PrivateAnonymous = 0x22;
    private readonly nint _address;

    private GuardedMemory(int protectionOfSecond)
    {
        _address = Map(0, 2 * PageSize, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _address);
        Assert.Equal(0, Protect(_address + PageSize, PageSize, protectionOfSecond));
    }

    internal static GuardedMemory WithHole() => new(None);

    internal static GuardedMemory WithReadOnlyPage() => new(ReadOnly);

    /// <summary>Where the second page starts.</summary>
    internal ulong Second => (ulong)_address + PageSize;

    /// <summary>The last elements of the first page, with the guarded one behind them.</summary>
    internal Span<T> Last<T>(int count)
        where T : unmanaged => new((void*)AddressOfLast<T>(count), count);

    internal ulong AddressOfLast<T>(int count)
        where T : unmanaged => Second - (ulong)(count * sizeof(T));

    public void Dispose() => _ = Unmap(_address, 2 * PageSize);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
