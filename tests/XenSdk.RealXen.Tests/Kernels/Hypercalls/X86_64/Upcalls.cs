using XenSdk;
using XenSdk.Guest;

/// <summary>Takes the events that come, and waits for them.</summary>
internal static unsafe class Upcalls
{
    private static SharedInfoView s_shared;
    private static VcpuInfoView s_vcpu;
    private static EventScanner s_scanner;
    private static uint s_calls;
    private static uint s_taken;
    private static EventPort s_last;

    /// <summary>The page that Xen shares with the domain.</summary>
    internal static SharedInfoView Shared => s_shared;

    /// <summary>How often Xen has called.</summary>
    internal static uint Calls => Volatile.Read(ref s_calls);

    /// <summary>How many events have come.</summary>
    internal static uint Taken => Volatile.Read(ref s_taken);

    /// <summary>Where the last one came.</summary>
    internal static EventPort Last => s_last;

    /// <summary>Nanoseconds since Xen booted.</summary>
    internal static ulong Now => s_vcpu.Time.Now(default(TimestampCounter));

    /// <summary>This vCPU's part of event channels.</summary>
    internal static VcpuEvents Vcpu => s_vcpu.Events;

    internal static void Start(SharedInfoView shared)
    {
        s_shared = shared;
        MoveTo(shared.Vcpu(0));
        _ = Vcpu.UnmaskUpcalls();
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

    /// <summary>Where Xen calls.</summary>
    [GuestUpcall]
    internal static void OnUpcall()
    {
        s_calls++;
        Take();
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
