using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>Linux as dom0, booted once: Xen's tools start domains that run C#, and samples/dom0 is asked about them.</summary>
public sealed class DomainsBoot
{
    public Machine Machine { get; } = LinuxDom0.Boot(
        "domains",
        "==",
        LinuxDom0.Publish("Dom0Tool", "dom0"),
        GuestBuild.DomU.Image,
        LinuxDom0.SessionFile("pv.cfg"),
        LinuxDom0.SessionFile("pvh.cfg"),
        LinuxDom0.SessionFile("leaver.cfg"));
}

/// <summary>Domains without privileges, which run C#, and the administrator's tool that lists them while they live.</summary>
public sealed partial class DomainTests(DomainsBoot boot) : IClassFixture<DomainsBoot>
{
    private readonly Machine _machine = boot.Machine;

    [Fact]
    public void The_session_comes_to_its_end() => _machine.AssertSucceeded();

    [Theory]
    [InlineData("pv")]
    [InlineData("pvh")]
    [InlineData("leaver")]
    public void Xl_starts_and_destroys_it(string name)
    {
        _machine.Shown($"create {name}");
        _machine.Shown($"destroy {name}");
    }

    [Theory]
    [InlineData("pv", "Hello from C#, a PV domain")]
    [InlineData("pv", "command line: recite stay")]
    [InlineData("pv", "privileged: no, pages: 4096")]
    [InlineData("pv", "xen 4.17")]
    [InlineData("pv", "reservation: 4096")]
    [InlineData("pv", "console_io: -1 (EPERM)")]
    [InlineData("pv", "sysctl: -1 (EPERM)")]
    [InlineData("pv", "mmu_update: 0, done 1")]
    [InlineData("pv", "mmu_update for dom0: -1 (EPERM), done 0")]
    [InlineData("pv", "staying")]
    [InlineData("pvh", "Hello from C#, a PVH domain")]
    [InlineData("pvh", "command line: recite stay")]
    [InlineData("pvh", "xen 4.17")]
    [InlineData("pvh", "sysctl: -1 (EPERM)")]
    [InlineData("pvh", "mmu_update: -38 (ENOSYS)")]
    [InlineData("pvh", "staying")]
    [InlineData("pv", "console by a ring: yes")]
    [InlineData("pvh", "console by a ring: yes")]
    [InlineData("leaver", "command line: listen leave")]
    [InlineData("leaver", "listening")]
    public void It_says_on_the_console_that_dom0_keeps(string name, string line) => Assert.Contains(line, _machine.Shown($"console of {name}"));

    [Theory]
    [InlineData("pv")]
    [InlineData("pvh")]
    public void Nothing_is_lost_of_what_does_not_fit_into_the_ring(string name)
    {
        string[] said = [.. _machine.Shown($"console of {name}")];
        string[] verses = [.. Enumerable.Range(0, 200).Select(verse => string.Create(
            CultureInfo.InvariantCulture,
            $"verse {verse} of 200, as long as it takes to fill the ring before its other side comes to read"))];

        Assert.Equal(verses, said.SkipWhile(line => !line.StartsWith("verse", StringComparison.Ordinal)).SkipLast(1));
        Assert.Equal("staying", said[^1]);
    }

    [Fact]
    public void It_reads_what_is_typed_in_dom0()
        => Assert.Equal(["heard: a word from dom0", "leaving"], _machine.Shown("last words of leaver"));

