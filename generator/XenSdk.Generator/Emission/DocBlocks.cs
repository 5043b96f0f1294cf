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

    public static IReadOnlyList<DocBlock> Of(string doc)
    {
        if (doc.Length == 0)
            return [];
        var blocks = new List<DocBlock>();
        var paragraph = new List<string>();
        foreach (string line in doc.Split('\n').Select(DocLine.Clean).Append(""))
        {
            bool isRule = DocLine.IsRule(line);
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
        if (paragraph.Count(line => DocLine.HasColumns(line.TrimStart())) * 2 >= paragraph.Count && paragraph.Count > 1)
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
            if (item.Count > 0 && (setOff > 0 || DocLine.IsItem(line)))
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
        int indent = lines.Min(DocLine.Indent);
        return new DocBlock(lines.ConvertAll(line => line.Substring(indent)), IsCode: true);
    }

    /// <summary>How many lines from here stand further in than the one before.</summary>
    private static int SetOff(List<string> lines, int start)
    {
        int outer = DocLine.Indent(lines[start - 1]);
        int end = start;
        while (end < lines.Count && DocLine.Indent(lines[end]) > outer)
            end++;
        return end - start;
    }

    private static IEnumerable<string> Wrap(string line)
    {
        while (line.Length > LongLine && line.LastIndexOf(' ', LongLine) is var space and > 0)
        {
            yield return line.Substring(0, space);
            line = line.Substring(space + 1);
        }
        yield return line;
    }
}
