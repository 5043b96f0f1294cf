using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>Linux's own system calls, through libc. None of them allocates.</summary>
internal sealed unsafe partial class LinuxKernel : IKernel
{
    // These are the same on x86-64 and arm64.
    private const int ReadWrite = 0x2;
    private const int CloseOnExec = 0x80000;
    private const int Shared = 0x01;
    private const int Locked = 0x2000;
    private const int AdviceDontFork = 10;

    /// <summary>The one kernel there is.</summary>
    internal static LinuxKernel Instance { get; } = new();

    public int Open(string path) => OrError(OpenFile(path, ReadWrite | CloseOnExec, 0));

    public void Close(int file) => _ = CloseFile(file);

    public nint CallGate => PrivcmdGate.Address;

    // Hypercalls are made by this one where there is no gate. The thread's errno is looked at only where there is one.
    public int Control(int file, uint request, void* argument)
    {
        int result = IoControl(file, request, argument);
        return result == -1 ? -Marshal.GetLastSystemError() : result;
    }

    public nint MapDevice(int file, nuint length, bool writable) =>
        OrError(PosixMemory.Map(0, length, PosixMemory.Read | (writable ? PosixMemory.Write : 0), Shared, file, 0));

    public nint MapLocked(nuint length)
    {
        nint address = OrError(
            PosixMemory.Map(0, length, PosixMemory.Read | PosixMemory.Write, PosixMemory.PrivateAnonymous | Locked, -1, 0));
        if (address is < 0 and > -4096)
            return address;

        // A child would share the pages copy-on-write, and the parent's next write would move them away under Xen's hands.
        if (Advise(address, length, AdviceDontFork) != 0)
        {
            nint error = OrError((nint)(-1));
            Unmap(address, length);
            return error;
        }

        // Locked pages may still be missing, or be the shared page of zeroes: a write brings each one in.
        for (nuint offset = 0; offset < length; offset += (nuint)Environment.SystemPageSize)
            Volatile.Write(ref *(byte*)(address + (nint)offset), 0);
        return address;
    }

    public void Unmap(nint address, nuint length) => _ = PosixMemory.Unmap(address, length);

    public bool Exists(string path) => Path.Exists(path);

    public string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int OrError(int result) => result == -1 ? -Marshal.GetLastPInvokeError() : result;

    private static nint OrError(nint result) => result == -1 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int file);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoControl(int file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint address, nuint length, int advice);
}
