namespace XenSdk.Simulation;

// Arguments of event_channel_op, as Xen's public event_channel.h has them.

/// <summary><c>struct evtchn_bind_interdomain</c></summary>
internal struct InterdomainArgument
{
    public ushort Domain;
    public uint RemotePort;
    public uint LocalPort;
}

/// <summary><c>struct evtchn_bind_virq</c> and <c>evtchn_bind_pirq</c></summary>
internal struct InterruptArgument
{
    public uint What;
    public uint Vcpu;
    public uint Port;
}

/// <summary><c>struct evtchn_bind_ipi</c> (vCPU, port), <c>evtchn_bind_vcpu</c> (port, vCPU) and
/// <c>evtchn_set_priority</c> (port, priority)</summary>
internal struct PairArgument
{
    public uint First;
    public uint Second;
}

/// <summary><c>struct evtchn_alloc_unbound</c></summary>
internal struct UnboundArgument
{
    public ushort Domain;
    public ushort Remote;
    public uint Port;
}

/// <summary><c>struct evtchn_status</c></summary>
internal struct StatusArgument
{
    public ushort Domain;
    public uint Port;
    public uint State;
    public uint Vcpu;
    public uint First;
    public uint Second;
}

/// <summary><c>struct evtchn_init_control</c></summary>
internal struct ControlArgument
{
    public ulong Frame;
    public uint Offset;
    public uint Vcpu;
    public ulong LinkBits;
}