    [Fact]
    public void The_tool_tells_of_the_machine_what_Xen_prints()
    {
        JsonElement host = Json("host");
        string kilobytes = _machine.Console.Select(line => SystemRam().Match(line)).Single(match => match.Success).Groups[1].Value;

        Assert.Equal(_machine.XenVersion, host.GetProperty("version").GetString());
        Assert.Equal(long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024, host.GetProperty("memoryBytes").GetInt64());
        Assert.Equal(1, host.GetProperty("processors").GetInt32());
        Assert.Contains("xen-3.0-x86_64", Words(host.GetProperty("capabilities")));

        // xl says of a machine without an IOMMU nothing else of the same kind.
        string[] kinds = ["pv", "hvm", "hap", "shadow"];
        string xl = _machine.Shown("xl's info").Single(line => line.StartsWith("virt_caps", StringComparison.Ordinal));
        Assert.Equal(xl.Split(':')[1].Split(' ').Intersect(kinds).Order(), Words(host.GetProperty("virtualisation")).Intersect(kinds).Order());
    }

    [Fact]
    public void Without_xenstore_domains_have_no_names()
        => Assert.Matches(@"^ 0  -     pv    running +1  256 MiB      -  +[0-9.]+ s$", _machine.Shown("tool before xenstore")[^1]);

    [Fact]
    public void The_tool_lists_the_domains_as_xl_does()
    {
        string[][] xl = [.. _machine.Shown("xl's list").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        JsonElement[] domains = [.. Json("domains as JSON").EnumerateArray()];

        Assert.Equal(["Domain-0", "pv", "pvh", "leaver"], xl.Select(row => row[0]));
        Assert.Equal(
            xl.Select(row => $"{row[0]} {row[1]} {row[2]} MiB {row[3]} {WordOf(row[4])}"),
            domains.Select(domain => string.Create(
                CultureInfo.InvariantCulture,
                $"{domain.GetProperty("name")} {domain.GetProperty("id")} {domain.GetProperty("memoryBytes").GetInt64() >> 20} MiB {domain.GetProperty("vcpus")} {domain.GetProperty("state")}")));
    }

    [Fact]
    public void The_tool_tells_the_kinds_and_why_one_has_shut_down()
    {
        JsonElement[] domains = [.. Json("domains as JSON").EnumerateArray()];

        Assert.Equal(["pv", "pv", "hvm", "pv"], domains.Select(domain => domain.GetProperty("kind").GetString()));
        Assert.Equal([null, null, null, "power off"], domains.Select(domain => domain.GetProperty("reason").GetString()));
        Assert.All(domains, domain => Assert.InRange(domain.GetProperty("cpuSeconds").GetDouble(), 0.0001, 1000));
        Assert.Contains(_machine.Shown("domains"), line => Regex.IsMatch(line, "^ 3  leaver +pv +shutdown: power off +1 +16 MiB"));
    }

    [Fact]
    public void The_tool_lists_the_processors_of_a_domain()
    {
        JsonElement vcpu = Assert.Single(Json("processors of the first").EnumerateArray());

        Assert.Equal("blocked", vcpu.GetProperty("state").GetString());
        Assert.Equal(Json("domains as JSON")[1].GetProperty("cpuSeconds").GetDouble(), vcpu.GetProperty("cpuSeconds").GetDouble());
    }

    [Fact]
    public void A_domain_that_does_not_exist_is_an_error()
        => Assert.Equal(["There is no domain 77."], _machine.Shown("processors of none", status: 1));

    [Fact]
    public void Domains_that_were_destroyed_are_gone()
        => Assert.Equal("Domain-0", Assert.Single(Json("domains afterwards").EnumerateArray()).GetProperty("name").GetString());

    private JsonElement Json(string shown) => JsonDocument.Parse(string.Join('\n', _machine.Shown(shown))).RootElement;

    private static IEnumerable<string?> Words(JsonElement list) => list.EnumerateArray().Select(word => word.GetString());

    // xl has a letter for each: running, blocked, paused, shutdown, crashed, dying.
    private static string WordOf(string letters) => letters.Trim('-') switch
    {
        "r" => "running",
        "b" => "blocked",
        "s" => "shutdown",
        _ => letters,
    };

    [GeneratedRegex(@"^\(XEN\) System RAM: [0-9]+MB \(([0-9]+)kB\)$")]
    private static partial Regex SystemRam();
}
