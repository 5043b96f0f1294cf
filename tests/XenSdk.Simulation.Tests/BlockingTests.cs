namespace XenSdk.Simulation.Tests;

/// <summary>vCPUs that wait: sched_op's block and poll.</summary>
public sealed class BlockingTests
{
    private const long EFAULT = -14, EINVAL = -22;
    private const uint SchedOp = 29, SetTimer = 15, BindIpi = 7, Send = 4;
    private const ulong Poll = 3, Millisecond = 1_000_000;

    [Fact]
    public void A_vCPU_with_an_upcall_pending_does_not_block_and_has_its_mask_cleared()
    {
        using var guest = new Guest();
        VcpuEvents events = guest.Xen.Domain.SharedInfo.Vcpu(0).Events;
        uint port = guest.EventOp(BindIpi, 0, 0).Words[1];
        guest.EventOp(Send, port);

        Assert.True(events.IsUpcallMasked);
        Assert.False(guest.Xen.Hypercalls.Block().IsError);
        Assert.False(events.IsUpcallMasked);
        Assert.Equal(0UL, guest.Xen.Clock.Now);
    }

    [Fact]
    public void A_vCPU_that_blocks_wakes_with_its_timer()
    {
        using var guest = new Guest();
        EventPort port = guest.BindVirq(Virq.Timer);
        guest.Call(24, 7, 0, 0); // no tick
        guest.Call(SetTimer, 42 * Millisecond);

        Assert.False(guest.Xen.Hypercalls.Block().IsError);

        Assert.Equal(42 * Millisecond, guest.Xen.Clock.Now);
        Assert.True(guest.Xen.Domain.SharedInfo.Channels.IsPending(port));
    }

    [Fact]
    public void A_vCPU_that_blocks_wakes_when_another_thread_sends()
    {
        using var guest = new Guest(new() { Domain = new(0) { Vcpus = 2 } });
        uint port = guest.EventOp(BindIpi, 0, 0).Words[1];
        var other = new Thread(() =>
        {
            guest.Xen.CallingVcpu = 1;
            SpinWait.SpinUntil(() => !guest.Xen.Domain.SharedInfo.Vcpu(0).Events.IsUpcallMasked);
            guest.EventOp(Send, port);
        });
        other.Start();

        Assert.False(guest.Xen.Hypercalls.Block().IsError);
        other.Join();

        Assert.True(guest.Xen.Domain.SharedInfo.Vcpu(0).Events.IsUpcallPending);
        Assert.Null(guest.Xen.Failure);
    }

    [Fact]
    public void A_vCPU_that_nothing_can_wake_is_a_failure_with_a_remedy()
    {
        using var guest = new Guest(new() { LongestWait = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(-(long)XenErrno.EIO, guest.Call(SchedOp, 1, 0));
        Assert.Contains("Set a timer or raise an event before it blocks", guest.Xen.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_poll_ends_at_once_where_an_event_waits_even_a_masked_one()
    {
        using var guest = new Guest();
        uint port = guest.EventOp(BindIpi, 0, 0).Words[1];
        guest.Xen.Domain.SharedInfo.Channels.Mask(new EventPort(port));
        guest.EventOp(Send, port);
        Assert.Equal(0, PollFor(guest, 0, port));
        Assert.True(guest.Xen.Domain.SharedInfo.Vcpu(0).Events.IsUpcallMasked); // unlike block
    }

    [Fact]
    public void A_poll_ends_with_its_time()
    {
        using var guest = new Guest();
        uint port = guest.EventOp(BindIpi, 0, 0).Words[1];
        Assert.Equal(0, PollFor(guest, 9 * Millisecond, port));
        Assert.Equal(9 * Millisecond, guest.Xen.Clock.Now);
    }

    [Fact]
    public void A_poll_for_a_masked_timer_ends_with_the_timer()
    {
        using var guest = new Guest();
        EventPort port = guest.BindVirq(Virq.Timer);
        guest.Xen.Domain.SharedInfo.Channels.Mask(port);
        Assert.Equal(0, PollFor(guest, 500 * Millisecond, port.Number));
        Assert.Equal(10 * Millisecond, guest.Xen.Clock.Now); // the first tick
    }

    [Fact]
    public unsafe void A_poll_is_for_ports_that_are_bound_and_at_most_128_of_them()
    {
        using var guest = new Guest();
        uint port = guest.EventOp(BindIpi, 0, 0).Words[1];
        guest.EventOp(Send, port);
        Assert.Equal(EINVAL, PollFor(guest, 0, [.. Enumerable.Repeat(port, 129)]));
        Assert.Equal(0, PollFor(guest, 0, [.. Enumerable.Repeat(port, 128)]));
        Assert.Equal(EINVAL, PollFor(guest, 0, 7));
        Assert.Equal(EINVAL, PollFor(guest, 0, 4096));
        Assert.Equal(EFAULT, guest.Call(SchedOp, Poll, 8));
        var nowhere = stackalloc ulong[] { 8, 1, 0 };
        Assert.Equal(EFAULT, guest.Call(SchedOp, Poll, (ulong)nowhere));
    }

    private static unsafe long PollFor(Guest guest, ulong timeout, params uint[] ports)
    {
        fixed (uint* first = ports)
        {
            // struct sched_poll { ports, nr_ports, timeout }
            var poll = stackalloc ulong[] { (ulong)first, (ulong)ports.Length, timeout };
            return guest.Call(SchedOp, Poll, (ulong)poll);
        }
    }
}
