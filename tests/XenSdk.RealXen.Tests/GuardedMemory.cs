using System.Runtime.InteropServices;

namespace XenSdk.RealXen.Tests;

/// <summary>Three pages of this process: one of memory, one that may not be touched, one that may only be read.</summary>
internal sealed partial class GuardedMemory : IDisposable
{
    private const int None = 0, Read = 1, ReadWrite = 3, PrivateAnonymous = 0x22;
    private readonly nint _address;

    internal GuardedMemory()
    {
        _address = Map(0, 3 * Page.Size, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _address);
        Assert.Equal(0, Protect(Edge, Page.Size, None));
        Marshal.WriteInt64(ReadOnly, -1);
        Assert.Equal(0, Protect(ReadOnly, Page.Size, Read));
    }

    /// <summary>Behind the first page.</summary>
    internal nint Edge => _address + Page.Size;

    /// <summary>The page that may only be read.</summary>
    internal nint ReadOnly => _address + (2 * Page.Size);

    public void Dispose() => _ = Unmap(_address, 3 * Page.Size);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
