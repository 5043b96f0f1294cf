namespace XenSdk.Simulation.Tests;

/// <summary>The simulation allocates nothing for a call, so that what a program allocates around its calls can be measured.
/// </summary>
public sealed unsafe class AllocationTests
{
    private const uint Self = 0x7FF0;

    public static TheoryData<string> Calls =>
        ["mmu_update", "mmuext_op", "multicall", "event_channel_op", "set_timer_op", "vcpu_op", "sched_op", "clock", "preempted"];

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_allocates_nothing(string call)
    {
        using var xen = SimulatedXen.Start(new() { Domain = new(0) { Vcpus = 4 } });
        PvPath<PageGate> path = xen.Hypercalls.Path;
        if (call == "preempted")
            xen.PreemptionCheck = static (in PreemptionPoint _) => true;
        uint port = 0;
        uint* bind = stackalloc uint[] { 0, 0, 0 };
        path.Call(32, 1, (ulong)bind); // the timer
        port = bind[2];
        uint* bindIpi = stackalloc uint[] { 0, 0 };
        path.Call(32, 7, (ulong)bindIpi);
        uint ipi = bindIpi[1];
        ulong frame = xen.Domain.Frames[3] << 12, bitmap = 0b1011;
        ulong* update = stackalloc ulong[] { frame | 1, 3 };
        ulong* operations = stackalloc ulong[] { 10, 0, 0, 8, 0, (ulong)&bitmap, 9, 0x1000, (ulong)&bitmap, 11, 0x1000, 0, 18, 0, 0 };
        ulong* entries = stackalloc ulong[16];
        uint* status = stackalloc uint[] { Self, ipi, 0, 0, 0, 0 };
        ulong* runstate = stackalloc ulong[6];
        ulong* poll = stackalloc ulong[] { (ulong)&ipi, 1, 1 };

        long before = 0;
        for (int round = 0; round < 60; round++)
        {
            // The first rounds are those in which code is compiled.
            if (round == 30)
                before = GC.GetAllocatedBytesForCurrentThread();
            switch (call)
            {
                case "mmu_update":
                    path.Call(1, (ulong)update, 1, 0, Self);
                    break;
                case "mmuext_op" or "preempted":
                    path.Call(26, (ulong)operations, 5, 0, Self);
                    break;
                case "multicall":
                    for (int i = 0; i < 2; i++)
                        (entries[i * 8], entries[(i * 8) + 2], entries[(i * 8) + 3]) = (17, 0, 0);
                    path.Call(13, (ulong)entries, 2);
                    break;
                case "event_channel_op":
                    path.Call(32, 4, (ulong)&ipi);
                    path.Call(32, 5, (ulong)status);
                    path.Call(32, 9, (ulong)&ipi);
                    break;
                case "set_timer_op":
                    path.Call(15, xen.Clock.Now + 5);
                    break;
                case "vcpu_op":
                    path.Call(24, 4, 0, (ulong)runstate);
                    break;
                case "sched_op":
                    path.Call(29, 3, (ulong)poll);
                    break;
                default:
                    xen.Clock.Advance(20_000_000);
                    xen.Domain.SharedInfo.Channels.Clear(new EventPort(port));
                    break;
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Null(xen.Failure);
    }
}
