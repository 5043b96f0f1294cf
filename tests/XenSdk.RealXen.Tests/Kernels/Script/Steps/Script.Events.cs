using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    // Of xen/include/public/event_channel.h.
    private const uint BindInterdomain = 0, BindVirq = 1, BindPirq = 2, Close = 3, Send = 4, Status = 5, AllocUnbound = 6, BindIpi = 7,
        BindVcpu = 8, Unmask = 9, ResetAll = 10, InitControl = 11, ExpandArray = 12, SetPriority = 13;

    /// <summary>event_channel_op: ports are numbered by Xen, the lowest free one first.</summary>
    private void UseEventChannels()
    {
        // Xen begins with a tick every 10 ms, which would come between two steps when it likes.
        Vcpu("no periodic timer"u8, StopPeriodicTimer, 0, 0);
        Channel("alloc_unbound for DOMID_SELF from DOMID_SELF"u8, AllocUnbound, Self | (Self << 16), Unwritten, 0, 1);
        Channel("alloc_unbound for DOMID_SELF from domain 0"u8, AllocUnbound, Self, Unwritten, 0, 1);
        Channel("alloc_unbound for domain 0 from domain 77"u8, AllocUnbound, 77u << 16, Unwritten, 0, 1);
        Channel("alloc_unbound for domain 77"u8, AllocUnbound, 77, Unwritten, 0, 1);
        Channel("alloc_unbound for DOMID_XEN"u8, AllocUnbound, (uint)DomainId.Xen, Unwritten, 0, 1);
        State(0);
        State(1);
        State(2);
        State(3);
        State(4);

        Channel("bind_interdomain with port 1 of DOMID_SELF"u8, BindInterdomain, Self, 1, Unwritten, 2);
        Channel("bind_interdomain with port 1 of DOMID_SELF again"u8, BindInterdomain, Self, 1, Unwritten, 2);
        Channel("bind_interdomain with port 3, which waits for domain 77"u8, BindInterdomain, Self, 3, Unwritten, 2);
        Channel("bind_interdomain with port 0"u8, BindInterdomain, Self, 0, Unwritten, 2);
        Channel("bind_interdomain with port 99"u8, BindInterdomain, Self, 99, Unwritten, 2);
        Channel("bind_interdomain with port 2^32 - 1"u8, BindInterdomain, Self, uint.MaxValue, Unwritten, 2);
        Channel("bind_interdomain with port 1 of domain 77"u8, BindInterdomain, 77, 1, Unwritten, 2);
        State(1);
        State(4);

        Channel("bind_virq timer on vCPU 0"u8, BindVirq, 0, 0, Unwritten, 2);
        Channel("bind_virq timer on vCPU 0 again"u8, BindVirq, 0, 0, Unwritten, 2);
        Channel("bind_virq timer on vCPU 1"u8, BindVirq, 0, 1, Unwritten, 2);
        Channel("bind_virq timer on vCPU 2^32 - 1"u8, BindVirq, 0, uint.MaxValue, Unwritten, 2);
        Channel("bind_virq debug on vCPU 0"u8, BindVirq, 1, 0, Unwritten, 2);
        Channel("bind_virq number 23 on vCPU 0"u8, BindVirq, 23, 0, Unwritten, 2);
        Channel("bind_virq number 24 on vCPU 0"u8, BindVirq, 24, 0, Unwritten, 2);
        Channel("bind_virq number 2^32 - 1 on vCPU 0"u8, BindVirq, uint.MaxValue, 0, Unwritten, 2);
        Channel("bind_virq domain exception, which is global, on vCPU 1"u8, BindVirq, 3, 1, Unwritten, 2);
        Channel("bind_virq domain exception on vCPU 0"u8, BindVirq, 3, 0, Unwritten, 2);
        Channel("bind_ipi on vCPU 0"u8, BindIpi, 0, Unwritten, 0, 1);
        Channel("bind_ipi on vCPU 1"u8, BindIpi, 1, Unwritten, 0, 1);
        Channel("bind_ipi on vCPU 2^31"u8, BindIpi, 1u << 31, Unwritten, 0, 1);
        for (uint port = 5; port < 11; port++)
            State(port);

        Channel("bind_vcpu port 0 to vCPU 0"u8, BindVcpu, 0, 0);
        Channel("bind_vcpu port 1 to vCPU 0"u8, BindVcpu, 1, 0);
        Channel("bind_vcpu port 1 to vCPU 1"u8, BindVcpu, 1, 1);
        Channel("bind_vcpu port 5, the timer's, to vCPU 0"u8, BindVcpu, 5, 0);
        Channel("bind_vcpu port 8, a global VIRQ's, to vCPU 0"u8, BindVcpu, 8, 0);
        Channel("bind_vcpu port 9, an IPI's, to vCPU 0"u8, BindVcpu, 9, 0);
        Channel("bind_vcpu port 99 to vCPU 0"u8, BindVcpu, 99, 0);
        for (uint port = 0; port < 10; port++)
            SendTo(port);
        SendTo(99);
        SendTo(131_072);
        SendTo(uint.MaxValue);
        TakeEvents();

        _machine.SharedInfo.Channels.Mask(new EventPort(4));
        SendTo(1);
        Channel("unmask port 4"u8, Unmask, 4);
        Channel("unmask port 4 again"u8, Unmask, 4);
        SendTo(1);
        TakeEvents();
        Channel("unmask port 1"u8, Unmask, 1);
        Channel("unmask port 0"u8, Unmask, 0);
        Channel("unmask port 99"u8, Unmask, 99);
        Channel("unmask port 2^32 - 1"u8, Unmask, uint.MaxValue);
        Channel("set_priority of port 1 to 3"u8, SetPriority, 1, 3);
        Channel("set_priority of port 99 to 3"u8, SetPriority, 99, 3);
        Channel("expand_array"u8, ExpandArray, 0);
        Channel("reset domain 77"u8, ResetAll, 77);

        // Events that wait at a port go with it; those of its other end stay.
        SendTo(1);
        SendTo(4);
        SendTo(9);
        for (uint port = 0; port < 11; port++)
            ClosePort(port);
        TakeEvents();
        ClosePort(1);
        ClosePort(99);
        ClosePort(uint.MaxValue);
        State(1);
        Channel("bind_ipi on vCPU 0, after all are closed"u8, BindIpi, 0, Unwritten, 0, 1);
        ClosePort(1);

        for (uint command = 0; command < 14; command++)
        {
            Pointer(command, "where nothing is mapped"u8, Unmapped);
            Pointer(command, "in Xen's area"u8, XensArea);
        }

        Pointer(14, "where nothing is mapped"u8, Unmapped);
        Pointer(uint.MaxValue, "where nothing is mapped"u8, Unmapped);
        Channel("status of port 1, domain 77"u8, Status, 77, 1);
        Channel("status of port 1, DOMID_XEN"u8, Status, (uint)DomainId.Xen, 1);
    }

    private void Channel(ReadOnlySpan<byte> step, uint command, uint a, uint b = 0, uint c = 0, int output = -1)
    {
        uint* argument = stackalloc uint[8];
        argument[0] = a;
        argument[1] = b;
        argument[2] = c;
        long result = Path.Call((uint)HypercallNumber.EventChannelOp, command, (ulong)argument);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("event_channel_op "u8);
        line.AppendFormatted(step);
        AppendResult(ref line, result);
        if (output >= 0)
        {
            line.AppendFormatted(", port "u8);
            if (argument[output] == Unwritten)
                line.AppendFormatted("not written"u8);
            else
                line.AppendFormatted(argument[output]);
        }

        AppendSignals(ref line);
        Console.WriteLine(ref line);
    }

    /// <summary>What stands in the shared page: at which ports events wait, and whether Xen would call.</summary>
    private void AppendSignals(ref ConsoleLine line)
    {
        EventChannels channels = _machine.SharedInfo.Channels;
        VcpuEvents vcpu = _machine.SharedInfo.Vcpu(0).Events;
        for (uint port = 0; port < 16; port++)
        {
            var at = new EventPort(port);
            if (!channels.IsPending(at) && !channels.IsMasked(at))
                continue;
            line.AppendFormatted(channels.IsMasked(at) ? channels.IsPending(at) ? "; pending and masked "u8 : "; masked "u8 : "; pending "u8);
            line.AppendFormatted(port);
        }

        if (vcpu.IsUpcallPending)
            line.AppendFormatted("; upcall pending"u8);
        if (vcpu.IsUpcallMasked)
            line.AppendFormatted("; upcalls masked"u8);
    }

    /// <summary>Takes the events away as a guest does that handles them.</summary>
    private void TakeEvents()
    {
        var scanner = new EventScanner(_machine.SharedInfo.Channels, _machine.SharedInfo.Vcpu(0).Events);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("  taken:"u8);
        while (scanner.TryTake(out EventPort port))
        {
            line.AppendFormatted(" "u8);
            line.AppendFormatted(port.Number);
        }

        AppendSignals(ref line);
        Console.WriteLine(ref line);
    }

    private void SaySignals(ReadOnlySpan<byte> call, ReadOnlySpan<byte> step, long result)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted(call);
        line.AppendFormatted(step);
        AppendResult(ref line, result);
        AppendSignals(ref line);
        Console.WriteLine(ref line);
    }

    /// <summary>What a port is, as evtchn_status has it.</summary>
    private void State(uint port)
    {
        // struct evtchn_status: domain, port; state, vCPU, and what it is bound to.
        uint* argument = stackalloc uint[6];
        argument[0] = Self;
        argument[1] = port;
        argument[4] = argument[5] = 0;
        long result = Path.Call((uint)HypercallNumber.EventChannelOp, Status, (ulong)argument);
        if (result != 0)
            Console.WriteLine($"event_channel_op status of port {port}: {new HypercallResult(result)}");
        else
            Console.WriteLine($"event_channel_op status of port {port}: {new HypercallResult(result)}, state {argument[2]}, vCPU {argument[3]}, 0x{(ulong)argument[4]:x} 0x{(ulong)argument[5]:x}");
    }

    private void SendTo(uint port) => OnPort("send to port "u8, Send, port);

    private void ClosePort(uint port) => OnPort("close port "u8, Close, port);

    private void OnPort(ReadOnlySpan<byte> step, uint command, uint port)
    {
        uint argument = port;
        long result = Path.Call((uint)HypercallNumber.EventChannelOp, command, (ulong)&argument);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("event_channel_op "u8);
        line.AppendFormatted(step);
        line.AppendFormatted(port);
        AppendResult(ref line, result);
        AppendSignals(ref line);
        Console.WriteLine(ref line);
    }

    private void Pointer(uint command, ReadOnlySpan<byte> where, ulong address)
        => Console.WriteLine($"event_channel_op {command}, argument {where}: {new HypercallResult(Path.Call((uint)HypercallNumber.EventChannelOp, command, address))}");
}
