using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>Diagnostic XEN0007: this host lets a process have no machine code of its own making, and so no hypercall page.</summary>
public sealed class ExecutableMemoryException : PlatformNotSupportedException
{
    private ExecutableMemoryException(string message)
        : base(message)
    {
    }

    internal static void ThrowIfForeignHost(Architecture architecture, bool isLinux)
    {
        if (architecture == Architecture.X64 && isLinux)
            return;
        throw new ExecutableMemoryException(
            $"XEN0007: a hypercall page is called by x86-64 machine code in a Linux process, and this is an {architecture} " +
            $"process{(isLinux ? "" : " on another system")}. Run the program on x86-64 Linux; in dom0 or a domU of any " +
            "architecture, Linux's privcmd needs no machine code.");
    }

    internal static ExecutableMemoryException Refused(string call, nuint length, int error) => new(
        $"XEN0007: this host refuses executable memory: {call} for {length} bytes failed: {Marshal.GetPInvokeErrorMessage(error)} " +
        $"(errno {error}). {Remedy(error)}");

    // ENOMEM is a limit, everything else a policy.
    private static string Remedy(int error) => error == (int)XenErrno.ENOMEM
        ? "Raise the process's memory limit (ulimit -v, the service's MemoryMax, or vm.max_map_count)."
        : "Allow the process to make memory executable after it wrote it: systemd's MemoryDenyWriteExecute=no, SELinux's " +
          "execmem permission, a seccomp filter that lets mprotect(PROT_EXEC) through, or no prctl(PR_SET_MDWE) in a parent.";
}
