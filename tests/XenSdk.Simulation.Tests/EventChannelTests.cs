using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>event_channel_op, with its structures written as words by hand from Xen's public event_channel.h.</summary>
public sealed class EventChannelTests
{
    private const long EPERM = -1, ENOENT = -2, ESRCH = -3, EFAULT = -14, EBUSY = -16, EEXIST = -17, EINVAL = -22, ENOSPC = -28, ENOSYS = -38, EOPNOTSUPP = -95;
    private const uint BindInterdomain = 0, BindVirq = 1, BindPirq = 2, Close = 3, Send = 4, Status = 5, AllocUnbound = 6,
        BindIpi = 7, BindVcpu = 8, Unmask = 9, Reset = 10, InitControl = 11, ExpandArray = 12, SetPriority = 13;

    private static readonly SimulatedXenOptions TwoDomains = new() { Domain = new(0) { Vcpus = 2 }, OtherDomains = [new(5) { Vcpus = 2 }] };

    [Fact]
    public void Ports_are_given_out_from_1_and_the_lowest_free_one_first()
    {
        using var guest = new Guest(TwoDomains);
        Assert.Equal([1u, 2, 3], Enumerable.Range(0, 3).Select(_ => guest.EventOp(BindIpi, 0, 0).Words[1]));
        Assert.Equal(0, guest.EventOp(Close, 2).Result);
        Assert.Equal(2u, guest.EventOp(BindIpi, 1, 0).Words[1]);
        Assert.Equal(4u, guest.EventOp(BindIpi, 1, 0).Words[1]);
    }

    [Fact]
    public void Both_ends_of_a_channel_know_each_other()
    {
        using var guest = new Guest(TwoDomains);
        (long result, uint[] words) = guest.EventOp(AllocUnbound, Self | (5 << 16), 0);
        Assert.Equal((0L, 1u), (result, words[1]));
        Assert.Equal([Self, 1, 1, 0, 5, 0], StatusOf(guest, Self, 1));

        SimulatedEventChannels theirs = guest.Xen.FindDomain((DomainId)5)!.Events;
        Assert.True(theirs.AllocateUnbound(DomainId.Self, out _).Value == 0);
        Assert.Equal(0, theirs.BindInterdomain(guest.Xen.Domain, new EventPort(1), out EventPort port).Value);
        Assert.Equal(2u, port.Number);
        Assert.Equal([Self, 1, 2, 0, 5, 2], StatusOf(guest, Self, 1));
        Assert.Equal([5, 2, 2, 0, 0, 1], StatusOf(guest, 5, 2));
    }

    [Fact]
    public void The_end_that_is_bound_last_starts_with_an_event_for_what_was_sent_before()
    {
        using var guest = new Guest(TwoDomains);
        SimulatedEventChannels theirs = guest.Xen.FindDomain((DomainId)5)!.Events;
        theirs.AllocateUnbound((DomainId)0, out EventPort remote);
        theirs.Send(remote);

        (long result, uint[] words) = guest.EventOp(BindInterdomain, 5, remote.Number, 0);

        Assert.Equal(0, result);
        Assert.True(guest.Xen.Domain.SharedInfo.Channels.IsPending(new EventPort(words[2])));
    }

    [Fact]
    public void A_port_that_does_not_wait_for_the_domain_cannot_be_bound()
    {
        using var guest = new Guest(TwoDomains);
        SimulatedEventChannels theirs = guest.Xen.FindDomain((DomainId)5)!.Events;
        theirs.AllocateUnbound((DomainId)5, out EventPort notForUs);

        Assert.Equal(EINVAL, guest.EventOp(BindInterdomain, 5, notForUs.Number, 0).Result);
        Assert.Equal(EINVAL, guest.EventOp(BindInterdomain, 5, 40, 0).Result);
        Assert.Equal(EINVAL, guest.EventOp(BindInterdomain, 5, 4000, 0).Result);
        Assert.Equal(ESRCH, guest.EventOp(BindInterdomain, 77, 1, 0).Result);
        Assert.Equal(1u, guest.EventOp(BindIpi, 0, 0).Words[1]); // no port was lost
    }

