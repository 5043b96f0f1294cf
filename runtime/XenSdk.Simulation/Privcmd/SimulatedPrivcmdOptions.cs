namespace XenSdk.Simulation;

/// <summary>What the Linux of a simulated domain offers a program. The defaults are a recent kernel's that holds nothing
/// back.</summary>
public sealed record SimulatedPrivcmdOptions
{
    /// <summary>What opening <see cref="Privcmd.DevicePath"/> ends with; <see cref="XenErrno.ENOENT"/> for a kernel without the
    /// device.</summary>
    public XenErrno OpenError { get; init; }

    /// <summary>What opening <see cref="Privcmd.OldDevicePath"/> ends with.</summary>
    public XenErrno OldOpenError { get; init; } = XenErrno.ENOENT;

    /// <summary>What opening <see cref="Privcmd.MemoryDevicePath"/> ends with; <see cref="XenErrno.ENOENT"/> for a kernel
    /// before 4.18.</summary>
    public XenErrno MemoryOpenError { get; init; }

    /// <summary>What <c>/sys/hypervisor/type</c> says; null where it is not there.</summary>
    public string? HypervisorType { get; init; } = "xen";

    /// <summary>Pages of memory that Xen reaches that a program can have at once.</summary>
    public int MemoryPages { get; init; } = int.MaxValue;
}
