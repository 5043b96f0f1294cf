namespace XenSdk;

/// <summary>Whom a virtual interrupt is for.</summary>
public enum VirqScope
{
    /// <summary>Each vCPU has its own: it can be bound once by every vCPU, and stays with it.</summary>
    PerVcpu,

    /// <summary>The domain has one: it must be bound on vCPU 0 at first, only once, and can be moved to another afterwards
    /// (<c>EVTCHNOP_bind_vcpu</c>).</summary>
    Global,
}
