namespace XenSdk.Simulation;

/// <summary>Privcmd of a simulated machine: the device, its requests and its memory as Linux has them, with a
/// <see cref="SimulatedXen"/> behind. For tools of a control domain, which are then tried out where there is no Xen.</summary>
/// <example>
/// <code>
/// using var xen = SimulatedXen.Start();
/// using Privcmd privcmd = SimulatedPrivcmd.Open(xen);
/// privcmd.Hypercalls.ConsoleWrite("Hello from dom0\n"u8);
/// </code>
/// </example>
public static class SimulatedPrivcmd
{
    /// <summary>Opens the device as a program in the simulated domain does. Dispose it before the simulation.</summary>
    /// <param name="xen">The hypervisor.</param>
    /// <param name="options">What the domain's kernel offers; everything where nothing is said.</param>
    /// <exception cref="PrivcmdException">The options say that it cannot be opened.</exception>
    public static Privcmd Open(SimulatedXen xen, SimulatedPrivcmdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(xen);
        return Privcmd.Open(new SimulatedKernel(xen, options ?? new()));
    }
}
