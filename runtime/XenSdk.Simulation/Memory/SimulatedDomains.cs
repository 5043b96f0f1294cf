using System.Collections.Immutable;

namespace XenSdk.Simulation;

/// <summary>The domains of the simulated machine, and who may act on whom.</summary>
internal sealed class SimulatedDomains(SimulatedDomain caller, IReadOnlyList<SimulatedDomain> others)
{
    /// <summary>The domain that makes the hypercalls.</summary>
    internal SimulatedDomain Caller { get; } = caller;

    /// <summary>The vCPU of <see cref="Caller"/> whose call is being answered.</summary>
    internal SimulatedVcpu Vcpu { get; set; } = caller.Vcpus[0];

    /// <summary>Every domain, the caller first.</summary>
    internal ImmutableArray<SimulatedDomain> All { get; } = [caller, .. others];

    internal SimulatedDomain? Find(DomainId id)
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
    internal bool TryFindFrameOwner(DomainId named, out DomainId owner)
    {
        owner = named == DomainId.Self ? Caller.Id : named;
        return named is DomainId.Self or DomainId.Io or DomainId.Xen || (named != Caller.Id && Find(named) is not null);
    }

    /// <summary>The domain of a number, the caller also as <c>DOMID_SELF</c> (<c>rcu_lock_domain_by_any_id</c>).</summary>
    internal SimulatedDomain? FindAny(DomainId id) => id == DomainId.Self ? Caller : Find(id);

    /// <summary>Whether the calling domain may act on another: on itself, or where it is privileged
    /// (<c>XSM_TARGET</c>).</summary>
    internal bool IsTarget(DomainId owner) => owner == Caller.Id || Caller.IsPrivileged;

    /// <summary>Whether the calling domain may act on another (<c>xsm_mmu_update</c> without a security module). Whether it
    /// may map a device is asked of each frame, later.</summary>
    internal bool MayActOn(DomainId owner) => owner == DomainId.Io || owner == Caller.Id || Caller.IsPrivileged;

    /// <summary>Whether one domain may map frames of another.</summary>
    internal bool MayMap(DomainId domain, DomainId owner) => domain == owner || Find(domain) is { IsPrivileged: true };
}
