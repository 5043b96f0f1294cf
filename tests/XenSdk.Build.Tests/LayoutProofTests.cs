namespace XenSdk.Build.Tests;

/// <summary>A layout that is not the header's stops the build, whatever the project says about warnings and analyzers.</summary>
public sealed class LayoutProofTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-p:NoWarn=XEN2001%3BXEN2002%3BXEN2003%3BXEN2004%3BXEN2005")]
    [InlineData("-p:RunAnalyzers=false")]
    [InlineData("-p:TreatWarningsAsErrors=false")]
    public void A_field_of_the_wrong_width_fails_the_build(string property)
    {
        using var consumer = Consumer.Create();
        consumer.Replace("overrides.json", "\"enums\": {", "\"fields\": { \"struct heartbeat.missed\": { \"type\": \"uint8_t\" } },\n  \"enums\": {");
        // x86_32 aligns a uint64_t to 4 bytes, x86_64 to 8: after 'missed' comes 'last_beat', which moves on x86_32 only.
        consumer.Replace("xen.h", "uint32_t missed;     /* OUT: periods without a beat.                   */", "uint32_t missed;\nuint32_t late;");

        BuildLog build = consumer.Build(property.Length == 0 ? [] : [property]);

        Assert.NotEqual(0, build.ExitCode);
        BuildMessage[] proofs = [.. build.Errors.Where(error => error.Code.StartsWith("XEN2", StringComparison.Ordinal))];
        Assert.NotEmpty(proofs);
    }

    [Fact]
    public void The_error_names_the_type_the_field_both_offsets_and_the_target()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("overrides.json", "\"enums\": {", "\"fields\": { \"struct heartbeat.period_ms\": { \"type\": \"uint64_t\" } },\n  \"enums\": {");

        BuildLog build = consumer.Build();

        // C has 'missed' at 8. After a period_ms of 8 bytes it comes to stand at 16, on x86_32 (where 8 bytes align to 4) at 12.
        Assert.NotEqual(0, build.ExitCode);
        string[] proofs = [.. build.Errors.Where(error => error.Code == "XEN2003").Select(error => error.Text)];
        Assert.Contains(proofs, text => Names(text, "heartbeat", "missed", "16", "8", "x86_64"));
        Assert.Contains(proofs, text => Names(text, "heartbeat", "missed", "12", "8", "x86_32"));
        Assert.Contains(proofs, text => Names(text, "heartbeat", "missed", "16", "8", "arm64"));
    }

    private static bool Names(string text, params string[] words)
        => words.All(word => System.Text.RegularExpressions.Regex.IsMatch(text, $@"(?<!\w){word}(?!\w)"));
}
