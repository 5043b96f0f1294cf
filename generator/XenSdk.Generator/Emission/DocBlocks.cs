using System.Text.RegularExpressions;

namespace XenSdk.Generator;

/// <summary>A part of the header's words that stands by itself.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="IsCode">Whether the columns matter: a table, a formula, a drawing.</param>
internal sealed record DocBlock(IReadOnlyList<string> Lines, bool IsCode);

/// <summary>Finds the paragraphs, the items of lists and the tables in a comment.</summary>
internal static class DocBlocks
{
    /// <summary>A comment of C is wrapped well before this; a longer line is a paragraph by itself.</summary>
    private const int LongLine = 96;

    // "1). ", "a. ", "- ", "@count ", "NB. ", "cmd: ", "ptr[:2]  -- ", "FD == DOMID_IO: ", "x == 0 => ": each begins a new item.
    private static readonly Regex s_item = new(
        @"^(\d+[).]+\s|[a-z][.)]\s|[-*•]\s|@\w+|NB\d*\.\s|\w+:\s|\w+(\[[\d:]+\])?\s+--\s|\w+(\[[\d:]+\])? [!=]= .*(=>|:))",
        RegexOptions.CultureInvariant);

    private static readonly Regex s_columns = new(@"\S {3,}\S|^[+|].*[+|]", RegexOptions.CultureInvariant);

    private static readonly Regex s_rule = new(@"^\s*[-=]{4,}$", RegexOptions.CultureInvariant);

    public static IReadOnlyList<DocBlock> Of(string doc)
    {
        var blocks = new List<DocBlock>();
        var paragraph = new List<string>();
        foreach (string line in doc.Split('\n').Select(Clean).Append(""))
        {
            bool isRule = s_rule.IsMatch(line);
            if (line.Length > 0 && !isRule)
                paragraph.Add(line);
            if ((line.Length == 0 || isRule || line.Length > LongLine) && paragraph.Count > 0)
            {
                blocks.AddRange(Split(paragraph));
                paragraph = [];
            }
        }
        return blocks;
    }

    private static IEnumerable<DocBlock> Split(List<string> paragraph)
    {
        if (paragraph.Count(line => s_columns.IsMatch(line.TrimStart())) * 2 >= paragraph.Count && paragraph.Count > 1)
        {
            yield return Code(paragraph);
            yield break;
        }
        var item = new List<string>();
        for (int i = 0; i < paragraph.Count; i++)
        {
            // What is set off below a line that ends with a colon keeps its shape.
            int setOff = item.Count > 0 && item[item.Count - 1].EndsWith(":", StringComparison.Ordinal) ? SetOff(paragraph, i) : 0;
            string line = paragraph[i].Trim();
            if (item.Count > 0 && (setOff > 0 || s_item.IsMatch(line)))
            {
                yield return new DocBlock(item, IsCode: false);
                item = [];
            }
            if (setOff > 0)
            {
                yield return Code(paragraph.GetRange(i, setOff));
                i += setOff - 1;
                continue;
            }
            item.AddRange(Wrap(line));
        }
        if (item.Count > 0)
            yield return new DocBlock(item, IsCode: false);
    }

    private static DocBlock Code(List<string> lines)
    {
        int indent = lines.Min(Indent);
        return new DocBlock(lines.ConvertAll(line => line.Substring(indent)), IsCode: true);
    }

    /// <summary>How many lines from here stand further in than the one before.</summary>
    private static int SetOff(List<string> lines, int start)
    {
        int outer = Indent(lines[start - 1]);
        int end = start;
        while (end < lines.Count && Indent(lines[end]) > outer)
            end++;
        return end - start;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    private static IEnumerable<string> Wrap(string line)
    {
        while (line.Length > LongLine && line.LastIndexOf(' ', LongLine) is var space and > 0)
        {
            yield return line.Substring(0, space);
            line = line.Substring(space + 1);
        }
        yield return line;
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
