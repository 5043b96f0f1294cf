namespace XenSdk.Simulation;

/// <summary>What a port of a domain is bound to (<c>EVTCHNSTAT_*</c>).</summary>
public enum EventChannelState
{
    /// <summary>Nothing.</summary>
    Closed,

    /// <summary>It waits for another domain to bind its end.</summary>
    Unbound,

    /// <summary>A port of another domain, or of the same one.</summary>
    Interdomain,

    /// <summary>An interrupt of a device. The simulation has none.</summary>
    PhysicalInterrupt,

    /// <summary>A virtual interrupt.</summary>
    VirtualInterrupt,

    /// <summary>Another vCPU of the same domain.</summary>
    InterProcessor,
}

/// <summary>An event channel as it stood when it was looked at.</summary>
/// <param name="State">What it is bound to.</param>
/// <param name="Vcpu">Number of the vCPU that is called.</param>
/// <param name="RemoteDomain">Of an unbound or interdomain channel, the other domain.</param>
/// <param name="RemotePort">Of an interdomain channel, the other end.</param>
/// <param name="Virq">Of a virtual interrupt, which.</param>
public readonly record struct SimulatedEventChannel(
    EventChannelState State, int Vcpu, DomainId RemoteDomain, EventPort RemotePort, Virq Virq);
