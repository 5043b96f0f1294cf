namespace XenSdk.Simulation;

/// <summary>The domains of the simulated machine, and who may act on whom.</summary>
internal sealed class SimulatedDomains(SimulatedDomain caller, IReadOnlyList<SimulatedDomain> others)
{
    /// <summary><c>DOMID_SELF</c></summary>
    internal const ushort Self = 0x7FF0;

    /// <summary><c>DOMID_IO</c></summary>
    internal const ushort Devices = 0x7FF1;

    /// <summary>The domain that makes the hypercalls.</summary>
    internal SimulatedDomain Caller { get; } = caller;

    internal SimulatedDomain? Find(ushort id)
    {
        if (id == Caller.Id)
            return Caller;
        for (int i = 0; i < others.Count; i++)
        {
            if (others[i].Id == id)
                return others[i];
        }

        return null;
    }

    /// <summary>The owner of frames that a caller names (<c>get_pg_owner</c>): itself only as <c>DOMID_SELF</c>.</summary>
    /// <returns>Whether there is such a domain.</returns>
    internal bool TryFindFrameOwner(ushort named, out ushort owner)
    {
        owner = named == Self ? Caller.Id : named;
        return named is Self or Devices or MachineMemory.XenOwner || (named != Caller.Id && Find(named) is not null);
    }

    /// <summary>Whether the calling domain may act on another (<c>xsm_mmu_update</c> without a security module). Whether it
    /// may map a device is asked of each frame, later.</summary>
    internal bool MayActOn(ushort owner) => owner is Devices || owner == Caller.Id || Caller.IsPrivileged;

    /// <summary>Whether one domain may map frames of another.</summary>
    internal bool MayMap(ushort domain, ushort owner) => domain == owner || Find(domain) is { IsPrivileged: true };
}
