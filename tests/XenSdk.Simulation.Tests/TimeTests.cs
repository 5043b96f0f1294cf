namespace XenSdk.Simulation.Tests;

/// <summary>Xen's time, which the test moves, and the timers that go off in it.</summary>
public sealed class TimeTests
{
    private const long ENOENT = -2, EFAULT = -14, EINVAL = -22, ENOSYS = -38;
    private const uint SetTimer = 15, VcpuOp = 24;
    private const ulong SetPeriodic = 6, StopPeriodic = 7, SetSingleShot = 8, StopSingleShot = 9;
    private const ulong Millisecond = 1_000_000;

    [Fact]
    public void A_vCPUs_clock_follows_the_time_that_passes()
    {
        using var guest = new Guest();
        VcpuTime time = guest.Xen.Domain.SharedInfo.Vcpu(0).Time;
        VcpuTimeSnapshot before = time.Read();
        guest.Xen.Clock.Advance(1_234_567);
        VcpuTimeSnapshot after = time.Read();

        Assert.Equal(1_234_567UL, guest.Xen.Clock.Now);
        Assert.Equal(1_234_567UL, after.At(1_234_567) - before.At(0));
        Assert.Equal(1_234_667UL, after.At(1_234_667)); // a tick is a nanosecond
    }

    [Fact]
    public void A_single_shot_timer_goes_off_once_at_its_time()
    {
        using var guest = new Guest();
        EventPort port = TimerWithoutTick(guest);

        Assert.Equal(0, guest.Call(SetTimer, 5 * Millisecond));
        guest.Xen.Clock.Advance((5 * Millisecond) - 1);
        Assert.False(IsPending(guest, port));
        guest.Xen.Clock.Advance(1);
        Assert.True(IsPending(guest, port));
        Assert.Null(guest.Xen.Domain.Vcpus[0].SingleShotTimer);

        guest.Xen.Domain.SharedInfo.Channels.Clear(port);
        guest.Xen.Clock.Advance(100 * Millisecond);
        Assert.False(IsPending(guest, port));
    }

    [Fact]
    public void A_timer_of_the_past_goes_off_at_once_and_0_stops_it()
    {
        using var guest = new Guest();
        EventPort port = TimerWithoutTick(guest);
        guest.Xen.Clock.Advance(10 * Millisecond);

        Assert.Equal(0, guest.Call(SetTimer, 20 * Millisecond));
        Assert.Equal(0, guest.Call(SetTimer, 0));
        guest.Xen.Clock.Advance(20 * Millisecond);
        Assert.False(IsPending(guest, port));
        Assert.Equal(0, guest.Call(SetTimer, 3 * Millisecond));
        Assert.True(IsPending(guest, port));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData((1UL << 50) + 1_000_000)]
    public void A_timeout_that_cannot_be_meant_is_one_of_100_ms(ulong timeout)
    {
        using var guest = new Guest();
        TimerWithoutTick(guest);
        guest.Xen.Clock.Advance(Millisecond);
        Assert.Equal(0, guest.Call(SetTimer, timeout));
        Assert.Equal(101 * Millisecond, guest.Xen.Domain.Vcpus[0].SingleShotTimer);
    }

    [Fact]
    public unsafe void A_vCPU_sets_its_own_single_shot_timer_and_no_others()
    {
        using var guest = new Guest(new() { Domain = new(0) { Vcpus = 2 } });
        EventPort port = TimerWithoutTick(guest);
        var set = stackalloc ulong[] { 7 * Millisecond, 1 /* VCPU_SSHOTTMR_future */ };

        Assert.Equal(0, guest.Call(VcpuOp, SetSingleShot, 0, (ulong)set));
        Assert.Equal(7 * Millisecond, guest.Xen.Domain.Vcpus[0].SingleShotTimer);
        Assert.Equal(EINVAL, guest.Call(VcpuOp, SetSingleShot, 1, (ulong)set));
        Assert.Equal(EINVAL, guest.Call(VcpuOp, StopSingleShot, 1, 0));
        Assert.Equal(ENOENT, guest.Call(VcpuOp, SetSingleShot, 2, (ulong)set));
        Assert.Equal(EFAULT, guest.Call(VcpuOp, SetSingleShot, 0, 8));
        Assert.Equal(0, guest.Call(VcpuOp, StopSingleShot, 0, 0));
        Assert.Null(guest.Xen.Domain.Vcpus[0].SingleShotTimer);

        guest.Xen.Clock.Advance(10 * Millisecond);
        Assert.Equal(0, guest.Call(VcpuOp, SetSingleShot, 0, (ulong)set)); // passed: at once
        Assert.True(IsPending(guest, port));
    }

