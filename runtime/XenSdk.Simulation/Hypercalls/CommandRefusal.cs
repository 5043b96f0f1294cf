namespace XenSdk.Simulation;

/// <summary>A hypercall of which the simulation has no command. Those that Xen has get <c>-ENOSYS</c>, as from a Xen that was
/// built without them; to one that it does not have Xen's answer is the hypercall's own.</summary>
/// <param name="number">The hypercall's number.</param>
/// <param name="commands">How many commands it has: they are numbered from 0 on.</param>
/// <param name="unknown">What Xen says to any other.</param>
internal sealed class CommandRefusal(HypercallNumber number, uint commands, XenErrno unknown) : IHypercallHandler
{
    public HypercallNumber Number => number;

    public HypercallAnswer Answer(in HypercallRequest request) => -(long)((uint)request.A1 < commands ? XenErrno.ENOSYS : unknown);

    /// <summary>All of them, as Xen 4.17 answers.</summary>
    /// <param name="domain">The domain that calls.</param>
    internal static IHypercallHandler[] All(SimulatedDomain domain) =>
    [
        new CommandRefusal(HypercallNumber.SetDebugReg, 8, XenErrno.ENODEV),
        new CommandRefusal(HypercallNumber.GetDebugReg, 8, XenErrno.ENODEV),
        new CommandRefusal(HypercallNumber.SetSegmentBase, 4, XenErrno.EINVAL),
        new CommandRefusal(HypercallNumber.XenoprofOp, 16, XenErrno.EINVAL),
        // do_kexec_op_internal (xen/common/kexec.c) has no answer of its own for what it does not know: it is done.
        new CommandRefusal(HypercallNumber.KexecOp, 6, domain.IsPrivileged ? XenErrno.None : XenErrno.EPERM),
        new GrantTableRefusal(),
        new StructureRefusal(HypercallNumber.Dom0Op, 0x0300_0001, domain),
        new StructureRefusal(HypercallNumber.Sysctl, 0x15, domain),
        new StructureRefusal(HypercallNumber.Domctl, 0x15, domain),
        new CompatRefusal(HypercallNumber.EventChannelOpCompat),
        new CompatRefusal(HypercallNumber.PhysdevOpCompat),
        new MachineCheckRefusal(domain),
    ];
}

/// <summary>grant_table_op (do_grant_table_op, xen/common/grant_table.c): the count is looked at before the command.</summary>
internal sealed class GrantTableRefusal : IHypercallHandler
{
    public HypercallNumber Number => HypercallNumber.GrantTableOp;

    public HypercallAnswer Answer(in HypercallRequest request) => -(long)((int)request.A3 < 0 ? XenErrno.EINVAL : XenErrno.ENOSYS);
}

/// <summary>A hypercall of the toolstack's or the machine's owner, whose structure begins with the command and the version of
/// the interface: a caller that was built for another Xen gets <c>-EACCES</c>.</summary>
/// <param name="number">The hypercall's number.</param>
/// <param name="version">The interface's version in Xen 4.17.</param>
/// <param name="domain">The domain that calls.</param>
internal sealed class StructureRefusal(HypercallNumber number, uint version, SimulatedDomain domain) : IHypercallHandler
{
    public HypercallNumber Number => number;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        if (!GuestAddressSpace.TryRead(request.A1, out (uint Command, uint Version) structure))
            return -(long)XenErrno.EFAULT;
        if (structure.Version != version)
            return -(long)XenErrno.EACCES;
        return -(long)(domain.IsPrivileged ? XenErrno.ENOSYS : XenErrno.EPERM);
    }
}

/// <summary>A deprecated hypercall, whose structure begins with the command of the one that has taken its place
/// (xen/arch/x86/compat.c).</summary>
/// <param name="number">The hypercall's number.</param>
internal sealed class CompatRefusal(HypercallNumber number) : IHypercallHandler
{
    public HypercallNumber Number => number;

    public HypercallAnswer Answer(in HypercallRequest request) =>
        -(int)(GuestAddressSpace.TryRead(request.A1, out uint _) ? XenErrno.ENOSYS : XenErrno.EFAULT);
}

/// <summary>mca, which is arch_0 on x86 (do_mca, xen/arch/x86/cpu/mcheck/mce.c): the caller is looked at before the structure.
/// </summary>
/// <param name="domain">The domain that calls.</param>
internal sealed class MachineCheckRefusal(SimulatedDomain domain) : IHypercallHandler
{
    private const uint InterfaceVersion = 0x01EC_C003;

    public HypercallNumber Number => HypercallNumber.Arch0;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        if (!domain.IsPrivileged)
            return -(int)XenErrno.EPERM;
        if (!GuestAddressSpace.TryRead(request.A1, out (uint Command, uint Version) structure))
            return -(int)XenErrno.EFAULT;
        if (structure.Version != InterfaceVersion)
            return -(int)XenErrno.EACCES;
        return -(int)(structure.Command is >= 1 and <= 6 ? XenErrno.ENOSYS : XenErrno.EINVAL);
    }
}
