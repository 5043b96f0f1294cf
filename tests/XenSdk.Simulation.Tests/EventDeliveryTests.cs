using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>What an event does to the shared info page, bit by bit, and when the guest is called.</summary>
public sealed class EventDeliveryTests
{
    private const uint Send = 4, BindIpi = 7, Unmask = 9;

    [Fact]
    public void An_event_sets_its_bit_the_bit_of_its_word_and_the_pending_flag()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort port = Bind(guest, 70);

        Assert.Equal(0, guest.EventOp(Send, port.Number).Result);

        Assert.Equal(1UL << 6, page.Pending(1));
        Assert.Equal(1UL << 1, page.Selector(0));
        Assert.Equal(1, page.UpcallPending(0));
        Assert.Equal(1, page.UpcallMask(0)); // as the vCPU starts
    }

    [Fact]
    public void A_masked_event_sets_its_bit_alone()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort port = Bind(guest, 1);
        page.Mask(0) = 2;

        guest.EventOp(Send, port.Number);

        Assert.Equal((2UL, 0UL, 0), (page.Pending(0), page.Selector(0), page.UpcallPending(0)));
    }

    [Fact]
    public void An_event_that_is_pending_already_is_no_edge()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort port = Bind(guest, 1);
        guest.EventOp(Send, port.Number);
        page.Selector(0) = 0;
        page.UpcallPending(0) = 0;

        guest.EventOp(Send, port.Number);

        Assert.Equal((2UL, 0UL, 0), (page.Pending(0), page.Selector(0), page.UpcallPending(0)));
    }

    [Fact]
    public void A_word_that_is_selected_already_does_not_set_the_pending_flag_again()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort first = Bind(guest, 1), second = Bind(guest, 2);
        guest.EventOp(Send, first.Number);
        page.UpcallPending(0) = 0;

        guest.EventOp(Send, second.Number);

        Assert.Equal((6UL, 1UL, 0), (page.Pending(0), page.Selector(0), page.UpcallPending(0)));
    }

    [Fact]
    public void Unmasking_by_hypercall_makes_up_for_an_event_that_came_while_the_port_was_masked()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort port = Bind(guest, 1);
        page.Mask(0) = 2;
        guest.EventOp(Send, port.Number);

        Assert.Equal(0, guest.EventOp(Unmask, port.Number).Result);

        Assert.Equal((0UL, 1UL, 1), (page.Mask(0), page.Selector(0), page.UpcallPending(0)));
    }

    [Fact]
    public void Unmasking_by_hypercall_does_nothing_for_a_port_that_is_not_masked_even_if_its_edge_was_lost()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort port = Bind(guest, 1);
        page.Mask(0) = 2;
        guest.EventOp(Send, port.Number);
        page.Mask(0) = 0; // by the guest, without a look

        guest.EventOp(Unmask, port.Number);

        Assert.Equal((2UL, 0UL, 0), (page.Pending(0), page.Selector(0), page.UpcallPending(0)));
    }

    [Fact]
    public void Closing_a_port_takes_its_event_away_but_not_the_bit_of_its_word()
    {
        using var guest = new Guest();
        Page page = new(guest);
        EventPort port = Bind(guest, 1);
        guest.EventOp(Send, port.Number);

        guest.EventOp(3, port.Number);

        Assert.Equal((0UL, 1UL), (page.Pending(0), page.Selector(0)));
    }

    [Fact]
    public void An_upcall_is_made_with_the_mask_set_and_the_mask_is_off_again_after_it()
    {
        using var guest = new Guest();
        VcpuEvents events = guest.Xen.Domain.SharedInfo.Vcpu(0).Events;
        EventChannels channels = guest.Xen.Domain.SharedInfo.Channels;
        EventPort port = Bind(guest, 3);
        List<string> seen = [];
        var scanner = new EventScanner(channels, events);
        guest.Xen.UpcallHandler = vcpu =>
        {
            seen.Add($"in {vcpu}, masked {events.IsUpcallMasked}");
            while (scanner.TryTake(out EventPort taken))
                seen.Add(taken.ToString());
        };

        guest.EventOp(Send, port.Number);
        Assert.Empty(seen); // a vCPU starts with upcalls masked
        Assert.True(events.UnmaskUpcalls());
        guest.Call(17, 0, 0); // any hypercall: Xen looks on the way out

        Assert.Equal(["in 0, masked True", "port 3"], seen);
        Assert.False(events.IsUpcallMasked);
        guest.EventOp(Send, port.Number);
        Assert.Equal(4, seen.Count);
        Assert.Null(guest.Xen.Failure);
    }

    [Fact]
    public void An_event_for_another_vCPU_calls_that_one_and_its_hypercalls_are_its_own()
    {
        using var guest = new Guest(new() { Domain = new(0) { Vcpus = 2 } });
        SharedInfoView shared = guest.Xen.Domain.SharedInfo;
        shared.Vcpu(1).Events.UnmaskUpcalls();
        uint port = guest.EventOp(BindIpi, 1, 0).Words[1];
        var scanner = new EventScanner(shared.Channels, shared.Vcpu(1).Events);
        guest.Xen.UpcallHandler = vcpu =>
        {
            Assert.Equal(1, vcpu);
            Assert.Equal(1, guest.Xen.CallingVcpu);
            Assert.True(scanner.TryTake(out EventPort taken) && taken.Number == port && !scanner.TryTake(out _));
            guest.MmuExt(6); // MMUEXT_TLB_FLUSH_LOCAL
        };

        guest.EventOp(Send, port);

        Assert.Null(guest.Xen.Failure);
        Assert.Equal([0, 1], guest.Xen.Domain.Vcpus.Select(vcpu => vcpu.TlbFlushes));
        Assert.Equal(0, guest.Xen.CallingVcpu);
    }

    [Fact]
    public void What_a_handler_throws_is_kept()
    {
        using var guest = new Guest();
        guest.Xen.Domain.SharedInfo.Vcpu(0).Events.UnmaskUpcalls();
        EventPort port = Bind(guest, 1);
        guest.Xen.UpcallHandler = static _ => throw new NotSupportedException("as it was thrown");

        Assert.Equal(0, guest.EventOp(Send, port.Number).Result);
        Assert.IsType<NotSupportedException>(guest.Xen.Failure);
    }

    [Fact]
    public void A_guest_may_unmask_its_ports_and_wait_with_the_views_and_loses_nothing()
    {
        using var guest = new Guest(new() { OtherDomains = [new(5)] });
        SharedInfoView shared = guest.Xen.Domain.SharedInfo;
        VcpuEvents events = shared.Vcpu(0).Events;
        SimulatedEventChannels theirs = guest.Xen.FindDomain((DomainId)5)!.Events;
        theirs.AllocateUnbound((DomainId)0, out EventPort remote);
        var port = new EventPort(guest.EventOp(0, 5, remote.Number, 0).Words[2]);
        var scanner = new EventScanner(shared.Channels, events);
        Assert.True(scanner.TryTake(out EventPort first) && first == port); // bound with an event

        // Masked, sent, unmasked: the edge is lost, and the view makes up for it.
        shared.Channels.Mask(port);
        theirs.Send(remote);
        Assert.False(scanner.TryTake(out _));
        Assert.True(shared.Channels.Unmask(port, events));
        Assert.True(scanner.TryTake(out EventPort second) && second == port && !scanner.TryTake(out _));

        // The same by hypercall.
        shared.Channels.Mask(port);
        theirs.Send(remote);
        Assert.False(guest.Xen.Hypercalls.UnmaskEventChannel(port).IsError);
        Assert.True(scanner.TryTake(out EventPort third) && third == port && !scanner.TryTake(out _));
    }

    /// <summary>Binds ports until one has the wanted number.</summary>
    private static EventPort Bind(Guest guest, uint number)
    {
        while (true)
        {
            uint port = guest.EventOp(BindIpi, 0, 0).Words[1];
            if (port == number)
                return new EventPort(port);
        }
    }

    /// <summary>The shared info page by literal offsets of the 64-bit layout: vcpu_info 64 bytes each, the pending bits at
    /// 2048, the masks at 2560.</summary>
    private readonly unsafe struct Page
    {
        private readonly byte* _at;

        internal Page(Guest guest) => _at = (byte*)guest.Memory.AddressOf(guest.Xen.Domain.SharedInfoFrame);

        internal ref ulong Pending(int word) => ref *(ulong*)(_at + 2048 + (word * 8));

        internal ref ulong Mask(int word) => ref *(ulong*)(_at + 2560 + (word * 8));

        internal ref byte UpcallPending(int vcpu) => ref _at[vcpu * 64];

        internal ref byte UpcallMask(int vcpu) => ref _at[(vcpu * 64) + 1];

        internal ref ulong Selector(int vcpu) => ref *(ulong*)(_at + (vcpu * 64) + 8);
    }
}
