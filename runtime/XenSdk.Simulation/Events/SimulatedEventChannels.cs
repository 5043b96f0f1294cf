namespace XenSdk.Simulation;

/// <summary>
/// The event channels of a simulated domain as Xen has them. A guest uses them by event_channel_op; here a test acts as the
/// rest of the machine does: as Xen that raises a virtual interrupt, as another domain that sends.
/// </summary>
/// <remarks>Results are those of event_channel_op (xen/common/event_channel.c). Two-level ABI, 4096 ports.</remarks>
public sealed class SimulatedEventChannels
{
    /// <summary>Xen has ports in buckets of a page, and knows no port beyond the last one that it needed so far
    /// (<c>EVTCHNS_PER_BUCKET</c>).</summary>
    private const int Bucket = 64;
    private const int VirqCount = 24;

    private readonly object _lock;
    private readonly Upcalls _upcalls;
    private readonly SimulatedDomain _domain;
    private readonly Channel[] _channels = new Channel[EventDelivery.PortCount];
    private readonly uint[,] _virqPorts;
    private uint _known = Bucket;

    internal SimulatedEventChannels(object @lock, Upcalls upcalls, SimulatedDomain domain, nint sharedInfo)
    {
        (_lock, _upcalls, _domain) = (@lock, upcalls, domain);
        _virqPorts = new uint[domain.Vcpus.Length, VirqCount];
        Delivery = new EventDelivery(sharedInfo);
    }

    /// <summary>A port as it stands now; a closed one where there is none.</summary>
    public SimulatedEventChannel this[EventPort port]
    {
        get
        {
            lock (_lock)
                return port.Number < _known ? _channels[port.Number].Public : default;
        }
    }

    internal EventDelivery Delivery { get; }

