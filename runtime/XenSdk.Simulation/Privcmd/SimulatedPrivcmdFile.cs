namespace XenSdk.Simulation;

/// <summary>An open file of the device, and what it was asked for.</summary>
internal sealed unsafe class SimulatedPrivcmdFile(SimulatedXen xen, ForeignMappings mappings)
{
    private const int Unrestricted = -1;
    private int _restrictedTo = Unrestricted;

    /// <summary><c>IOCTL_PRIVCMD_HYPERCALL</c>: the kernel keeps the result in an int.</summary>
    internal int Call(in PrivcmdHypercall call) => _restrictedTo == Unrestricted
        ? unchecked((int)xen.Hypercalls.Path.Call(
            (uint)call.Number, call.Argument1, call.Argument2, call.Argument3, call.Argument4, call.Argument5))
        : -(int)XenErrno.EPERM;

    /// <summary><c>IOCTL_PRIVCMD_RESTRICT</c></summary>
    internal int Restrict(ushort domain)
    {
        int restrictedTo = Interlocked.CompareExchange(ref _restrictedTo, domain, Unrestricted);
        return restrictedTo == Unrestricted || restrictedTo == domain ? 0 : -(int)XenErrno.EINVAL;
    }

    /// <summary><c>IOCTL_PRIVCMD_MMAPBATCH_V2</c>: a frame that cannot be mapped is an error of its own, not of the request.</summary>
    internal int MapBatch(in PrivcmdMapBatch batch)
    {
        if (!MayMap(batch.Domain))
            return -(int)XenErrno.EPERM;
        if (batch.Count == 0 || !mappings.Has((nint)batch.Address, (nuint)batch.Count * MachineMemory.PageSize, out bool writable))
            return -(int)XenErrno.EINVAL;
        int result = 0;
        for (uint page = 0; page < batch.Count; page++)
        {
            int error = Map(batch.Domain, batch.Frames[page], (nint)batch.Address + (nint)(page * MachineMemory.PageSize), writable);
            batch.Errors[page] = error;
            if (error == -(int)XenErrno.ENOENT)
                result = error;
        }

        return result;
    }

    /// <summary><c>IOCTL_PRIVCMD_MMAP_RESOURCE</c>: the simulated Xen has no resources.</summary>
    internal int MapResource(ref PrivcmdMapResource resource) =>
        MayMap(resource.Domain) ? -(int)XenErrno.EOPNOTSUPP : -(int)XenErrno.EPERM;

    private bool MayMap(ushort domain) => _restrictedTo == Unrestricted || _restrictedTo == domain;

    private int Map(ushort domain, ulong frame, nint address, bool writable)
    {
        if (!xen.Domains.TryFindFrameOwner((DomainId)domain, out DomainId owner) && xen.Domains.Find((DomainId)domain) is null)
            return -(int)XenErrno.ESRCH;
        if (!xen.Domains.MayActOn(owner))
            return -(int)XenErrno.EPERM;
        if (!xen.Memory.IsOwnedBy(frame, owner))
            return -(int)XenErrno.EPERM;
        if (writable && xen.Memory[frame].Type is FrameType.L1Table or FrameType.L2Table or FrameType.L3Table or FrameType.L4Table)
            return -(int)XenErrno.EINVAL;
        xen.Memory.MapAt(frame, address, writable);
        return 0;
    }
}
