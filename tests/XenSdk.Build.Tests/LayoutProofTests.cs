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

    /// <summary>C has period_ms at 4, with 4 bytes.</summary>
    private static bool IsOfPeriod(BuildMessage error, string target)
        => error.Code.StartsWith("XEN2", StringComparison.Ordinal)
            && Regex.IsMatch(error.Text, $@"'PeriodMs' of 'CustomHeader(\.\w+)?\.Heartbeat' .*\b8 bytes at \d+\b.*'period_ms' .*\b4 bytes at 4\b.*\b{target}\b");
}
