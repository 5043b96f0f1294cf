using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>samples/guest for arm64, booted once as dom0 of Xen for arm64.</summary>
public sealed class Arm64Boot
{
    public Machine Machine { get; } = Machine.Boot("arm64", GuestBuild.SampleForArm.Image, "Hello from C#");
}

/// <summary>What a kernel in C# and real Xen have said to each other on arm64.</summary>
public sealed partial class Arm64Tests(Arm64Boot boot) : IClassFixture<Arm64Boot>
{
    private readonly Machine _machine = boot.Machine;

    [Fact]
    public void The_kernel_comes_to_its_end() => _machine.AssertSucceeded();

    [Fact]
    public void It_reads_the_version_that_Xen_prints()
    {
        Assert.Equal(_machine.XenVersion, _machine.After("xen "));
    }

    [Fact]
    public void It_has_the_memory_that_Xen_was_told_to_give_it()
        => Assert.Equal("32768 pages, at most 32768", _machine.After("memory: "));

    [Fact]
    public void Its_device_tree_is_as_long_as_Xen_says()
    {
        Match place = _machine.Console.Select(line => TreePlace().Match(line)).Single(match => match.Success);
        long length = Hex(place.Groups[2]) - Hex(place.Groups[1]);

        Assert.Equal($"magic 0xd00dfeed, {length} bytes", _machine.After("device tree: "));
    }

    [Fact]
    public void Its_command_line_stands_in_the_device_tree()
        => Assert.StartsWith("exit-port", _machine.After("command line: "), StringComparison.Ordinal);

    [Fact]
    public void Xen_gives_events_the_interrupt_that_it_prints()
    {
        string printed = _machine.Console.Select(line => EventInterrupt().Match(line)).Single(match => match.Success).Groups[1].Value;

        Assert.Equal($"0, events come as interrupt {printed}", _machine.After("hvm_op get_param: "));
    }

    [Theory]
    [InlineData("sched_op yield: ", "0")]
    [InlineData("vcpu_op is_up of vCPU 0: ", "-22 (EINVAL)")]
    [InlineData("vcpu_op is_up of vCPU 9: ", "-2 (ENOENT)")]
    [InlineData("mmu_update here: ", "-38 (ENOSYS)")]
    [InlineData("grant_table_op query_size: ", "0, status 0, 1 frames, at most 64")]
    public void Xen_answers_on_ARM(string call, string answer) => Assert.Equal(answer, _machine.After(call));

    [Fact]
    public void A_multicall_goes_on_behind_calls_that_fail()
        => Assert.Equal(
            "0; version 0x40011, unknown -38, bad pointer -14, version 0x40011",
            _machine.After("multicall: "));

    [Fact]
    public void A_data_abort_comes_to_CSharp_and_what_faulted_goes_on()
        => Assert.Equal("0xfeed after 1 data abort", _machine.After("an address that was not mapped: "));

    [Fact]
    public void It_finds_the_interrupt_controller_of_the_machine()
        => Assert.Equal("GICv3", _machine.After("interrupts by a "));

    [Fact]
    public void Events_come_to_CSharp()
        => Assert.Matches("^3 taken at port [0-9]+$", _machine.After("3 events sent to ourselves, "));

    [Fact]
    public void Timer_interrupts_come_to_CSharp_when_they_were_asked_for()
    {
        Match match = Regex.Match(_machine.After("10 times 100 ms: "), "^([0-9]+) ms by 10 timer interrupts$");

        Assert.True(match.Success);
        Assert.InRange(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 1000, 5000);
    }

    private static long Hex(Group group) => long.Parse(group.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Loading d0 DTB to 0x([0-9a-f]+)-0x([0-9a-f]+)")]
    private static partial Regex TreePlace();

    [GeneratedRegex(@"Allocating PPI (\d+) for event channel interrupt")]
    private static partial Regex EventInterrupt();
}
