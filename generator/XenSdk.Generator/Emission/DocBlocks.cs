using System.Text.RegularExpressions;

namespace XenSdk.Generator;

/// <summary>A part of the header's words that stands by itself.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="IsCode">Whether the columns matter: a table, a formula, a drawing.</param>
internal sealed record DocBlock(IReadOnlyList<string> Lines, bool IsCode);

/// <summary>Finds the paragraphs, the items of lists and the tables in a comment.</summary>
internal static class DocBlocks
{
    // "1). ", "a. ", "- ", "@count ", "NB. ", "NB1. ", "cmd: ", "ptr[:2]  -- ", "x == 0 => ": each begins a new item.
    private static readonly Regex s_item = new(
        @"^(\d+[).]+\s|[a-z][.)]\s|[-*•]\s|@\w+|NB\d*\.\s|cmd:\s|\w+(\[[\d:]+\])?\s+--\s|\w+ [!=]= .*=>)",
        RegexOptions.CultureInvariant);

    private static readonly Regex s_columns = new(@"\S {3,}\S|^[+|].*[+|]|^-{4,}$", RegexOptions.CultureInvariant);

    public static IReadOnlyList<DocBlock> Of(string doc)
    {
        var blocks = new List<DocBlock>();
        var paragraph = new List<string>();
        foreach (string line in doc.Split('\n').Select(Clean).Append(""))
        {
            if (line.Length > 0)
            {
                paragraph.Add(line);
                continue;
            }
            if (paragraph.Count > 0)
                blocks.AddRange(Split(paragraph));
            paragraph = [];
        }
        return blocks;
    }

    private static IEnumerable<DocBlock> Split(List<string> paragraph)
    {
        if (paragraph.Count(line => s_columns.IsMatch(line.TrimStart())) * 2 >= paragraph.Count && paragraph.Count > 1)
        {
            int indent = paragraph.Min(line => line.Length - line.TrimStart().Length);
            yield return new DocBlock(paragraph.Select(line => line.Substring(indent)).ToList(), IsCode: true);
            yield break;
        }
        var item = new List<string>();
        foreach (string line in paragraph.Select(line => line.Trim()))
        {
            if (item.Count > 0 && s_item.IsMatch(line))
            {
                yield return new DocBlock(item, IsCode: false);
                item = [];
            }
            item.Add(line);
        }
        yield return new DocBlock(item, IsCode: false);
    }

    /// <summary>A line without what a comment of C# cannot hold: other line ends, control characters, halves of pairs.</summary>
    public static string Clean(string line)
    {
        char[] clean = line.ToCharArray();
        for (int i = 0; i < clean.Length; i++)
        {
            char c = clean[i];
            if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF')
                clean[i] = ' ';
            else if (char.IsSurrogate(c) && !IsInPair(line, i))
                clean[i] = '\uFFFD';
        }
        return new string(clean).TrimEnd();
    }

    private static bool IsInPair(string text, int i) =>
        (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
}
