namespace XenSdk.Tests.Memory;

/// <summary>The Page Attribute Tables and the translation between them, against the drawing in xen.h.</summary>
public sealed class PatTests
{
    // What surrounds the three bits and must not change.
    private static readonly Pte Surrounding = Pte.Map(
        new MachineFrame(0xAB_CDEF_0123),
        PteFlags.Present | PteFlags.Writable | PteFlags.Dirty | PteFlags.Available10 | PteFlags.NoExecute);

    public static TheoryData<int> Combinations => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void The_tables_are_those_that_xen_h_draws(int index)
    {
        Assert.Equal(HeaderPatTables.Linux[index], HeaderPatTables.Abbreviation(PatTable.Linux[index]));
        Assert.Equal(HeaderPatTables.Bios[index], HeaderPatTables.Abbreviation(PatTable.Bios[index]));
        Assert.Equal(HeaderPatTables.Xen[index], HeaderPatTables.Abbreviation(PatTable.Xen[index]));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void An_index_is_made_of_the_bits_7_4_and_3(int index)
    {
        Pte entry = Make(index);

        Assert.Equal(index, entry.PatIndex);
        Assert.Equal(entry, Surrounding.WithPatIndex(index));
        Assert.Equal(Surrounding, entry.WithPatIndex(0));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_combination_of_Linux_means_the_same_to_Xen(int index)
    {
        Pte xen = Make(index).LinuxToXen();

        Assert.Equal(HeaderPatTables.Linux[index], HeaderPatTables.Xen[IndexOf(xen)]);
        Assert.Equal(Surrounding, Unmark(xen));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_combination_of_Xen_means_the_same_to_Linux_or_is_said_to_mean_nothing_there(int index)
    {
        bool found = Make(index).TryXenToLinux(out Pte linux);

        Assert.Equal(HeaderPatTables.Linux.Contains(HeaderPatTables.Xen[index]), found);
        if (!found)
        {
            Assert.Equal(default, linux);
            return;
        }

        Assert.Equal(HeaderPatTables.Xen[index], HeaderPatTables.Linux[IndexOf(linux)]);
        Assert.Equal(Surrounding, Unmark(linux));
    }

    [Fact]
    public void Write_combining_is_PWT_to_Linux_and_PAT_to_Xen()
    {
        Pte linux = Surrounding.With(PteFlags.WriteThrough);
        Pte xen = Surrounding.With(PteFlags.Pat);

        Assert.Equal(xen, linux.LinuxToXen());
        Assert.True(xen.TryXenToLinux(out Pte back));
        Assert.Equal(linux, back);
    }

    [Fact]
    public void The_four_combinations_that_Linux_lacks_have_no_translation()
    {
        int[] lacking = [.. Enumerable.Range(0, 8).Where(index => !Make(index).TryXenToLinux(out _))];

        Assert.Equal([1, 5, 6, 7], lacking);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void What_goes_to_Xen_comes_back_as_the_lowest_combination_of_the_same_meaning(int index)
    {
        Assert.True(Make(index).LinuxToXen().TryXenToLinux(out Pte back));
        Assert.Equal(Array.IndexOf(HeaderPatTables.Linux, HeaderPatTables.Linux[index]), IndexOf(back));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Any_two_tables_can_be_translated_between(int index)
    {
        bool found = Make(index).TryTranslateCaching(PatTable.Bios, PatTable.Xen, out Pte xen);
        Assert.True(found);
        Assert.Equal(HeaderPatTables.Bios[index], HeaderPatTables.Xen[IndexOf(xen)]);

        Assert.Equal(
            HeaderPatTables.Bios.Contains(HeaderPatTables.Linux[index]),
            Make(index).TryTranslateCaching(PatTable.Linux, PatTable.Bios, out _));
    }

    [Fact]
    public void A_reserved_entry_is_not_the_counterpart_of_another_reserved_one()
    {
        Assert.False(Make(6).TryTranslateCaching(PatTable.Xen, PatTable.Xen, out _));
        Assert.False(PatTable.Xen.TryIndexOf(MemoryType.Reserved, out _));
    }

    private static Pte Make(int index)
    {
        Pte entry = Surrounding;
        if ((index & 4) != 0)
            entry = entry.With(PteFlags.Pat);
        if ((index & 2) != 0)
            entry = entry.With(PteFlags.CacheDisable);
        if ((index & 1) != 0)
            entry = entry.With(PteFlags.WriteThrough);
        return entry;
    }

    private static int IndexOf(Pte entry)
        => ((entry.Flags & PteFlags.Pat) != 0 ? 4 : 0)
            + ((entry.Flags & PteFlags.CacheDisable) != 0 ? 2 : 0)
            + ((entry.Flags & PteFlags.WriteThrough) != 0 ? 1 : 0);

    private static Pte Unmark(Pte entry) => entry.Without(PteFlags.Pat | PteFlags.CacheDisable | PteFlags.WriteThrough);
}
