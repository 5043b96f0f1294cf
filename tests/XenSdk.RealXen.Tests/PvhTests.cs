using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>The same image, booted once as PVH dom0.</summary>
public sealed class PvhBoot
{
    public Machine Machine { get; } = Machine.Boot("pvh", GuestBuild.Sample.Image, "Hello from C#");
}

/// <summary>What a PVH kernel in C# and real Xen have said to each other.</summary>
public sealed partial class PvhTests(PvhBoot boot) : IClassFixture<PvhBoot>
{
    private readonly Machine _machine = boot.Machine;

    [Fact]
    public void The_kernel_comes_to_its_end() => _machine.AssertSucceeded();

    [Fact]
    public void Xen_has_built_a_PVH_domain()
        => Assert.Contains(_machine.Console, line => line.Contains("*** Building a PVH Dom0 ***", StringComparison.Ordinal));

    [Fact]
    public void It_calls_by_the_instruction_of_the_processor_at_hand()
        => Assert.Equal("vmmcall", _machine.After("hypercalls by "));

    [Fact]
    public void It_reads_the_version_that_Xen_prints()
    {
        Assert.Equal(_machine.XenVersion, _machine.After("xen "));
    }

    [Fact]
    public void It_is_given_its_start_info_and_command_line()
    {
        Assert.StartsWith("magic 0x336ec578,", _machine.After("hvm_start_info: "), StringComparison.Ordinal);
        Assert.StartsWith("exit-port", _machine.After("command line: "), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_memory_map_has_all_the_memory_that_Xen_was_told_to_give_it()
    {
        const long dom0 = 128 << 20;
        long usable = _machine.Kernel
            .Select(line => MemoryRange().Match(line))
            .Where(match => match.Success)
            .Sum(match => Hex(match.Groups[2]) - Hex(match.Groups[1]));

        // Xen keeps some for itself (ACPI tables, what lies below 1 MiB), never more than this.
        Assert.InRange(usable, dom0 - (2 << 20), dom0);
    }

    [Fact]
    public void The_page_tables_of_PV_are_refused()
        => Assert.Equal("-38 (ENOSYS)", _machine.After("mmu_update here: "));

    [Fact]
    public void Timer_events_come_to_CSharp_by_an_interrupt()
    {
        Match match = Regex.Match(_machine.After("10 times 100 ms: "), "^([0-9]+) ms by ([0-9]+) timer events$");

        Assert.True(match.Success);
        Assert.InRange(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 1000, 5000);
        Assert.InRange(int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), 10, 20);
    }

    private static long Hex(Group group) => long.Parse(group.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  memory 0x([0-9a-f]+) to 0x([0-9a-f]+), type 1$")]
    private static partial Regex MemoryRange();
}