    [Fact]
    public void Closing_one_end_lets_the_other_wait_again()
    {
        using var guest = new Guest(TwoDomains);
        SimulatedDomain other = guest.Xen.FindDomain((DomainId)5)!;
        other.Events.AllocateUnbound((DomainId)0, out EventPort remote);
        uint local = guest.EventOp(BindInterdomain, 5, remote.Number, 0).Words[2];

        Assert.Equal(0, guest.EventOp(Close, local).Result);

        Assert.Equal(new(EventChannelState.Unbound, 0, (DomainId)0, new EventPort(local), default), other.Events[remote]);
        Assert.False(guest.Xen.Domain.SharedInfo.Channels.IsPending(new EventPort(local)));
        Assert.Equal(EINVAL, guest.EventOp(Close, local).Result);
        Assert.Equal(EINVAL, guest.EventOp(Send, local).Result);
        Assert.Equal(0, other.Events.Send(remote).Value); // nobody hears it
    }

    [Fact]
    public void A_virtual_interrupt_can_be_bound_once_for_each_vCPU_or_once_for_the_domain()
    {
        using var guest = new Guest(TwoDomains);
        Assert.Equal(1u, guest.BindVirq(Virq.Timer).Number);
        Assert.Equal(2u, guest.BindVirq(Virq.Timer, 1).Number);
        Assert.Equal(EEXIST, guest.EventOp(BindVirq, (uint)Virq.Timer, 1, 0).Result);
        Assert.Equal(ENOENT, guest.EventOp(BindVirq, (uint)Virq.Timer, 2, 0).Result);
        Assert.Equal(EINVAL, guest.EventOp(BindVirq, (uint)Virq.Console, 1, 0).Result);
        Assert.Equal(3u, guest.BindVirq(Virq.Console).Number);
        Assert.Equal(EINVAL, guest.EventOp(BindVirq, 24, 0, 0).Result);
        Assert.Equal([Self, 2, 4, 1, (uint)Virq.Timer, 0], StatusOf(guest, Self, 2));

        Assert.Equal(0, guest.EventOp(Close, 2).Result);
        Assert.Equal(2u, guest.BindVirq(Virq.Timer, 1).Number);
    }

    [Fact]
    public void Only_what_may_be_moved_moves_to_another_vCPU()
    {
        using var guest = new Guest(TwoDomains);
        uint timer = guest.BindVirq(Virq.Timer).Number, console = guest.BindVirq(Virq.Console).Number;
        uint ipi = guest.EventOp(BindIpi, 0, 0).Words[1], unbound = guest.EventOp(AllocUnbound, Self | (5 << 16), 0).Words[1];

        Assert.Equal(0, guest.EventOp(BindVcpu, console, 1).Result);
        Assert.Equal(0, guest.EventOp(BindVcpu, unbound, 1).Result);
        Assert.Equal(EINVAL, guest.EventOp(BindVcpu, timer, 1).Result);
        Assert.Equal(EINVAL, guest.EventOp(BindVcpu, ipi, 1).Result);
        Assert.Equal(EINVAL, guest.EventOp(BindVcpu, 60, 1).Result);
        Assert.Equal(ENOENT, guest.EventOp(BindVcpu, console, 2).Result);

        guest.Xen.Domain.Events.Raise(Virq.Console);
        Assert.False(guest.Xen.Domain.SharedInfo.Vcpu(0).Events.IsUpcallPending);
        Assert.True(guest.Xen.Domain.SharedInfo.Vcpu(1).Events.IsUpcallPending);
    }

    [Fact]
    public void A_domain_has_4095_ports()
    {
        using var guest = new Guest();
        for (uint port = 1; port < 4096; port++)
            Assert.Equal((0L, port), (guest.EventOp(BindIpi, 0, 0) is (long result, uint[] words) ? (result, words[1]) : default));
        Assert.Equal(ENOSPC, guest.EventOp(BindIpi, 0, 0).Result);
        Assert.Equal(0, guest.EventOp(Send, 4095).Result);
        Assert.Equal(EINVAL, guest.EventOp(Send, 4096).Result);
    }

    [Fact]
    public void A_port_beyond_those_that_were_needed_so_far_is_EINVAL_and_a_closed_one_has_a_status()
    {
        using var guest = new Guest();
        Assert.Equal([Self, 63, 0, 0, 0, 0], StatusOf(guest, Self, 63));
        Assert.Equal(EINVAL, guest.EventOp(Status, Self, 64, 0, 0, 0, 0).Result);
        Assert.Equal(0, guest.EventOp(Unmask, 63).Result);
        Assert.Equal(EINVAL, guest.EventOp(Unmask, 64).Result);
        Assert.Equal(ENOSYS, guest.EventOp(SetPriority, 63, 1).Result); // two-level channels have none
        Assert.Equal(EINVAL, guest.EventOp(SetPriority, 64, 1).Result);
    }

