namespace XenSdk.Tests.Events;

/// <summary>
/// Steps whose order decides whether an event can be lost. A race that shows the wrong one is nanoseconds wide; here the two
/// places that a step each is about are the same memory, so that the second step sees what the first has left.
/// </summary>
public sealed unsafe class StepOrderTests
{
    [Fact]
    public void The_pending_flag_is_cleared_before_the_selector_is_taken()
    {
        // An event in between sets both: taken in the other order, its word stays in the selector and its call is gone.
        ulong selector = 0x0101;
        byte mask = 0;
        var vcpu = new VcpuEvents((byte*)&selector, &mask, new SharedBits(&selector), 64);

        Assert.Equal(0x0100UL, vcpu.TakeWords());
    }

    [Fact]
    public void The_selector_is_marked_before_the_pending_flag()
    {
        // A scan in between clears the flag and takes the selector: in the other order it finds nothing, and none comes after.
        ulong selector = 0;
        byte mask = 0;
        var vcpu = new VcpuEvents((byte*)&selector, &mask, new SharedBits(&selector), 64);

        vcpu.MarkPending(3);
        Assert.Equal(0x01UL, selector);

        selector = 0;
        vcpu.PutWords(0xFF);
        Assert.Equal(0x01UL, selector);
    }

    [Fact]
    public void A_port_is_unmasked_before_its_event_is_looked_for()
    {
        // An event in between is called for by Xen; in the other order nobody sees it.
        ulong* words = stackalloc ulong[64];
        new Span<ulong>(words, 64).Fill(ulong.MaxValue);
        ulong selector = 0;
        byte upcall = 0, mask = 0;
        var channels = new EventChannels(new SharedBits(words), new SharedBits(words), 64);
        var vcpu = new VcpuEvents(&upcall, &mask, new SharedBits(&selector), 64);

        Assert.False(channels.Unmask(new EventPort(100), vcpu));
    }

    [Fact]
    public void Upcalls_are_unmasked_before_the_pending_flag_is_looked_at()
    {
        // An upcall in between is made by Xen; in the other order it waits for the next one.
        ulong selector = 0;
        byte both = 1;
        var vcpu = new VcpuEvents(&both, &both, new SharedBits(&selector), 64);

        Assert.False(vcpu.UnmaskUpcalls());
    }
}
