using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>Finds out why privcmd could not be opened, and says what to try.</summary>
internal static class Obstacle
{
    /// <summary>Linux's <c>ENOTTY</c>, which Xen does not have: the kernel does not know the request.</summary>
    internal const XenErrno NoSuchRequest = (XenErrno)25;

    private const string HypervisorType = "/sys/hypervisor/type";
    private const string ProcXen = "/proc/xen";

    /// <summary>The exception for a device that could not be opened.</summary>
    /// <param name="kernel">Is asked what kind of machine this is.</param>
    /// <param name="device">What was opened.</param>
    /// <param name="error">Why it could not be.</param>
    internal static PrivcmdException For(IKernel kernel, string device, XenErrno error)
    {
        if (error is XenErrno.EACCES or XenErrno.EPERM)
            return NoPermission(device, error);
        if (!IsMissing(error))
            return Refused($"{device} cannot be opened", error);
        return IsXenDomain(kernel) ? NoPrivcmd(error) : NoXen(error);
    }

    /// <summary>Whether the kernel means that there is no such device; the next place is worth a try.</summary>
    internal static bool IsMissing(XenErrno error) => error is XenErrno.ENOENT or XenErrno.ENXIO or XenErrno.ENODEV;

    /// <summary>The exception for a request that the kernel refused.</summary>
    internal static PrivcmdException Refused(string what, XenErrno error) =>
        new("XEN0014", $"{what}: {Words(error)}.", error);

    /// <summary>An errno of the kernel's, in words.</summary>
    internal static string Words(XenErrno error) => error == NoSuchRequest
        ? "-ENOTTY (25): the kernel does not know the request"
        : HypercallResult.FromError(error).ToString();

    /// <summary>The exception where this process can have no privcmd whatever the machine is; null where it can.</summary>
    internal static PrivcmdException? OfProcess(bool isLinux, string system, Architecture architecture)
    {
        if (!isLinux)
        {
            return new(
                "XEN0011",
                $"Privcmd is a device of Linux, and this is {system}. Run the program in a Linux domain under Xen, or against " +
                "XenSdk.Simulation, which needs no Xen.",
                XenErrno.None);
        }

        if (architecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return new(
                "XEN0013",
                $"Privcmd is spoken to from x86-64 and arm64 processes, and this one is {architecture}. Publish the program for " +
                "linux-x64 or linux-arm64.",
                XenErrno.None);
        }

        return null;
    }

    // The kernel makes the folder in a domain of Xen only, whether xenfs is mounted there or not.
    private static bool IsXenDomain(IKernel kernel) => kernel.ReadText(HypervisorType) == "xen" || kernel.Exists(ProcXen);

    private static PrivcmdException NoXen(XenErrno error) => new(
        "XEN0011",
        $"This is not a domain of Xen: neither {Privcmd.DevicePath} nor {Privcmd.OldDevicePath} is there, and {HypervisorType} " +
        "does not say \"xen\". Run the program in a domain (usually the control domain, dom0) of a machine that was booted into " +
        "Xen, or against XenSdk.Simulation, which needs no Xen. In a container pass the device and /sys through " +
        $"(--device {Privcmd.DevicePath}).",
        error);

    private static PrivcmdException NoPrivcmd(XenErrno error) => new(
        "XEN0013",
        $"This is a domain of Xen, but its kernel offers no privcmd: neither {Privcmd.DevicePath} nor {Privcmd.OldDevicePath} can be " +
        "opened. Load the module (modprobe xen-privcmd), or use a kernel that was built with CONFIG_XEN_PRIVCMD; on a kernel older " +
        $"than 3.3 mount xenfs (mount -t xenfs xenfs {ProcXen}). In a container pass the device through (--device {Privcmd.DevicePath}).",
        error);

    private static PrivcmdException NoPermission(string device, XenErrno error) => new(
        "XEN0012",
        $"User {Environment.UserName} may not open {device} ({Words(error)}). Run the program as root, or " +
        "give its user read and write access to the device (chown, or a udev rule for xen/privcmd and xen/hypercall). Who may " +
        "use privcmd has the powers of the whole domain.",
        error);
}
