using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    private const uint StopPeriodicTimer = 7;

    /// <summary>set_timer_op, sched_op and vcpu_op: only what does not wait, and what is refused.</summary>
    private void Wait()
    {
        // While nobody takes the interrupt: Xen makes 100 ms of what is far away.
        Timer("none"u8, 0);
        Timer("1 ns, which has passed"u8, 1);
        Timer("2^62 ns"u8, 1UL << 62);
        Timer("2^63 ns"u8, 1UL << 63);
        Timer("2^64 - 1 ns"u8, ulong.MaxValue);
        Timer("none"u8, 0);

        Channel("bind_virq timer on vCPU 0"u8, BindVirq, 0, 0, Unwritten, 2);
        Timer("1 ns, which has passed"u8, 1);
        TakeEvents();

        // Of xen/include/public/sched.h.
        const uint yield = 0, shutdown = 2, poll = 3, remoteShutdown = 4, shutdownCode = 5, watchdog = 6, pinOverride = 7;
        Schedule("yield"u8, yield, 0);
        Schedule("shutdown, argument where nothing is mapped"u8, shutdown, Unmapped);
        Schedule("shutdown, argument in Xen's area"u8, shutdown, XensArea);
        Schedule("poll, argument where nothing is mapped"u8, poll, Unmapped);
        Poll("no ports, until 1 ns, which has passed"u8, 0, 0, 1);
        Poll("129 ports"u8, 0, 129, 1);
        Poll("2^31 ports"u8, 0, 1u << 31, 1);
        Poll("1 port, list where nothing is mapped"u8, Unmapped, 1, 1);
        Poll("1 port, list in Xen's area"u8, XensArea, 1, 1);
        uint port = 99;
        Poll("port 99"u8, (ulong)&port, 1, 1);
        port = uint.MaxValue;
        Poll("port 2^32 - 1"u8, (ulong)&port, 1, 1);
        port = 1;
        Poll("port 1, the timer's, until 1 ns, which has passed"u8, (ulong)&port, 1, 1);
        Timer("1 ns, which has passed"u8, 1);
        Poll("port 1, where an event waits, for ever"u8, (ulong)&port, 1, 0);
        TakeEvents();
        uint* remote = stackalloc uint[2];
        remote[0] = 77;
        remote[1] = 0;
        Schedule("remote_shutdown of domain 77"u8, remoteShutdown, (ulong)remote);
        Schedule("remote_shutdown, argument where nothing is mapped"u8, remoteShutdown, Unmapped);
        Schedule("shutdown_code, argument where nothing is mapped"u8, shutdownCode, Unmapped);
        Schedule("watchdog, argument where nothing is mapped"u8, watchdog, Unmapped);
        remote[0] = 99;
        Schedule("watchdog 99 stopped"u8, watchdog, (ulong)remote);
        Schedule("pin_override, argument where nothing is mapped"u8, pinOverride, Unmapped);
        remote[0] = 0;
        Schedule("pin_override to CPU 0"u8, pinOverride, (ulong)remote);
        Schedule("pin_override to CPU 0 again"u8, pinOverride, (ulong)remote);
        remote[0] = 1;
        Schedule("pin_override to CPU 1, which is not there"u8, pinOverride, (ulong)remote);
        remote[0] = int.MaxValue;
        Schedule("pin_override to CPU 2^31 - 1"u8, pinOverride, (ulong)remote);
        remote[0] = uint.MaxValue;
        Schedule("pin_override to no CPU"u8, pinOverride, (ulong)remote);
        Schedule("pin_override to no CPU again"u8, pinOverride, (ulong)remote);
        Schedule("command 8"u8, 8, 0);
        Schedule("command 2^32 - 1"u8, uint.MaxValue, 0);

        // Of xen/include/public/vcpu.h.
        const uint initialise = 0, up = 1, isUp = 3, runstate = 4, setPeriodic = 6, setSingleshot = 8, stopSingleshot = 9;
        ulong* argument = stackalloc ulong[8];
        Vcpu("is_up of vCPU 0"u8, isUp, 0, 0);
        Vcpu("is_up of vCPU 1"u8, isUp, 1, 0);
        Vcpu("is_up of vCPU 2^32 - 1"u8, isUp, uint.MaxValue, 0);
        Vcpu("up of vCPU 0"u8, up, 0, 0);
        Vcpu("up of vCPU 1"u8, up, 1, 0);
        Vcpu("initialise vCPU 0, argument where nothing is mapped"u8, initialise, 0, Unmapped);
        Vcpu("initialise vCPU 1"u8, initialise, 1, Unmapped);
        Vcpu("runstate of vCPU 0"u8, runstate, 0, (ulong)argument);
        Vcpu("runstate of vCPU 0, argument where nothing is mapped"u8, runstate, 0, Unmapped);
        argument[0] = 999_999;
        Vcpu("periodic timer of 999999 ns"u8, setPeriodic, 0, (ulong)argument);
        argument[0] = 1UL << 62;
        Vcpu("periodic timer of 2^62 ns"u8, setPeriodic, 0, (ulong)argument);
        argument[0] = ulong.MaxValue;
        Vcpu("periodic timer of 2^64 - 1 ns"u8, setPeriodic, 0, (ulong)argument);
        Vcpu("periodic timer, argument where nothing is mapped"u8, setPeriodic, 0, Unmapped);
        Vcpu("no periodic timer"u8, StopPeriodicTimer, 0, 0);
        argument[0] = 1;
        argument[1] = 0;
        Vcpu("timer at 1 ns, which has passed"u8, setSingleshot, 0, (ulong)argument);
        argument[1] = 1;
        Vcpu("timer at 1 ns, only in the future"u8, setSingleshot, 0, (ulong)argument);
        argument[0] = 1UL << 62;
        Vcpu("timer at 2^62 ns, only in the future"u8, setSingleshot, 0, (ulong)argument);
        argument[1] = 2;
        Vcpu("timer at 2^62 ns, flag 2"u8, setSingleshot, 0, (ulong)argument);
        Vcpu("timer, argument where nothing is mapped"u8, setSingleshot, 0, Unmapped);
        Vcpu("timer of vCPU 1"u8, setSingleshot, 1, (ulong)argument);
        Vcpu("no timer"u8, stopSingleshot, 0, 0);
        TakeEvents();
        ClosePort(1);
    }

    private void Timer(ReadOnlySpan<byte> when, ulong time)
        => SaySignals("set_timer_op "u8, when, Path.Call((uint)HypercallNumber.SetTimerOp, time));

    private void Schedule(ReadOnlySpan<byte> step, uint command, ulong argument)
        => SaySignals("sched_op "u8, step, Path.Call((uint)HypercallNumber.SchedOp, command, argument));

    private void Poll(ReadOnlySpan<byte> step, ulong ports, uint count, ulong timeout)
    {
        // struct sched_poll
        ulong* argument = stackalloc ulong[3];
        argument[0] = ports;
        argument[1] = count;
        argument[2] = timeout;
        SaySignals("sched_op poll "u8, step, Path.Call((uint)HypercallNumber.SchedOp, 3, (ulong)argument));
    }

    private void Vcpu(ReadOnlySpan<byte> step, uint command, uint vcpu, ulong argument)
        => SaySignals("vcpu_op "u8, step, Path.Call((uint)HypercallNumber.VcpuOp, command, vcpu, argument));
}
