using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.Tests.Memory;

/// <summary>Page-table entries: the bits of xen.h's comment, and what does not fit.</summary>
public sealed partial class PteTests
{
    // How the comment speaks of the bit that a flag is.
    private static readonly Dictionary<PteFlags, string> Words = new()
    {
        [PteFlags.NoExecute] = "NX",
        [PteFlags.Available11] = "available for guest",
        [PteFlags.Available10] = "available for guest",
        [PteFlags.Available9] = "available for guest",
        [PteFlags.Global] = "global",
        [PteFlags.Pat] = "PAT",
        [PteFlags.Dirty] = "dirty",
        [PteFlags.Accessed] = "accessed",
        [PteFlags.CacheDisable] = "page cached disabled",
        [PteFlags.WriteThrough] = "page write through",
        [PteFlags.User] = "userspace accessible",
        [PteFlags.Writable] = "writeable",
        [PteFlags.Present] = "present",
    };

    [Fact]
    public void The_flags_are_at_the_bits_where_xen_h_says()
    {
        string header = File.ReadAllText(Path.Combine(XenHeaderInC.Repository, "abi", "xen.h"));
        Dictionary<int, string> said = BitLines().Matches(header)
            .ToDictionary(line => int.Parse(line.Groups["bit"].Value, CultureInfo.InvariantCulture), line => line.Groups["words"].Value);

        foreach (PteFlags flag in Enum.GetValues<PteFlags>().Where(flag => flag != PteFlags.None))
            Assert.Contains(Words[flag], said[System.Numerics.BitOperations.Log2((ulong)flag)], StringComparison.Ordinal);

        // The comment calls bit 12 the guest's; to the processor it is the frame's lowest.
        Assert.Equal(Enum.GetValues<PteFlags>().Length - 1, said.Keys.Count(bit => bit != 12));
    }

    [Theory]
    [InlineData(0x0UL, PteFlags.None, 0x0000_0000_0000_0000UL)]
    [InlineData(0x1UL, PteFlags.Present, 0x0000_0000_0000_1001UL)]
    [InlineData(0x1234UL, PteFlags.Present | PteFlags.Writable | PteFlags.User, 0x0000_0000_0123_4007UL)]
    [InlineData(0xFF_FFFF_FFFFUL, PteFlags.NoExecute, 0x800F_FFFF_FFFF_F000UL)]
    [InlineData(0x80_0000_0000UL, (PteFlags)0xFFF, 0x0008_0000_0000_0FFFUL)]
    public void An_entry_has_the_frame_at_bits_51_to_12_and_the_flags_beside_it(ulong frame, PteFlags flags, ulong value)
    {
        var entry = Pte.Map(new MachineFrame(frame), flags);

        Assert.Equal(value, entry.Value);
        Assert.Equal(new MachineFrame(frame), entry.Frame);
        Assert.Equal(flags, entry.Flags);
        Assert.Equal((flags & PteFlags.Present) != 0, entry.IsPresent);
    }

    [Theory]
    [InlineData(0x100_0000_0000UL)]
    [InlineData(0x8000_0000_0000_0000UL)]
    [InlineData(ulong.MaxValue)]
    public void A_frame_that_an_entry_has_no_room_for_overflows_and_maps_no_other(ulong frame)
        => Assert.Throws<OverflowException>(() => Pte.Map(new MachineFrame(frame), PteFlags.Present));

    [Theory]
    [InlineData(1UL << 12)]
    [InlineData(1UL << 51)]
    public void A_flag_that_is_a_bit_of_the_frame_overflows(ulong flag)
    {
        Assert.Throws<OverflowException>(() => Pte.Map(new MachineFrame(1), PteFlags.Present | (PteFlags)flag));
        Assert.Throws<OverflowException>(() => default(Pte).With((PteFlags)flag));
        Assert.Throws<OverflowException>(() => default(Pte).Without((PteFlags)flag));
    }

    [Fact]
    public void Flags_are_set_and_cleared_without_touching_the_frame()
    {
        var entry = Pte.Map(new MachineFrame(0x55), PteFlags.Present | PteFlags.Dirty);

        Pte changed = entry.With(PteFlags.NoExecute | PteFlags.Writable).Without(PteFlags.Dirty);

        Assert.Equal(Pte.Map(new MachineFrame(0x55), PteFlags.Present | PteFlags.NoExecute | PteFlags.Writable), changed);
        Assert.True(changed != entry);
    }

    [Fact]
    public void The_default_entry_maps_nothing() => Assert.False(default(Pte).IsPresent);

    [GeneratedRegex(@"^\*  - (?<bit>\d+) (?<words>[^\n]*)", RegexOptions.Multiline)]
    private static partial Regex BitLines();
}
