using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>samples/guest, booted once as PV dom0.</summary>
public sealed class PvBoot
{
    public Machine Machine { get; } = Machine.Boot("pv", GuestBuild.Sample.Image, "Hello from C#");
}

/// <summary>What a PV kernel in C# and real Xen have said to each other.</summary>
public sealed partial class PvTests(PvBoot boot) : IClassFixture<PvBoot>
{
    private readonly Machine _machine = boot.Machine;

    [Fact]
    public void The_kernel_comes_to_its_end() => _machine.AssertSucceeded();

    [Fact]
    public void Xen_finds_nothing_to_complain_of_in_it()
        => Assert.DoesNotContain(_machine.Console, line => Complaint().IsMatch(line));

    [Fact]
    public void It_says_hello_within_two_seconds_of_the_emulators_work()
        => Assert.InRange(_machine.FirstWords.TotalSeconds, 0, 2);

    [Fact]
    public void It_reads_the_version_that_Xen_prints()
    {
        Assert.Equal(_machine.XenVersion, _machine.After("xen "));
    }

    [Fact]
    public void It_has_the_memory_that_Xen_was_told_to_give_it()
    {
        const int megabytesOfDom0 = 128;

        Assert.StartsWith($"{megabytesOfDom0 * 256} pages,", _machine.After("memory: "), StringComparison.Ordinal);
        Assert.Contains($" {megabytesOfDom0 * 256} pages,", _machine.After("start_info: "), StringComparison.Ordinal);
        Assert.EndsWith("dom0 yes", _machine.After("start_info: "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernel", "Loaded kernel")]
    [InlineData("frame list", "Phys-Mach map")]
    [InlineData("start_info", "Start info")]
    [InlineData("page tables", "Page tables")]
    [InlineData("stack", "Boot stack")]
    public void It_finds_everything_where_Xen_says_it_has_put_it(string ours, string xens)
    {
        Match xen = _machine.Console.Select(line => Regex.Match(line, $@"^\(XEN\)\s+{xens}:\s+([0-9a-f]+)->")).Single(match => match.Success);

        Assert.Matches($"{ours} 0x{xen.Groups[1].Value}\\b", _machine.After("memory from "));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Xens_rule_for_the_start_of_day_holds(int rule)
        => Assert.EndsWith(": holds", _machine.After($"rule {rule}, "), StringComparison.Ordinal);

    [Fact]
    public void A_walk_through_its_page_tables_ends_where_it_is()
    {
        Assert.EndsWith("where we are: yes", _machine.After("  the walk ends at "), StringComparison.Ordinal);
        Assert.Equal("1024 pages are mapped", _machine.After("  1024 pages").Insert(0, "1024 pages"));
    }

    [Fact]
    public void Xen_carries_out_a_write_to_a_page_table_that_traps()
        => Assert.Equal("0x2222, then 0x1111 again", _machine.After("a trapped write to a page table: "));

    [Fact]
    public void Page_tables_can_be_pinned_only_when_they_are_read_only()
    {
        Assert.Equal("-22 (EINVAL)", _machine.After("pinning page tables that are still writable: "));
        Assert.Equal("0xc0ffee at 0x100000000000", _machine.After("on page tables of our own: "));
        Assert.Equal("ordinary memory again", _machine.After("they are unpinned and "));
    }

    [Fact]
    public void A_batch_of_updates_remaps_pages_and_stops_at_the_first_that_is_refused()
    {
        Assert.Equal("8 done; pages read 7 6 to 0", _machine.After("a batch of 8 mmu_updates: "));
        Assert.Equal("4 done, then -22 (EINVAL) for request 4, 3 still queued", _machine.After("a batch with a bad fifth: "));
        Assert.Equal("7 done, 0 queued", _machine.After("resumed behind it: "));
        Assert.Equal("pages read 0 1 to 7", _machine.After("update_va_mapping puts them back: "));
    }

    [Fact]
    public void A_page_fault_comes_to_CSharp_and_what_faulted_goes_on()
        => Assert.Equal("0xfeed after 1 page fault", _machine.After("a page that was not mapped: "));

    [Fact]
    public void One_multicall_carries_several_kinds_and_goes_on_behind_one_that_fails()
        => Assert.Equal(
            "3 done, 1 refused; remap 0, version 0x40011, unknown -38 (ENOSYS), flush 0; page 0 reads 1",
            _machine.After("one multicall: "));

    [Fact]
    public void Timer_events_come_to_CSharp_when_they_were_asked_for()
    {
        Match match = Regex.Match(_machine.After("10 times 100 ms: "), "^([0-9]+) ms by ([0-9]+) timer events$");

        Assert.True(match.Success);
        Assert.InRange(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 1000, 5000);
        Assert.InRange(int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), 10, 20);
    }

    [GeneratedRegex(@"d0v\d|[Cc]rash|Unhandled|BUG|Assertion")]
    private static partial Regex Complaint();
}
