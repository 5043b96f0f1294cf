namespace XenSdk.Generator.Tests;

public class DocumentationTests
{
    private static IEnumerable<string> Blocks(params string[] lines) =>
        Read(string.Join("\n", lines)).Select(block => (block.IsCode ? "code: " : "") + string.Join(" / ", block.Lines));

    private static List<(List<string> Lines, bool IsCode)> Read(string doc)
    {
        using var code = new CodeWriter();
        code.Words.Read("A comment before it.\n\nWith a second paragraph.");
        code.Words.Read(doc);
        return code.Words.Blocks.Select(block => (Enumerable.Range(block.First, block.Count).Select(Line).ToList(), block.IsCode)).ToList();

        string Line(int index)
        {
            code.Line($"{code.Words.Line(index)}");
            return System.Net.WebUtility.HtmlDecode(code.Take().TrimEnd('\n'));
        }
    }

    [Fact]
    public void An_empty_line_parts_paragraphs() => Assert.Equal(["One / two.", "Three."], Blocks("One", "two.", "", "", "Three."));

    [Fact]
    public void Nothing_said_is_no_paragraph() => Assert.Empty(Blocks("", "  ", ""));

    [Fact]
    public void Items_of_lists_stand_apart() => Assert.Equal(
        ["The order is:", "1). first, / with more", "2). second", "a. third", "- fourth", "@five is fifth", "NB. sixth", "mfn: seventh"],
        Blocks("The order is:", "1). first,", "    with more", "2). second", "a. third", "- fourth", "@five is fifth", "NB. sixth", "mfn: seventh"));

    [Fact]
    public void Cases_stand_apart() => Assert.Equal(
        ["ptr[1:0] == MMU_NORMAL_PT_UPDATE: / Updates an entry.", "FD == DOMID_IO: permit I/O.", "val      -- Value to write.", "x == 0 => PFD == DOMID_SELF"],
        Blocks("ptr[1:0] == MMU_NORMAL_PT_UPDATE:", "Updates an entry.", "FD == DOMID_IO: permit I/O.", "val      -- Value to write.", "x == 0 => PFD == DOMID_SELF"));

    [Fact]
    public void A_table_keeps_its_columns() => Assert.Equal(
        ["code:   PAT4    PAT0 / +-----+----+ / | UC  | WB |"],
        Blocks(" ", "     PAT4    PAT0", "   +-----+----+", "   | UC  | WB |"));

    [Fact]
    public void A_formula_below_a_colon_keeps_its_shape() => Assert.Equal(
        ["System time:", "code: a + ((b - c) << d) * e", "Frequency:", "code: f >> g"],
        Blocks("System time:", "  a + ((b - c) << d) * e", "Frequency:", "  f >> g"));

    [Fact]
    public void A_rule_under_a_heading_is_dropped() => Assert.Equal(["Sub-commands", "More."], Blocks("Sub-commands", "-------------", "More."));

    [Fact]
    public void A_long_line_is_a_paragraph_and_is_wrapped()
    {
        string sentence = string.Join(" ", Enumerable.Repeat("word", 30)) + ".";
        Assert.Equal(2, Read(sentence + "\n" + sentence).Count);
        Assert.All(Read(sentence)[0].Lines, line => Assert.True(line.Length <= 100));
        Assert.Equal(sentence, string.Join(" ", Read(sentence)[0].Lines));
    }

    [Fact]
    public void A_long_word_is_not_cut() => Assert.Equal([new string('x', 300)], Blocks(new string('x', 300)));
}
