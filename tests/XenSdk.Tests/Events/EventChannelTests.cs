using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Events;

/// <summary>The rules of xen.h's comments, one by one.</summary>
public sealed unsafe class EventChannelTests
{
    public static TheoryData<string> Targets => XenSide.Targets;

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_event_that_came_while_its_port_was_masked_is_marked_when_it_is_unmasked(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;
        VcpuEvents vcpu = view.Vcpu(0).Events;
        var port = new EventPort(77);

        Assert.False(view.Channels.Mask(port));
        Assert.True(xen.Send(77));
        Assert.False(vcpu.IsUpcallPending);
        Assert.True(view.Channels.IsPending(port));

        Assert.True(view.Channels.Unmask(port, vcpu));

        Assert.True(vcpu.IsUpcallPending);
        var scanner = new EventScanner(view.Channels, vcpu);
        Assert.True(scanner.TryTake(out EventPort taken));
        Assert.Equal(port, taken);
        Assert.False(scanner.TryTake(out _));
        Assert.False(vcpu.IsUpcallPending);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Unmasking_a_port_without_an_event_calls_nobody(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;

        view.Channels.Mask(new EventPort(3));

        Assert.False(view.Channels.Unmask(new EventPort(3), view.Vcpu(0).Events));
        Assert.False(view.Vcpu(0).Events.IsUpcallPending);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_event_that_comes_while_its_port_is_handled_is_given_out_again(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;
        var scanner = new EventScanner(view.Channels, view.Vcpu(0).Events);
        xen.Send(9);

        Assert.True(scanner.TryTake(out _));
        Assert.True(xen.Send(9), "PENDING is clear by the time that the port is handled.");

        Assert.True(scanner.TryTake(out EventPort again));
        Assert.Equal(new EventPort(9), again);
        Assert.False(scanner.TryTake(out _));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_port_that_always_has_an_event_waits_for_every_other(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;
        var scanner = new EventScanner(view.Channels, view.Vcpu(0).Events);
        int[] others = [1, 6, 31, 500, xen.PortCount - 1];
        xen.Send(5);
        foreach (int port in others)
            xen.Send(port);

        List<int> order = [];
        for (int i = 0; i <= others.Length; i++)
        {
            Assert.True(scanner.TryTake(out EventPort port));
            order.Add((int)port.Number);
            xen.Send(5);
        }

        Assert.Equal([1, 5, 6, 31, 500, xen.PortCount - 1], order);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Ports_beyond_the_last_overflow_and_touch_nothing(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;
        var beyond = new EventPort((uint)view.Channels.PortCount);

        Assert.Equal(xen.PortCount, view.Channels.PortCount);
        Assert.Throws<OverflowException>(() => view.Channels.Mask(beyond));
        Assert.Throws<OverflowException>(() => view.Channels.Unmask(beyond, view.Vcpu(0).Events));
        Assert.Throws<OverflowException>(() => view.Channels.Clear(beyond));
        Assert.Throws<OverflowException>(() => view.Channels.IsPending(beyond));
        Assert.Throws<OverflowException>(() => view.Channels.IsMasked(new EventPort(uint.MaxValue)));
        Assert.Throws<OverflowException>(() => view.Vcpu(view.VcpuCount));
        Assert.Throws<OverflowException>(() => view.Vcpu(-1));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_kernel_can_start_with_every_port_masked(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;

        view.Channels.MaskAll();

        for (int port = 0; port < xen.PortCount; port++)
        {
            Assert.True(view.Channels.IsMasked(new EventPort((uint)port)));
            Assert.False(view.Channels.IsPending(new EventPort((uint)port)));
        }

        xen.AssertNothingElseWritten();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_upcall_mask_nests_and_says_what_became_pending_under_it(string target)
    {
        using var xen = new XenSide(target);
        VcpuEvents vcpu = xen.View.Vcpu(0).Events;

        Assert.False(vcpu.MaskUpcalls());
        Assert.True(vcpu.MaskUpcalls());
        Assert.True(vcpu.IsUpcallMasked);
        Assert.False(vcpu.UnmaskUpcalls());

        vcpu.MaskUpcalls();
        xen.Send(1);
        Assert.True(vcpu.UnmaskUpcalls());
        Assert.False(vcpu.IsUpcallMasked);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Blocking_unmasks_upcalls_and_does_not_sleep_through_one(string target)
    {
        using var side = new XenSide(target);
        VcpuEvents vcpu = side.View.Vcpu(0).Events;
        var xen = new Hypercalls<RecordingPvPath>(default);
        bool slept = false;
        Func<ulong[], long> block = _ =>
        {
            slept = side.Block();
            return 0;
        };

        vcpu.MaskUpcalls();
        RecordingPvPath.Answer = block;
        xen.Block();
        Assert.Equal([29, 1, 0], RecordingPvPath.Last);
        Assert.True(slept);
        Assert.False(vcpu.IsUpcallMasked);

        // The event comes behind the last look for work, and before the call.
        vcpu.MaskUpcalls();
        side.Send(8);
        RecordingPvPath.Answer = block;
        xen.Block();
        Assert.False(slept);
        Assert.False(vcpu.IsUpcallMasked);
    }

    [Fact]
    public void A_port_of_another_vCPU_is_unmasked_by_Xen()
    {
        uint asked = 0;
        RecordingPvPath.Answer = call =>
        {
            asked = *(uint*)call[2];
            return 0;
        };

        new Hypercalls<RecordingPvPath>(default).UnmaskEventChannel(new EventPort(321));

        Assert.Equal([32ul, 9ul], RecordingPvPath.Last[..2]);
        Assert.Equal(321u, asked);
    }

    [Fact]
    public void A_round_that_ends_early_forgets_nothing()
    {
        using var xen = new XenSide("x86_64");
        SharedInfoView view = xen.View;
        VcpuEvents vcpu = view.Vcpu(0).Events;
        xen.Send(10);
        xen.Send(11);
        xen.Send(2000);
        var first = new EventScanner(view.Channels, vcpu);
        Assert.True(first.TryTake(out _));
        Assert.False(vcpu.IsUpcallPending);

        first.PutBack();

        Assert.True(vcpu.IsUpcallPending);
        // Not the scanner knows what is left, but the page.
        var second = new EventScanner(view.Channels, vcpu);
        Assert.True(second.TryTake(out EventPort port) && port == new EventPort(11));
        Assert.True(second.TryTake(out port) && port == new EventPort(2000));
        Assert.False(second.TryTake(out _));
    }
}