    [Fact]
    public unsafe void A_tick_comes_every_period_until_it_is_stopped()
    {
        using var guest = new Guest();
        EventPort port = guest.BindVirq(Virq.Timer);
        List<ulong> ticks = [];
        SharedInfoView shared = guest.Xen.Domain.SharedInfo;
        shared.Vcpu(0).Events.UnmaskUpcalls();
        var scanner = new EventScanner(shared.Channels, shared.Vcpu(0).Events);
        guest.Xen.UpcallHandler = _ =>
        {
            while (scanner.TryTake(out EventPort taken))
            {
                Assert.Equal(port, taken);
                ticks.Add(guest.Xen.Clock.Now / Millisecond);
            }
        };

        guest.Xen.Clock.Advance(35 * Millisecond);
        ulong period = 2 * Millisecond;
        Assert.Equal(0, guest.Call(VcpuOp, SetPeriodic, 0, (ulong)&period));
        guest.Xen.Clock.Advance(5 * Millisecond);
        Assert.Equal(0, guest.Call(VcpuOp, StopPeriodic, 0, 0));
        guest.Xen.Clock.Advance(50 * Millisecond);

        Assert.Null(guest.Xen.Failure);
        Assert.Equal([10UL, 20, 30, 35, 37, 39], ticks); // at 35 the last one was longer ago than the new period
    }

    [Fact]
    public unsafe void A_period_is_from_1_ms()
    {
        using var guest = new Guest();
        ulong tooShort = Millisecond - 1, tooLong = (ulong.MaxValue >> 2) + 1;
        Assert.Equal(EINVAL, guest.Call(VcpuOp, SetPeriodic, 0, (ulong)&tooShort));
        Assert.Equal(EINVAL, guest.Call(VcpuOp, SetPeriodic, 0, (ulong)&tooLong));
        Assert.Equal(EFAULT, guest.Call(VcpuOp, SetPeriodic, 0, 8));
        Assert.Equal(1, guest.Call(VcpuOp, 3, 0, 0)); // VCPUOP_is_up
        Assert.Equal(ENOSYS, guest.Call(VcpuOp, 99, 0, 0));
    }

    [Fact]
    public void A_timer_that_a_handler_sets_goes_off_while_the_same_time_passes()
    {
        using var guest = new Guest();
        TimerWithoutTick(guest);
        SharedInfoView shared = guest.Xen.Domain.SharedInfo;
        shared.Vcpu(0).Events.UnmaskUpcalls();
        var scanner = new EventScanner(shared.Channels, shared.Vcpu(0).Events);
        List<ulong> times = [];
        guest.Xen.UpcallHandler = _ =>
        {
            while (scanner.TryTake(out EventPort _))
            {
                times.Add(guest.Xen.Clock.Now / Millisecond);
                guest.Call(SetTimer, guest.Xen.Clock.Now + (3 * Millisecond));
            }
        };

        guest.Call(SetTimer, 3 * Millisecond);
        guest.Xen.Clock.Advance(10 * Millisecond);
        Assert.Equal([3UL, 6, 9], times);
        Assert.Equal(10 * Millisecond, guest.Xen.Clock.Now);
    }

    [Fact]
    public unsafe void A_watchdog_that_is_not_moved_on_shuts_the_domain_down()
    {
        using var guest = new Guest();
        const ulong second = 1000 * Millisecond;
        ulong set = 5UL << 32, more = (3UL << 32) | 1, stop = 2, third = 3;

        Assert.Equal(1, guest.Call(29, 6, (ulong)&set));
        Assert.Equal(2, guest.Call(29, 6, (ulong)&set));
        Assert.Equal(-28, guest.Call(29, 6, (ulong)&set)); // ENOSPC: a domain has two
        Assert.Equal(EINVAL, guest.Call(29, 6, (ulong)&third));
        Assert.Equal(0, guest.Call(29, 6, (ulong)&stop));
        guest.Xen.Clock.Advance(4 * second);
        Assert.Equal(0, guest.Call(29, 6, (ulong)&more));
        guest.Xen.Clock.Advance(2 * second);
        Assert.Null(guest.Xen.Domain.ShutdownReason);
        guest.Xen.Clock.Advance(1 * second);
        Assert.Equal(4u, guest.Xen.Domain.ShutdownReason); // SHUTDOWN_watchdog
    }

    [Fact]
    public unsafe void A_vCPU_has_run_since_the_start()
    {
        using var guest = new Guest();
        guest.Xen.Clock.Advance(77);
        var runstate = stackalloc ulong[6];
        Assert.Equal(0, guest.Call(VcpuOp, 4, 0, (ulong)runstate));
        Assert.Equal([0UL, 0, 77, 0, 0, 0], new Span<ulong>(runstate, 6).ToArray());
        Assert.Equal(EFAULT, guest.Call(VcpuOp, 4, 0, 8));
        Assert.Equal(EFAULT, guest.Call(VcpuOp, 0, 0, 8));
        var context = stackalloc byte[5168];
        Assert.Equal(-17, guest.Call(VcpuOp, 0, 0, (ulong)context)); // EEXIST: every vCPU is up
    }

    private static EventPort TimerWithoutTick(Guest guest)
    {
        Assert.Equal(0, guest.Call(VcpuOp, StopPeriodic, 0, 0));
        return guest.BindVirq(Virq.Timer);
    }

    private static bool IsPending(Guest guest, EventPort port) => guest.Xen.Domain.SharedInfo.Channels.IsPending(port);
}
