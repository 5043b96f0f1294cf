namespace XenSdk.Tests.Memory;

/// <summary>Addresses and frames of the machine, frames of the domain, and the table between them.</summary>
public sealed unsafe class FrameTests
{
    [Theory]
    [InlineData(0x0UL, 0x0UL, 0)]
    [InlineData(0xFFFUL, 0x0UL, 0xFFF)]
    [InlineData(0x1000UL, 0x1UL, 0)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFFUL, 0xF_FFFF_FFFF_FFFFUL, 0xFFF)]
    public void An_address_is_in_the_frame_of_4096_bytes_around_it(ulong address, ulong frame, int offset)
    {
        var machine = new MachineAddress(address);

        Assert.Equal(new MachineFrame(frame), machine.Frame);
        Assert.Equal(offset, machine.Offset);
        Assert.Equal(machine, machine.Frame.Address.Plus((ulong)offset));
    }

    [Fact]
    public void A_frame_without_an_address_overflows_when_asked_for_it()
    {
        Assert.True(MachineFrame.Invalid.IsInvalid);
        Assert.Throws<OverflowException>(() => MachineFrame.Invalid.Address);
        Assert.Throws<OverflowException>(() => new MachineFrame(1UL << 52).Address);
        Assert.Throws<OverflowException>(() => new MachineAddress(ulong.MaxValue).Plus(1));
    }

    [Theory]
    [InlineData(0, 0x5000UL)]
    [InlineData(1, 0x5008UL)]
    [InlineData(511, 0x5FF8UL)]
    public void An_entry_of_a_page_table_has_8_bytes(int index, ulong address)
        => Assert.Equal(new MachineAddress(address), new MachineFrame(5).EntryAddress(index));

    [Theory]
    [InlineData(-1)]
    [InlineData(512)]
    public void A_page_table_has_512_entries(int index)
        => Assert.Throws<OverflowException>(() => new MachineFrame(5).EntryAddress(index));

    [Fact]
    public void The_map_leads_to_the_machine_frame_and_says_where_there_is_none()
    {
        ulong[] list = [0x77, ulong.MaxValue, 0x99];
        fixed (ulong* entries = list)
        {
            var map = new PhysicalToMachineMap(entries, 3);

            Assert.True(map.TryTranslate(new PseudoPhysicalFrame(0), out MachineFrame first));
            Assert.Equal(new MachineFrame(0x77), first);
            Assert.False(map.TryTranslate(new PseudoPhysicalFrame(1), out MachineFrame hole));
            Assert.True(hole.IsInvalid);
            Assert.True(map.TryTranslate(new PseudoPhysicalFrame(2), out MachineFrame last));
            Assert.Equal(new MachineFrame(0x99), last);
            Assert.False(map.TryTranslate(new PseudoPhysicalFrame(3), out MachineFrame beyond));
            Assert.True(beyond.IsInvalid);
            Assert.False(map.TryTranslate(new PseudoPhysicalFrame(ulong.MaxValue), out _));
        }
    }

    [Fact]
    public void The_map_leads_back_from_a_machine_frame_but_not_from_a_hole()
    {
        ulong[] list = [0x77, ulong.MaxValue, 0x99, 0x77, 0x55];
        fixed (ulong* entries = list)
        {
            var map = new PhysicalToMachineMap(entries, 4);

            Assert.True(map.TryFind(new MachineFrame(0x99), out PseudoPhysicalFrame frame));
            Assert.Equal(new PseudoPhysicalFrame(2), frame);
            Assert.True(map.TryFind(new MachineFrame(0x77), out PseudoPhysicalFrame first));
            Assert.Equal(new PseudoPhysicalFrame(0), first);
            Assert.False(map.TryFind(new MachineFrame(0x55), out _));
            Assert.False(map.TryFind(MachineFrame.Invalid, out _));
        }
    }
}
