using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>Linux as dom0, booted once, with a C# program that says what it gets from <see cref="Privcmd"/>.</summary>
public sealed class PrivcmdBoot
{
    public Machine Machine { get; } = LinuxDom0.Boot("privcmd", "memory device:", LinuxDom0.Publish("PrivcmdFacts", "PrivcmdFacts"));
}

/// <summary>Privcmd in the dom0 of real Xen: Linux's driver and the hypervisor answer.</summary>
public sealed partial class PrivcmdTests(PrivcmdBoot boot) : IClassFixture<PrivcmdBoot>
{
    private readonly Machine _machine = boot.Machine;

    [Fact]
    public void The_program_comes_to_its_end() => _machine.AssertSucceeded();

    [Fact]
    public void Nothing_is_thrown_that_was_not_asked_for()
        => Assert.DoesNotContain(_machine.Kernel, line => line.Contains(" threw: ", StringComparison.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("fallback ")]
    public void It_reads_the_version_that_Xen_prints(string how)
    {
        Assert.Equal(_machine.XenVersion, _machine.After($"{how}version: "));
    }

    [Fact]
    public void It_reads_the_capabilities() => Assert.StartsWith("xen-3.0-x86_64 ", _machine.After("capabilities: "), StringComparison.Ordinal);

    [Theory]
    [InlineData("capabilities result: ", "0")]
    [InlineData("bad pointer: ", "-EFAULT (14): bad address")]
    [InlineData("unknown hypercall: ", "-ENOSYS (38): no such hypercall, or none for this kind of guest")]
    [InlineData("sysctl: ", "0, 1 processor")]
    [InlineData("sysctl of another version: ", "-EACCES (13): permission denied, or the wrong interface version")]
    [InlineData("domctl of another version: ", "-EACCES (13): permission denied, or the wrong interface version")]
    public void Xen_answers(string call, string answer)
    {
        Assert.Equal(answer, _machine.After(call));
        Assert.Equal(answer, _machine.After($"fallback {call}"));
    }

    [Fact]
    public void A_result_of_64_bits_is_whole_and_only_a_multicall_makes_it_so()
    {
        Assert.Equal("0", _machine.After("set_debugreg: "));
        Assert.Equal("0x123489abcde0", _machine.After("get_debugreg: "));
        Assert.Equal("0xffffffff89abcde0", _machine.After("get_debugreg without a multicall: "));
    }

    [Fact]
    public void A_long_result_is_the_one_that_Xen_prints()
    {
        // The memory map's last usable range ends where the machine's memory does.
        string end = _machine.Console.Select(line => UsableRange().Match(line)).Last(match => match.Success).Groups[1].Value;
        long bytes = long.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 1;

        Assert.Equal(bytes / 4096, long.Parse(_machine.After("maximum_ram_page: "), CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("", "True", "/dev/xen/hypercall, shared")]
    [InlineData("fallback ", "False", "no file, locked, not for children")]
    public void Buffers_are_of_the_device_or_locked_where_there_is_none(string how, string device, string mapping)
    {
        Assert.Equal(device, _machine.After($"{how}memory device: "));
        Assert.Equal("True", _machine.After($"{how}buffer is zero: "));
        Assert.Equal(mapping, _machine.After($"{how}buffer of 16 bytes comes from: "));
        Assert.Equal(mapping, _machine.After($"{how}buffer of 1 MiB comes from: "));
        Assert.Equal("is lent again, zero True", _machine.After($"{how}a buffer that came back: "));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fallback ")]
    public void Xen_reaches_addresses_inside_a_rented_multicall(string how)
    {
        Assert.Equal("0", _machine.After($"{how}multicall of rented entries: "));
        Assert.Equal($"{_machine.ExtraVersion} and {_machine.ExtraVersion}", _machine.After($"{how}what it wrote: "));
    }

    [Theory]
    [InlineData("calls without memory")]
    [InlineData("calls with memory")]
    [InlineData("calls with long results")]
    [InlineData("multicalls")]
    [InlineData("mmu_updates")]
    [InlineData("renting")]
    public void Nothing_is_allocated_by(string what) => Assert.Equal("0", _machine.After($"bytes allocated by {what}: "));

    [Fact]
    public void Many_threads_use_one_Privcmd() => Assert.Equal("2000 of 2000 right", _machine.After("threads: "));

    [Fact]
    public void A_call_that_races_with_closing_is_answered_or_refused()
        => Assert.Equal("0 wrong", _machine.After("calls while the device is closed: "));

    [Fact]
    public void A_domain_is_created_given_memory_and_destroyed()
    {
        Assert.Matches("^[0-9]+ with 32 frames$", _machine.After("domain: "));
        Assert.Equal("yes", _machine.After("domain destroyed: "));
    }

    [Theory]
    [InlineData("mmu_update of none: ", "0, done 0")]
    [InlineData("mmu_update of a bad frame: ", "-EINVAL (22): invalid argument, done 0")]
    [InlineData("mmu_update of no domain's: ", "-ESRCH (3): no such domain, done 0")]
    [InlineData("mmu_update of another domain's frames: ", "-EINVAL (22): invalid argument, done 0")]
    [InlineData("16 mmu_updates: ", "0, done 16")]
    [InlineData("16 mmu_updates with a bad ninth: ", "-EINVAL (22): invalid argument, done 8")]
    [InlineData("a queue of them: ", "8 done, 1 refused, 7 queued; stopped at 8: -EINVAL (22): invalid argument")]
    [InlineData("the queue resumed: ", "15 done, 1 refused")]
    public void Updates_of_another_domain_are_counted_as_Xen_counts_them(string call, string answer) => Assert.Equal(answer, _machine.After(call));

    [Fact]
    public void Pages_of_another_domain_are_read_and_written_where_Xen_sees_them()
    {
        Assert.Equal("0xa3 0xa1", _machine.After("frames 3 and 1 read: "));
        Assert.Equal("0, done 2", _machine.After("Xen copies and clears: "));
        Assert.Equal("0xa2 0x00 0xa2 0xa3", _machine.After("the pages read: "));
        Assert.StartsWith("InvalidOperationException: The pages are mapped for reading only", _machine.After("writing what is mapped for reading: "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_cannot_be_mapped_is_left_out_and_the_others_are_there()
    {
        Assert.Equal("None EPERM None, complete False", _machine.After("a frame that does not exist: "));
        Assert.Equal("0xa2 0xa3", _machine.After("those around it read: "));
        Assert.Equal("EPERM", _machine.After("a frame that is not the domain's: "));
        Assert.Matches(@"^PrivcmdException: XEN0016: Frame 0xfffffff of domain [0-9]+ \(the one with index 1\) cannot be mapped: -EPERM .*\. It is not that domain's,", _machine.After("mapping all of them: "));
        Assert.Matches(@"^PrivcmdException: XEN0016: Frame 0x[0-9a-f]+ of domain 77 .*: -ESRCH \(3\): no such domain", _machine.After("frames of no domain: "));
    }

    [Fact]
    public void A_grant_table_mapped_as_a_resource_is_the_frame_that_Xen_names()
    {
        Assert.Equal("4", _machine.After("grant table frames: "));
        Assert.Equal("0, status 0", _machine.After("setup_table: "));
        Assert.Equal("0x5a then 0x00", _machine.After("the grant table by its frame reads: "));
        Assert.StartsWith("PrivcmdException: XEN0016: The GrantTable with id 7", _machine.After("a resource that does not exist: "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restricted_device_refuses_hypercalls_before_they_are_made()
    {
        Assert.Equal("True", _machine.After("restricted to the domain: "));
        Assert.Matches("^InvalidOperationException: This privcmd was restricted to domain [0-9]+: no hypercall can be made", _machine.After("hypercall when restricted: "));
        Assert.Equal("1", _machine.After("rented memory when restricted: "));
    }

    [Fact]
    public void The_kernel_holds_to_a_restriction()
    {
        Assert.Equal("nothing thrown", _machine.After("restricting again: "));
        Assert.Matches("^PrivcmdException: XEN0014: .*-EINVAL", _machine.After("restricting to another domain: "));
        Assert.Matches("^PrivcmdException: XEN0016: Pages of domain 0 cannot be mapped: -EPERM", _machine.After("another domain's pages when restricted: "));
        Assert.Equal("0xa2", _machine.After("the domain's pages when restricted: "));
    }

    [GeneratedRegex(@"^\(XEN\)\s+\[[0-9a-f]+, ([0-9a-f]+)\] \(usable\)$")]
    private static partial Regex UsableRange();
}
