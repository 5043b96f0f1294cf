using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>The calls of POSIX that give a process its pages, with Linux's constants for x86-64.</summary>
internal static partial class PosixMemory
{
    internal const int Read = 1;
    internal const int Write = 2;
    internal const int Execute = 4;
    internal const int PrivateAnonymous = 0x22;
    internal const int FixedNoReplace = 0x100000;
    internal const nint Failed = -1;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);
}
