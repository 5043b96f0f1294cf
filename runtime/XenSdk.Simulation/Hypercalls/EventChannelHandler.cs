using System.Runtime.CompilerServices;

namespace XenSdk.Simulation;

/// <summary>
/// event_channel_op: binds, sends on and closes event channels (do_event_channel_op, xen/common/event_channel.c). The
/// simulation has no physical interrupts, which are <c>-EINVAL</c> then, and not the FIFO ABI: <c>-ENOSYS</c> for who turns
/// to it.
/// </summary>
internal sealed class EventChannelHandler(SimulatedDomains domains, Preemption preemption) : IHypercallHandler
{
    // Commands and structures of Xen's public event_channel.h.
    private const int BindInterdomain = 0;
    private const int BindVirq = 1;
    private const int BindPirq = 2;
    private const int Close = 3;
    private const int Send = 4;
    private const int Status = 5;
    private const int AllocateUnbound = 6;
    private const int BindIpi = 7;
    private const int BindVcpu = 8;
    private const int Unmask = 9;
    private const int Reset = 10;
    private const int InitControl = 11;
    private const int ExpandArray = 12;
    private const int SetPriority = 13;
    private const int ContinueReset = 14;

    /// <summary>Ports between two looks for something more urgent, in a reset.</summary>
    private const uint ResetStep = 64;

    private uint _nextToReset;

    public HypercallNumber Number => HypercallNumber.EventChannelOp;

    private SimulatedEventChannels Events => domains.Caller.Events;

    public HypercallAnswer Answer(in HypercallRequest request) => (int)request.A1 switch
    {
        BindInterdomain => Exchange(request.A2, static (EventChannelHandler it, ref InterdomainArgument call) => it.Bind(ref call)),
        BindVirq => Exchange(
            request.A2, static (EventChannelHandler it, ref InterruptArgument call) => it.Events.BindVirq(call.What, call.Vcpu, out call.Port)),
        BindPirq => Exchange(request.A2, static (EventChannelHandler _, ref InterruptArgument _) => -(int)XenErrno.EINVAL),
        Close => Order(request.A2, static (EventChannelHandler it, ref uint port) => it.Events.Close(port)),
        Send => Order(request.A2, static (EventChannelHandler it, ref uint port) => it.Events.SendLocked(port)),
        Status => Exchange(request.A2, static (EventChannelHandler it, ref StatusArgument call) => it.Look(ref call)),
        AllocateUnbound => Exchange(request.A2, static (EventChannelHandler it, ref UnboundArgument call) => it.Allocate(ref call)),
        BindIpi => Exchange(
            request.A2, static (EventChannelHandler it, ref PairArgument call) => it.Events.BindIpi(call.First, out call.Second)),
        BindVcpu => Order(
            request.A2, static (EventChannelHandler it, ref PairArgument call) => it.Events.BindVcpu(call.First, call.Second)),
        Unmask => Order(request.A2, static (EventChannelHandler it, ref uint port) => it.Events.Unmask(port)),
        Reset or ContinueReset => ResetAll(in request),
        InitControl => Order(request.A2, static (EventChannelHandler _, ref ControlArgument _) => -(int)XenErrno.ENOSYS),
        ExpandArray => Order(request.A2, static (EventChannelHandler _, ref ulong _) => -(int)XenErrno.EOPNOTSUPP),
        SetPriority => Order(
            request.A2,
            static (EventChannelHandler it, ref PairArgument call) => it.Events.IsKnown(call.First) ? -(int)XenErrno.ENOSYS : -(int)XenErrno.EINVAL),
        _ => -(int)XenErrno.ENOSYS,
    };

    private delegate int Operation<T>(EventChannelHandler handler, ref T argument);

    /// <summary>Reads an argument and uses it.</summary>
    private int Order<T>(ulong address, Operation<T> operation)
        where T : unmanaged => GuestAddressSpace.TryRead(address, out T argument) ? operation(this, ref argument) : -(int)XenErrno.EFAULT;

    /// <summary>Reads an argument, uses it, and writes it back if that went well.</summary>
    private int Exchange<T>(ulong address, Operation<T> operation)
        where T : unmanaged
    {
        if (!GuestAddressSpace.TryRead(address, out T argument))
            return -(int)XenErrno.EFAULT;
        int result = operation(this, ref argument);
        return result == 0 && !GuestAddressSpace.TryWrite(address, in argument) ? -(int)XenErrno.EFAULT : result;
    }

    private int Bind(ref InterdomainArgument call)
    {
        SimulatedDomain? remote = domains.FindAny((DomainId)call.Domain);
        return remote is null
            ? -(int)XenErrno.ESRCH
            : Events.BindInterdomainLocked(remote, call.RemotePort, out call.LocalPort);
    }

    private int Allocate(ref UnboundArgument call)
    {
        if (domains.FindAny((DomainId)call.Domain) is not { } owner)
            return -(int)XenErrno.ESRCH;
        if (!domains.IsTarget(owner.Id))
            return -(int)XenErrno.EPERM;
        DomainId remote = (DomainId)call.Remote == DomainId.Self ? domains.Caller.Id : (DomainId)call.Remote;
        return owner.Events.AllocateUnboundLocked(remote, out call.Port);
    }

    private int Look(ref StatusArgument call)
    {
        if (domains.FindAny((DomainId)call.Domain) is not { } owner)
            return -(int)XenErrno.ESRCH;
        if (!owner.Events.IsKnown(call.Port))
            return -(int)XenErrno.EINVAL;
        if (!domains.IsTarget(owner.Id))
            return -(int)XenErrno.EPERM;
        SimulatedEventChannel channel = owner.Events[new EventPort(call.Port)];
        call.State = (uint)channel.State;
        call.Vcpu = (uint)channel.Vcpu;
        switch (channel.State)
        {
            case EventChannelState.Unbound:
                Unsafe.As<uint, ushort>(ref call.First) = (ushort)channel.RemoteDomain;
                break;
            case EventChannelState.Interdomain:
                Unsafe.As<uint, ushort>(ref call.First) = (ushort)channel.RemoteDomain;
                call.Second = channel.RemotePort.Number;
                break;
            case EventChannelState.VirtualInterrupt:
                call.First = (uint)channel.Virq;
                break;
        }

        return 0;
    }

    /// <summary>Closes every port; of another domain only if its controller has paused it, which the simulation cannot
    /// (<c>evtchn_reset</c>).</summary>
    private HypercallAnswer ResetAll(in HypercallRequest request)
    {
        if (!GuestAddressSpace.TryRead(request.A2, out ushort domain))
            return -(int)XenErrno.EFAULT;
        if (domains.FindAny((DomainId)domain) is not { } owner)
            return -(int)XenErrno.ESRCH;
        if (!domains.IsTarget(owner.Id))
            return -(int)XenErrno.EPERM;
        if (owner != domains.Caller)
            return -(int)XenErrno.EINVAL;
        bool isContinued = (int)request.A1 == ContinueReset;
        if (isContinued != (_nextToReset != 0))
            return -(int)XenErrno.EBUSY;
        for (uint port = isContinued ? _nextToReset : 1; owner.Events.IsKnown(port); port++)
        {
            owner.Events.Close(port);
            if (port % ResetStep == 0 && preemption.IsDueBetween(Number, port))
            {
                _nextToReset = port;
                return HypercallAnswer.ContinueWith(request with { A1 = ContinueReset });
            }
        }

        _nextToReset = 0;
        return 0;
    }
}
