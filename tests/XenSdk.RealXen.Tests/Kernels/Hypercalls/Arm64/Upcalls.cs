using XenSdk;
using XenSdk.Guest;

/// <summary>Takes the interrupts that come: Xen's, by which it calls for events, and the timer's.</summary>
internal static unsafe class Upcalls
{
    // Numbers of the interrupts: what HVM_PARAM_CALLBACK_IRQ says, and the virtual timer's.
    internal const uint XenInterrupt = 16;
    private const uint TimerInterrupt = 27;

    private static SharedInfoView s_shared;
    private static VcpuInfoView s_vcpu;
    private static EventScanner s_scanner;
    private static uint s_calls;
    private static uint s_taken;
    private static uint s_ticks;
    private static EventPort s_last;

    /// <summary>The page that Xen shares with the domain.</summary>
    internal static SharedInfoView Shared => s_shared;

    /// <summary>How often Xen has called.</summary>
    internal static uint Calls => Volatile.Read(ref s_calls);

    /// <summary>How many events have come.</summary>
    internal static uint Taken => Volatile.Read(ref s_taken);

    /// <summary>How often the timer's interrupt has come.</summary>
    internal static uint Ticks => Volatile.Read(ref s_ticks);

    /// <summary>Where the last event came.</summary>
    internal static EventPort Last => s_last;

    /// <summary>This vCPU's part of event channels.</summary>
    internal static VcpuEvents Vcpu => s_vcpu.Events;

    /// <summary>Nanoseconds since the processor began to count.</summary>
    internal static ulong Now => ArmProcessor.ReadCounter() * 1000 / (ArmProcessor.ReadCounterFrequency() / 1_000_000);

    internal static void Start(SharedInfoView shared, in DeviceTree tree)
    {
        s_shared = shared;
        MoveTo(shared.Vcpu(0));
        Interrupts.Enable(in tree, XenInterrupt, TimerInterrupt);
        ArmProcessor.EnableInterrupts();
    }

    /// <summary>Has this vCPU's part somewhere else.</summary>
    internal static void MoveTo(VcpuInfoView vcpu)
    {
        s_vcpu = vcpu;
        s_scanner = new EventScanner(s_shared.Channels, vcpu.Events);
    }

    /// <summary>Lets events come at a port.</summary>
    internal static void Unmask(EventPort port) => s_shared.Channels.Unmask(port, Vcpu);

    /// <summary>Waits until this many events came since <paramref name="before"/>, or this much time has passed.</summary>
    /// <returns>Whether they came.</returns>
    internal static bool Wait(uint before, uint events, ulong nanoseconds)
    {
        ulong end = Now + nanoseconds;
        while (Taken - before < events)
        {
            if (Now >= end)
                return false;
        }

        return true;
    }

    /// <summary>Where every interrupt comes.</summary>
    [GuestUpcall]
    internal static void OnInterrupt()
    {
        uint number = Interrupts.Acknowledge();
        if (number == TimerInterrupt)
        {
            ArmProcessor.StopTimer();
            s_ticks++;
        }
        else if (number == XenInterrupt)
        {
            s_calls++;
            Take();
        }

        if (number < Interrupts.None)
            Interrupts.Finish(number);
    }

    /// <summary>Takes what is pending.</summary>
    internal static void Take()
    {
        while (s_scanner.TryTake(out EventPort port))
        {
            s_taken++;
            s_last = port;
        }
    }
}
