using System.Globalization;

namespace XenSdk.Layout.Tests;

/// <summary>One type, or one field of it: a line of the tool's <c>layout --format tsv</c>.</summary>
/// <param name="Type">C's name without <c>struct</c> or <c>union</c>.</param>
/// <param name="Path">The field, nested ones with dots; empty for the type itself.</param>
/// <param name="Offset">Bytes from the start of the type.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Align">Bytes; of a field, what its type is aligned to.</param>
public sealed record LayoutRow(string Type, string Path, ulong Offset, ulong Size, ulong Align)
{
    public (string Type, string Path) Key => (Type, Path);

    public string Name => Path.Length == 0 ? Type : $"{Type}.{Path}";

    public string Numbers => string.Create(CultureInfo.InvariantCulture, $"offset {Offset}, size {Size}, align {Align}");
}

/// <summary>Layouts as one side sees them.</summary>
public static class LayoutTable
{
    /// <summary>Reads what the tool printed.</summary>
    public static List<LayoutRow> Parse(string tsv)
    {
        var rows = new List<LayoutRow>();
        foreach (string line in tsv.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] cells = line.Split('\t');
            Assert.True(cells.Length == 5, $"five cells are expected, separated by tabs: '{line}'");
            rows.Add(new(cells[0], cells[1], Number(cells[2], line), Number(cells[3], line), Number(cells[4], line)));
        }

        return rows;
    }

    /// <summary>Every difference, in words that name the field and both sides; empty where there is none.</summary>
    public static List<string> Differences(string theirName, IReadOnlyList<LayoutRow> theirs, string ourName, IReadOnlyList<LayoutRow> ours)
    {
        var differences = new List<string>();
        foreach (IGrouping<(string Type, string Path), LayoutRow> twice in ours.GroupBy(row => row.Key).Where(group => group.Count() > 1))
            differences.Add($"{twice.First().Name}: {ourName} has it {twice.Count()} times");

        Dictionary<(string Type, string Path), LayoutRow> oursByKey = ours.DistinctBy(row => row.Key).ToDictionary(row => row.Key);
        foreach (LayoutRow their in theirs)
        {
            if (!oursByKey.Remove(their.Key, out LayoutRow? our))
                differences.Add($"{their.Name}: {theirName} has {their.Numbers}; {ourName} does not have it");
            else if (our != their)
                differences.Add($"{their.Name}: {theirName} has {their.Numbers}; {ourName} has {our.Numbers}");
        }

        differences.AddRange(oursByKey.Values.Select(our => $"{our.Name}: {ourName} has {our.Numbers}; {theirName} does not have it"));
        return differences;
    }

    /// <summary>Fails with every difference.</summary>
    public static void AssertEqual(string theirName, IReadOnlyList<LayoutRow> theirs, string ourName, IReadOnlyList<LayoutRow> ours)
    {
        List<string> differences = Differences(theirName, theirs, ourName, ours);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static ulong Number(string cell, string line) =>
        ulong.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : throw new InvalidDataException($"'{cell}' is not a number, in: '{line}'");
}
