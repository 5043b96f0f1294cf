using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>
/// The memory behind the pointers that hypercalls are given: that of this process. A pointer that leads nowhere, or to
/// memory that may not be written, is an answer (<c>-EFAULT</c>) and not the end of the process.
/// </summary>
/// <remarks>
/// Linux copies, by <c>process_vm_readv</c> and <c>process_vm_writev</c> on the process itself: they check every page as an
/// access from the process would be checked, and say how far they came. <c>/proc/self/mem</c> writes through read-only
/// mappings, and catching <c>SIGSEGV</c> belongs to the .NET runtime.
/// </remarks>
internal static unsafe partial class GuestAddressSpace
{
    /// <summary>Where the part of a 64-bit PV guest's address space starts that Xen keeps for itself.</summary>
    internal const ulong HypervisorStart = 0xFFFF8000_00000000;

    /// <summary>Where that part ends.</summary>
    private const ulong HypervisorEnd = 0xFFFF8800_00000000;

    /// <summary>Whether a guest of Xen may name the address at all, mapped or not. Xen checks only the start of a range,
    /// since a hole of non-canonical addresses follows (<c>__addr_ok</c>, xen/arch/x86/include/asm/uaccess.h).</summary>
    internal static bool MayName(ulong address) => address is < (1UL << 47) or >= HypervisorEnd;

    /// <summary>Whether a guest of Xen may name an array, mapped or not (<c>guest_handle_okay</c>).</summary>
    internal static bool MayNameArray(ulong address, ulong count, ulong elementSize) =>
        count < ulong.MaxValue / elementSize && MayName(address);

    internal static bool TryRead<T>(ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return TryRead(address, MemoryMarshal.AsBytes(new Span<T>(ref value)));
    }

    internal static bool TryWrite<T>(ulong address, in T value)
        where T : unmanaged => TryWrite(address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    internal static bool TryRead(ulong address, Span<byte> destination)
    {
        if (!MayName(address))
            return false;
        fixed (byte* local = destination)
        {
            var to = new IoVector(local, (nuint)destination.Length);
            var from = new IoVector((void*)address, (nuint)destination.Length);
            return ProcessReadVector(Environment.ProcessId, &to, 1, &from, 1, 0) == destination.Length;
        }
    }

    internal static bool TryWrite(ulong address, ReadOnlySpan<byte> source)
    {
        if (!MayName(address))
            return false;
        fixed (byte* local = source)
        {
            var from = new IoVector(local, (nuint)source.Length);
            var to = new IoVector((void*)address, (nuint)source.Length);
            return ProcessWriteVector(Environment.ProcessId, &from, 1, &to, 1, 0) == source.Length;
        }
    }

    /// <summary>Tries both calls, which a sandbox may have forbidden.</summary>
    /// <exception cref="PlatformNotSupportedException">They are forbidden.</exception>
    internal static void ThrowIfForbidden()
    {
        ulong probe = 1;
        if (!TryRead((ulong)&probe, out ulong read) || !TryWrite((ulong)&probe, read + 1) || probe != 2)
        {
            throw new PlatformNotSupportedException(
                "SimulatedXen follows the pointers of hypercalls by process_vm_readv and process_vm_writev on its own process, " +
                $"and this host forbids them: {Marshal.GetLastPInvokeErrorMessage()}. Allow these two system calls in the " +
                "seccomp profile or container that the process runs in.");
        }
    }

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static partial nint ProcessReadVector(int process, IoVector* local, nuint localCount, IoVector* remote, nuint remoteCount, nuint flags);

    [LibraryImport("libc", EntryPoint = "process_vm_writev", SetLastError = true)]
    private static partial nint ProcessWriteVector(int process, IoVector* local, nuint localCount, IoVector* remote, nuint remoteCount, nuint flags);

    private readonly struct IoVector(void* address, nuint length)
    {
        public readonly void* Address = address;
        public readonly nuint Length = length;
    }
}