    /// <summary>Raises a virtual interrupt, as Xen does. Nothing comes of one that the domain has not bound.</summary>
    /// <param name="virq">The interrupt.</param>
    /// <param name="vcpu">Of one that each vCPU has, whose.</param>
    public void Raise(Virq virq, int vcpu = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)virq, (uint)VirqCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)vcpu, (uint)_domain.Vcpus.Length);
        lock (_lock)
            RaiseLocked(virq, vcpu);
        _upcalls.Deliver();
    }

    /// <summary>Sends by a port of the domain's, as the domain does by <c>EVTCHNOP_send</c>.</summary>
    /// <returns>0, or <c>-EINVAL</c> for a port that cannot send.</returns>
    public HypercallResult Send(EventPort port)
    {
        int result;
        lock (_lock)
            result = SendLocked(port.Number);
        _upcalls.Deliver();
        return new(result);
    }

    /// <summary>Makes a port that another domain may bind, as the domain does by <c>EVTCHNOP_alloc_unbound</c>.</summary>
    /// <param name="remote">The other domain.</param>
    /// <param name="port">The port.</param>
    /// <returns>0, or <c>-ENOSPC</c>.</returns>
    public HypercallResult AllocateUnbound(DomainId remote, out EventPort port)
    {
        lock (_lock)
        {
            int result = AllocateUnboundLocked(remote == DomainId.Self ? _domain.Id : remote, out uint number);
            port = new(number);
            return new(result);
        }
    }

    /// <summary>Binds a port to one of another domain's that waits for it, as the domain does by
    /// <c>EVTCHNOP_bind_interdomain</c>.</summary>
    /// <param name="remote">The other domain.</param>
    /// <param name="remotePort">Its port.</param>
    /// <param name="port">The new port.</param>
    /// <returns>0, <c>-EINVAL</c> for a port that does not wait for this domain, or <c>-ENOSPC</c>.</returns>
    public HypercallResult BindInterdomain(SimulatedDomain remote, EventPort remotePort, out EventPort port)
    {
        ArgumentNullException.ThrowIfNull(remote);
        int result;
        lock (_lock)
        {
            result = BindInterdomainLocked(remote, remotePort.Number, out uint number);
            port = new(number);
        }

        _upcalls.Deliver();
        return new(result);
    }

    internal bool IsKnown(uint port) => port < _known;

    internal bool IsUsable(uint port) => IsKnown(port) && _channels[port].State != EventChannelState.Closed;

    internal bool IsBound(Virq virq, int vcpu) => _virqPorts[vcpu, (int)virq] != 0;

    internal uint PortOf(Virq virq, int vcpu) => _virqPorts[vcpu, (int)virq];

    internal uint KnownPorts => _known;

    internal void RaiseLocked(Virq virq, int vcpu)
    {
        bool isGlobal = virq.Scope() == VirqScope.Global;
        uint port = _virqPorts[isGlobal ? 0 : vcpu, (int)virq];
        if (port != 0)
            SetPending(port, isGlobal ? _channels[port].Vcpu : vcpu);
    }

    internal int SendLocked(uint port)
    {
        if (!IsKnown(port))
            return -(int)XenErrno.EINVAL;
        ref Channel channel = ref _channels[port];
        switch (channel.State)
        {
            case EventChannelState.Interdomain:
                SimulatedEventChannels remote = channel.Remote!.Events;
                remote.SetPending(channel.RemotePort, remote._channels[channel.RemotePort].Vcpu);
                return 0;
            case EventChannelState.InterProcessor:
                SetPending(port, channel.Vcpu);
                return 0;
            case EventChannelState.Unbound:
                return 0;
            default:
                return -(int)XenErrno.EINVAL;
        }
    }

    internal int AllocateUnboundLocked(DomainId remote, out uint port)
    {
        int error = TakeFreePort(out port);
        if (error == 0)
            _channels[port] = new Channel { State = EventChannelState.Unbound, RemoteId = remote };
        return error;
    }

    internal int BindInterdomainLocked(SimulatedDomain remote, uint remotePort, out uint port)
    {
        int error = TakeFreePort(out port);
        if (error != 0)
            return error;
        SimulatedEventChannels others = remote.Events;
        if (!others.IsKnown(remotePort))
            return -(int)XenErrno.EINVAL;
        ref Channel other = ref others._channels[remotePort];
        if (other.State != EventChannelState.Unbound || other.RemoteId != _domain.Id)
            return -(int)XenErrno.EINVAL;
        _channels[port] = new Channel { State = EventChannelState.Interdomain, Remote = remote, RemotePort = remotePort };
        (other.State, other.Remote, other.RemotePort) = (EventChannelState.Interdomain, _domain, port);

        // What was sent while there was no other end is made up for.
        SetPending(port, 0);
        return 0;
    }

    internal int BindVirq(uint virq, uint vcpu, out uint port)
    {
        port = 0;
        if (virq >= VirqCount || (((Virq)virq).Scope() == VirqScope.Global && vcpu != 0))
            return -(int)XenErrno.EINVAL;
        if (vcpu >= (uint)_domain.Vcpus.Length)
            return -(int)XenErrno.ENOENT;
        if (_virqPorts[vcpu, virq] != 0)
            return -(int)XenErrno.EEXIST;
        int error = TakeFreePort(out port);
        if (error != 0)
            return error;
        _channels[port] = new Channel { State = EventChannelState.VirtualInterrupt, Vcpu = (int)vcpu, Virq = (Virq)virq };
        _virqPorts[vcpu, virq] = port;
        return 0;
    }

    internal int BindIpi(uint vcpu, out uint port)
    {
        port = 0;
        if (vcpu >= (uint)_domain.Vcpus.Length)
            return -(int)XenErrno.ENOENT;
        int error = TakeFreePort(out port);
        if (error == 0)
            _channels[port] = new Channel { State = EventChannelState.InterProcessor, Vcpu = (int)vcpu };
        return error;
    }

    internal int BindVcpu(uint port, uint vcpu)
    {
        if (vcpu >= (uint)_domain.Vcpus.Length)
            return -(int)XenErrno.ENOENT;
        if (!IsKnown(port))
            return -(int)XenErrno.EINVAL;
        ref Channel channel = ref _channels[port];
        bool mayMove = channel.State is EventChannelState.Unbound or EventChannelState.Interdomain
            || (channel.State == EventChannelState.VirtualInterrupt && channel.Virq.Scope() == VirqScope.Global);
        if (!mayMove)
            return -(int)XenErrno.EINVAL;
        channel.Vcpu = (int)vcpu;
        return 0;
    }

    internal int Close(uint port)
    {
        if (!IsUsable(port))
            return -(int)XenErrno.EINVAL;
        Channel channel = _channels[port];
        Delivery.ClearPending(port);
        _channels[port] = default;
        if (channel.State == EventChannelState.VirtualInterrupt)
        {
            for (int vcpu = 0; vcpu < _domain.Vcpus.Length; vcpu++)
            {
                if (_virqPorts[vcpu, (int)channel.Virq] == port)
                    _virqPorts[vcpu, (int)channel.Virq] = 0;
            }
        }
        else if (channel.State == EventChannelState.Interdomain)
        {
            // The other end waits for this domain again.
            ref Channel other = ref channel.Remote!.Events._channels[channel.RemotePort];
            (other.State, other.Remote, other.RemoteId) = (EventChannelState.Unbound, null, _domain.Id);
        }

        return 0;
    }

    internal int Unmask(uint port)
    {
        if (!IsKnown(port))
            return -(int)XenErrno.EINVAL;
        Delivery.Unmask(port, _channels[port].Vcpu);
        return 0;
    }

    private void SetPending(uint port, int vcpu)
    {
        if (!Delivery.Set(port, vcpu))
            return;
        foreach (SimulatedVcpu polling in _domain.Vcpus)
        {
            if (polling.PolledPort is not { } polled || polled == port)
                polling.IsPolling = false;
        }

        Monitor.PulseAll(_lock);
    }

    /// <summary>Port 0 is never given out.</summary>
    private int TakeFreePort(out uint port)
    {
        for (port = 1; port < EventDelivery.PortCount; port++)
        {
            if (port == _known)
                _known += Bucket;
            if (_channels[port].State == EventChannelState.Closed)
                return 0;
        }

        port = 0;
        return -(int)XenErrno.ENOSPC;
    }

    private struct Channel
    {
        internal EventChannelState State;
        internal int Vcpu;
        internal DomainId RemoteId;
        internal SimulatedDomain? Remote;
        internal uint RemotePort;
        internal Virq Virq;

        internal readonly SimulatedEventChannel Public => new(State, Vcpu, Remote?.Id ?? RemoteId, new(RemotePort), Virq);
    }
}
