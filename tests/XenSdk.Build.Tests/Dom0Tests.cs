using System.Text.Json;

namespace XenSdk.Build.Tests;

/// <summary>The sample dom0, built once.</summary>
public sealed class Dom0Build : IDisposable
{
    public Dom0Build() => Warnings = Consumer.Build().Succeeded().Warnings;

    internal Consumer Consumer { get; } = Consumer.Create(sample: "dom0");

    internal IReadOnlyList<BuildMessage> Warnings { get; }

    public void Dispose() => Consumer.Dispose();
}

/// <summary>samples/dom0 where there is no Xen: it says so, shows a machine that is made up, and gives its tour. What it says of
/// a real one is a test of XenSdk.RealXen.Tests.</summary>
public sealed class Dom0Tests(Dom0Build build) : IClassFixture<Dom0Build>
{
    [Fact]
    public void It_builds_without_a_warning() => Assert.Empty(build.Warnings);

    [Fact]
    public void Without_Xen_s_headers_it_says_which_package_has_them_and_nothing_else()
    {
        using var consumer = Consumer.Create(sample: "dom0");

        BuildLog build = consumer.Build("-p:XenHeaderFolder=/no/headers");

        Assert.NotEqual(0, build.ExitCode);
        BuildMessage error = Assert.Single(build.Errors);
        Assert.Equal(consumer.PathOf("dom0.csproj"), error.File);
        Assert.Contains("/no/headers/xen/sysctl.h", error.Text);
        Assert.Contains("apt install libxen-dev", error.Text);
        Assert.Contains("XenHeaderFolder", error.Text);
        Assert.Equal(0, build.ReaderRuns);
    }

    [Fact]
    public void Without_Xen_it_fails_and_says_what_is_missing_and_what_can_be_done()
    {
        (int exitCode, string output) = Run();

        Assert.Equal(1, exitCode);
        Assert.Contains("XEN0011: This is not a domain of Xen", output);
        Assert.Contains("--simulated", output);
    }

    [Fact]
    public void The_table_has_a_line_for_each_domain()
    {
        (int exitCode, string output) = Run("--simulated");

        Assert.Equal(0, exitCode);
        Assert.Contains("Xen 4.17.7  xen-3.0-x86_64\n4 processors of 2400 MHz", output);
        Assert.Contains("8192 MiB of memory, 6400 MiB free", output);
        Assert.Equal(
            [
                "ID  Name      Kind  State            vCPUs    Memory    Limit  CPU time",
                " 0  Domain-0  pv    running              4  1024 MiB        -  5123.4 s",
                " 3  web       hvm   blocked              2   512 MiB  512 MiB    91.7 s",
                " 7  builds    pv    shutdown: crash      1   256 MiB  256 MiB     0.3 s",
            ],
            output.TrimEnd().Split('\n').TakeLast(4));
    }

    [Fact]
    public void The_same_comes_as_JSON()
    {
        (_, string output) = Run("--json", "--simulated");

        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement host = document.RootElement.GetProperty("host"), domain = document.RootElement.GetProperty("domains")[1];
        Assert.Equal(8ul << 30, host.GetProperty("memoryBytes").GetUInt64());
        Assert.Equal(["hvm", "pv", "hap"], host.GetProperty("virtualisation").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal((3, "web", 2, 91.7), (
            domain.GetProperty("id").GetInt32(), domain.GetProperty("name").GetString(),
            domain.GetProperty("vcpus").GetInt32(), domain.GetProperty("cpuSeconds").GetDouble()));
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("domains")[0].GetProperty("memoryLimitBytes").ValueKind);
    }

    [Fact]
    public void Domains_can_be_chosen_and_one_that_is_not_there_is_an_error()
    {
        (int exitCode, string output) = Run("domains", "7", "9", "--simulated");

        Assert.Equal(1, exitCode);
        Assert.Contains("builds", output);
        Assert.DoesNotContain("web", output);
        Assert.Contains("There is no domain 9.", output);
    }

    [Fact]
    public void Each_virtual_processor_of_a_domain_is_listed()
    {
        (_, string output) = Run("vcpus", "3", "--json", "--simulated");

        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal([0, 1], document.RootElement.EnumerateArray().Select(vcpu => vcpu.GetProperty("id").GetInt32()));
        Assert.Equal((1, "There is no domain 4.\n"), Run("vcpus", "4", "--simulated"));
    }

    [Fact]
    public void A_Xen_of_another_interface_version_is_named_with_the_remedy()
    {
        using var consumer = Consumer.Create(sample: "dom0");
        consumer.Replace("SimulatedHost.cs", "!= XenConstantsAdditions.SysctlVersion", "!= XenConstantsAdditions.SysctlVersion + 1");
        consumer.Build().Succeeded();

        (int exitCode, string output) = consumer.StartProgram(["host", "--simulated"]);

        Assert.Equal(1, exitCode);
        Assert.Matches("^Xen 4\\.17\\.7 refuses version [0-9]+ of sysctl, .* Build it again with the headers of the Xen that runs here", output);
    }

    [Fact]
    public void The_tour_shows_each_result_and_resumes_after_a_refused_update()
    {
        (int exitCode, string transcript) = Run("tour");

        Assert.Equal(0, exitCode);
        Assert.Contains("Xen 4.17.7", transcript);
        Assert.Contains("console_io: 0", transcript);
        // 4.17 in 16 bits each; the refused entry in the middle does not stop the rest.
        Assert.Matches(@"XenVersion: 262161\s+VmAssist: -EINVAL \(22\).*\s+SchedOp: 0", transcript);
        Assert.Contains("Xen's console: Hello from C#", transcript);
        Assert.Matches(@"mmu_update: 1 done, 1 refused, 1 queued; stopped at 1: -EBUSY \(16\).*\s+without it: 2 done, 1 refused\s", transcript);
    }

    private (int ExitCode, string Output) Run(params string[] arguments) => build.Consumer.StartProgram(arguments);
}