    [Fact]
    public void Another_domains_channels_are_for_the_privileged()
    {
        using var guest = new Guest(new() { Domain = new(3), OtherDomains = [new(5)] });
        Assert.Equal(EPERM, guest.EventOp(Status, 5, 1, 0, 0, 0, 0).Result);
        Assert.Equal(EPERM, guest.EventOp(AllocUnbound, 5 | (3 << 16), 0).Result);
        Assert.Equal(EPERM, guest.EventOp(Reset, 5).Result);
        Assert.Equal(ESRCH, guest.EventOp(Status, 77, 1, 0, 0, 0, 0).Result);
        Assert.Equal(ESRCH, guest.EventOp(Reset, 77).Result);

        using var control = new Guest(TwoDomains);
        Assert.Equal((0L, 1u), (control.EventOp(AllocUnbound, 5, 0) is (long result, uint[] words) ? (result, words[1]) : default));
        Assert.Equal(EINVAL, control.EventOp(Reset, 5).Result); // not paused
    }

    [Fact]
    public void A_reset_closes_every_port()
    {
        using var guest = new Guest();
        for (int i = 0; i < 200; i++)
            guest.EventOp(BindIpi, 0, 0);
        Assert.Equal(0, guest.EventOp(Reset, Self).Result);
        Assert.Equal(1u, guest.EventOp(BindIpi, 0, 0).Words[1]);
        Assert.Equal(EventChannelState.Closed, guest.Xen.Domain.Events[new EventPort(2)].State);
    }

    [Fact]
    public void A_reset_that_is_preempted_goes_on_where_it_was()
    {
        using var guest = new Guest();
        for (int i = 0; i < 200; i++)
            guest.EventOp(BindIpi, 0, 0);
        // A port that is met again at the start of an execution is closed again, and Xen looks again: it must not stop for ever.
        int looks = 0;
        guest.Xen.PreemptionCheck = (in PreemptionPoint _) => looks++ % 2 == 0;
        long before = guest.Xen.Calls.Total;

        Assert.Equal(0, guest.EventOp(Reset, Self).Result);
        Assert.True(guest.Xen.Calls.Total - before > 3);
        Assert.Equal(14ul, guest.Xen.Calls.Last.Registers.Rdi); // EVTCHNOP_reset_cont
        Assert.Equal(1u, guest.EventOp(BindIpi, 0, 0).Words[1]);
        Assert.Equal(EventChannelState.Closed, guest.Xen.Domain.Events[new EventPort(200)].State);
    }

    [Fact]
    public void What_the_simulation_does_not_have_and_arguments_that_are_nowhere_are_errors()
    {
        using var guest = new Guest();
        Assert.Equal(EINVAL, guest.EventOp(BindPirq, 1, 0, 0).Result);
        Assert.Equal(ENOSYS, guest.EventOp(InitControl, 0, 0, 0, 0, 0, 0).Result);
        Assert.Equal(EOPNOTSUPP, guest.EventOp(ExpandArray, 0, 0).Result);
        Assert.Equal(EBUSY, guest.EventOp(14, Self).Result); // no reset to go on with
        Assert.Equal(ENOSYS, guest.EventOp(99, 0).Result);
        foreach (uint command in Enumerable.Range(0, 15).Select(static command => (uint)command))
            Assert.Equal(EFAULT, guest.Call(32, command, 8));
    }

    [Fact]
    public unsafe void A_result_that_cannot_be_written_is_EFAULT_with_the_port_bound()
    {
        using var guest = new Guest();
        using var memory = GuardedMemory.WithReadOnlyPage();
        Assert.Equal(EFAULT, guest.Call(32, BindIpi, memory.Second));
        Assert.Equal(EventChannelState.InterProcessor, guest.Xen.Domain.Events[new EventPort(1)].State);
    }

    /// <summary><c>struct evtchn_status</c>, in words.</summary>
    private static uint[] StatusOf(Guest guest, uint domain, uint port)
    {
        (long result, uint[] words) = guest.EventOp(Status, domain, port, 9, 9, 0, 0);
        Assert.Equal(0, result);
        return words;
    }
}
