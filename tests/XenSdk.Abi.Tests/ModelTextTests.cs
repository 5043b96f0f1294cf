using XenSdk.Abi;
using Xunit;

namespace XenSdk.Abi.Tests;

public class ModelTextTests
{
    private static readonly AbiModel s_model = SampleModel.Everything();

    [Fact]
    public void A_model_that_uses_every_part_of_the_format_comes_back_equal()
    {
        string text = AbiModelText.Write(s_model);

        AbiReadResult result = AbiModelText.Read(text, "sample.xenabi");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(s_model, result.Model);
        Assert.Equal(text, AbiModelText.Write(result.Model!));
    }

    [Fact]
    public void Windows_line_ends_change_nothing()
    {
        string text = AbiModelText.Write(s_model).Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal(s_model, AbiModelText.Read(text, "sample.xenabi").Model);
    }

    [Fact]
    public void Another_format_version_is_XEN1101_and_names_both_versions()
    {
        string text = AbiModelText.Write(s_model).Replace("xenabi 1\n", "xenabi 7\n", StringComparison.Ordinal);

        AbiDiagnostic diagnostic = Assert.Single(AbiModelText.Read(text, "old.xenabi").Diagnostics);

        Assert.Equal("XEN1101", diagnostic.Id);
        Assert.Equal(new AbiPlace("old.xenabi", 1, 1), diagnostic.Place);
        Assert.Contains("version 7", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("version 1", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_off_anywhere_it_is_an_error_and_never_half_a_model()
    {
        string text = AbiModelText.Write(s_model);
        for (int length = 0; length < text.Length - 1; length++)
        {
            AbiReadResult result = AbiModelText.Read(text[..length], "cut.xenabi");

            Assert.True(result.Model is null, $"the first {length} characters were taken for a whole model");
            Assert.All(result.Diagnostics, diagnostic => Assert.StartsWith("XEN110", diagnostic.Id, StringComparison.Ordinal));
            Assert.NotEmpty(result.Diagnostics);
        }
    }

    [Fact]
    public void Without_any_one_of_its_lines_it_is_an_error()
    {
        string[] lines = AbiModelText.Write(s_model).TrimEnd('\n').Split('\n');
        for (int left = 0; left < lines.Length; left++)
        {
            string text = string.Join('\n', lines.Where((_, index) => index != left)) + "\n";

            Assert.True(AbiModelText.Read(text, "cut.xenabi").Model is null, $"the loss of '{lines[left]}' was not noticed");
        }
    }

    [Theory]
    [InlineData("size=16", "size=x", "'size' of 'typedef' is 'x', not a number")]
    [InlineData("type=u64", "type=u65536(", "'u65536(' is no type")]
    [InlineData("target x86_64", "target vax", "'vax' is no target")]
    [InlineData("modes=pv", "modes=pv,dom9", "'dom9' is no mode")]
    [InlineData("direction=out", "direction=sideways", "'sideways' is no direction")]
    [InlineData("value=u64:4", "value=u64:-4", "'u64:-4' is no value")]
    [InlineData("  field \"val\"", "     field \"val\"", "the indentation fits no line above")]
    [InlineData("  field \"val\"", "  feild \"val\"", "'feild' does not belong here; 'field' does")]
    [InlineData("macro \"NR_VIRQS\"", "makro \"NR_VIRQS\"", "'makro' is no declaration")]
    [InlineData("define \"A\"", "define \"A", "a quotation mark is not closed")]
    public void A_malformed_line_is_XEN1102_at_its_place(string right, string wrong, string message)
    {
        string text = AbiModelText.Write(s_model);
        int at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the sample has no '{right}'");
        int line = text[..at].Count(c => c == '\n') + 1;

        AbiReadResult result = AbiModelText.Read(text.Remove(at, right.Length).Insert(at, wrong), "bad.xenabi");

        Assert.Null(result.Model);
        AbiDiagnostic diagnostic = result.Diagnostics[0];
        Assert.Equal("XEN1102", diagnostic.Id);
        Assert.Equal(line, diagnostic.Place!.Line);
        Assert.StartsWith(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absurd_nesting_is_an_error_and_not_the_end_of_the_process()
    {
        string type = string.Concat(Enumerable.Repeat("array(", 100_000)) + "u8" + string.Concat(Enumerable.Repeat(",1)", 100_000));
        string text = AbiModelText.Write(s_model).Replace("type=u64", "type=" + type, StringComparison.Ordinal);

        Assert.Null(AbiModelText.Read(text, "deep.xenabi").Model);
    }

    [Fact]
    public void Any_change_of_one_character_gives_a_model_or_a_diagnostic()
    {
        string text = AbiModelText.Write(s_model);
        var random = new Random(20260101);
        for (int i = 0; i < 20_000; i++)
        {
            char[] changed = text.ToCharArray();
            changed[random.Next(changed.Length)] = (char)random.Next(1, 128);

            AbiReadResult result = AbiModelText.Read(new string(changed), "changed.xenabi");

            Assert.Equal(result.Model is null, result.Diagnostics.Count > 0);
        }
    }
}
