using System.Text.RegularExpressions;

namespace XenSdk.Build.Tests;

/// <summary>A layout that is not the header's stops the build, whatever the project says about warnings and analyzers.</summary>
public sealed class LayoutProofTests
{
    [Theory]
    [InlineData("TreatWarningsAsErrors", "false")]
    [InlineData("NoWarn", "$(NoWarn);XEN2001;XEN2002;XEN2003;XEN2004;XEN2005")]
    [InlineData("RunAnalyzers", "false")]
    public void A_field_of_the_wrong_width_fails_the_build_with_type_field_offsets_and_target(string property, string value)
    {
        using var consumer = Consumer.Create();
        consumer.SetProperty(property, value);
        consumer.Replace("overrides.json", "\"struct heartbeat.domid\": {", "\"struct heartbeat.period_ms\": { \"type\": \"uint64_t\" },\n    \"struct heartbeat.domid\": {");

        BuildLog build = consumer.Build();

        // C has 'missed' at 8. After a period_ms of 8 bytes it comes to stand at 16, or at 12 where 8 bytes are aligned to 4.
        Assert.NotEqual(0, build.ExitCode);
        string[] proofs = [.. build.Errors.Where(error => error.Code == "XEN2003").Select(error => error.Text)];
        Assert.Contains(proofs, text => Names(text, "heartbeat", "missed", "16", "8", "x86_64"));
        Assert.Contains(proofs, text => Names(text, "heartbeat", "missed", "12", "8", "x86_32"));
        Assert.Contains(proofs, text => Names(text, "heartbeat", "missed", "16", "8", "arm64"));
    }

    private static bool Names(string text, params string[] words)
        => words.All(word => Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(word)}(?!\w)"));
}
