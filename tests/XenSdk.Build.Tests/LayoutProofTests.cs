using System.Text.RegularExpressions;

namespace XenSdk.Build.Tests;

/// <summary>A layout that is not the header's stops the build, whatever the project says about warnings and analyzers.</summary>
public sealed class LayoutProofTests
{
    private const string Silence = "<NoWarn>$(NoWarn);XEN2001;XEN2002;XEN2003;XEN2004;XEN2005</NoWarn><RunAnalyzers>false</RunAnalyzers><TreatWarningsAsErrors>false</TreatWarningsAsErrors>";

    [Theory]
    [InlineData("")]
    [InlineData(Silence)]
    public void A_field_of_the_wrong_width_fails_the_build_with_type_field_offsets_and_target(string properties)
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "</PropertyGroup>", properties + "</PropertyGroup>");
        consumer.Replace("overrides.json", "\"struct heartbeat.domid\": {", "\"struct heartbeat.period_ms\": { \"type\": \"uint64_t\" },\n    \"struct heartbeat.domid\": {");

        BuildLog build = consumer.Build();

        Assert.True(build.ExitCode != 0, build.Output);
        foreach (string target in (string[])["x86_64", "x86_32", "arm64"])
            Assert.True(build.Errors.Any(error => IsOfPeriod(error, target)), $"No proof for {target}.\n{build.Output}");
        Assert.All(build.Errors, error => Assert.Equal(consumer.PathOf("xen.h"), error.File));
    }

    /// <summary>A struct of the project's own, once for a type of its header and once for one of XenSdk's.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("<NoWarn>$(NoWarn);XEN2008</NoWarn><TreatWarningsAsErrors>false</TreatWarningsAsErrors>")]
    public void A_struct_of_ones_own_that_is_not_what_it_says_fails_the_build_at_its_field(string properties)
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "</PropertyGroup>", properties + "</PropertyGroup>");
        const string Code = """
            using XenSdk;

            [XenLayout("struct heartbeat", Target = "x86_64")]
            public struct MyHeartbeat { public ushort Domid, Flags; public WIDTH PeriodMs; public uint Missed; public ulong LastBeat; }

            [XenLayout("struct mmu_update")]
            public struct MyUpdate { public ulong Ptr; public ulong NAME; }
            """;
        consumer.Write("Mine.cs", Code.Replace("WIDTH", "ulong", StringComparison.Ordinal).Replace("NAME", "Value", StringComparison.Ordinal));
        BuildLog wrong = consumer.Build();

        Assert.True(wrong.ExitCode != 0, wrong.Output);
        Assert.All(wrong.Errors, error => Assert.Equal(("XEN2008", consumer.PathOf("Mine.cs")), (error.Code, error.File)));
        Assert.True(wrong.Errors.Any(error => error.Text.Contains("'PeriodMs' of 'MyHeartbeat' has 8 bytes, xen.h has 'period_ms' (uint32_t) with 4", StringComparison.Ordinal)), wrong.Output);
        Assert.True(wrong.Errors.Any(error => error.Text.Contains("'MyUpdate' lacks a field for 'val', which xen.h has at byte 8 with 8 bytes", StringComparison.Ordinal)), wrong.Output);

        consumer.Write("Mine.cs", Code.Replace("WIDTH", "uint", StringComparison.Ordinal).Replace("NAME", "Val", StringComparison.Ordinal));
        BuildLog right = consumer.Build();
        Assert.True(right.ExitCode == 0, right.Output);
    }

    /// <summary>C has period_ms at 4, with 4 bytes.</summary>
    private static bool IsOfPeriod(BuildMessage error, string target)
        => error.Code.StartsWith("XEN2", StringComparison.Ordinal)
            && Regex.IsMatch(error.Text, $@"'PeriodMs' of 'CustomHeader(\.\w+)?\.Heartbeat' .*\b8 bytes at \d+\b.*'period_ms' .*\b4 bytes at 4\b.*\b{target}\b");
}
