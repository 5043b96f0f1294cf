using Spectre.Console;
using XenSdk.Abi;

namespace XenSdk.Tool.Comparison;

/// <summary>Differences for eyes: a table with a line for each. Of a type that is new or gone, the members are not listed.</summary>
internal static class DiffTable
{
    private static readonly string[] s_titles = ["  Change", "What", "Name", "Old", "New"];

    public static void Write(IReadOnlyList<(AbiTarget Target, IReadOnlyList<AbiChange> Changes)> found, TextWriter output)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        foreach ((AbiTarget target, IReadOnlyList<AbiChange> all) in found)
        {
            var whole = new HashSet<string>(all.Where(change => change.Old is null || change.New is null).Select(change => change.Item.Name), StringComparer.Ordinal);
            List<AbiChange> changes = all.Where(change => !whole.Contains(change.Item.Owner)).ToList();
            if (changes.Count == 0)
            {
                output.Write($"{target}: no differences\n");
                continue;
            }
            IEnumerable<string> counts = changes.GroupBy(change => change.Word).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Count()} {group.Key}");
            output.Write($"{target}: {string.Join(", ", counts)}\n");
            var table = new Table { Border = TableBorder.None };
            foreach (string title in s_titles)
                table.AddColumn(new TableColumn(title) { Padding = new Padding(0, 0, 2, 0) });
            foreach (AbiChange change in changes)
            {
                table.AddRow(
                    new Text($"  {change.Word}", ColourOf(change.Word)), new Text(change.Item.Kind), new Text(change.Item.Name),
                    new Text(Words(change.Old, change.New)), new Text(Words(change.New, change.Old)));
            }
            if (isTerminal)
                AnsiConsole.Write(table);
            else
                WritePlain(table, output);
        }
    }

    /// <summary>Without colours, and a line stays a line, however long it is.</summary>
    private static void WritePlain(Table table, TextWriter output)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = short.MaxValue;
        console.Write(table);
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
            output.Write(line.TrimEnd() + "\n");
    }

    private static Style ColourOf(string word) => new(word switch
    {
        "added" => Color.Green,
        "removed" => Color.Red,
        _ => Color.Yellow,
    });

    /// <summary>What one side has; of two sides, only that in which they differ.</summary>
    private static string Words(AbiItem? side, AbiItem? other) => side is null ? string.Empty : string.Join(", ", AbiChange.Differing(side, other)
        .Select(fact => other?.Facts.Any(theirs => theirs.Name == fact.Name && theirs.Text == fact.Text) == true ? fact.Key : fact.Text));
}
