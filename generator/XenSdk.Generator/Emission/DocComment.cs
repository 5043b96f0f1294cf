namespace XenSdk.Generator;

/// <summary>Writes XML documentation: the header's words, and below them what the generator knows.</summary>
internal static class DocComment
{
    /// <summary>Writes <c>summary</c> and <c>remarks</c>.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="doc">The header's words.</param>
    /// <param name="fallback">The summary where the header has none.</param>
    /// <param name="remark">What else is known; not repeated where it is already the summary.</param>
    /// <param name="more">Further paragraphs.</param>
    public static void Write(CodeWriter code, string doc, DocText fallback, DocText remark = default, IReadOnlyList<DocText>? more = null)
    {
        bool hasSummary = WriteSummary(code, doc, fallback);
        bool hasRemark = !remark.IsEmpty && (hasSummary || remark != fallback);
        WriteRemarks(code, hasSummary ? 1 : 0, hasRemark ? remark : default, more ?? []);
    }

    /// <summary>Writes <c>summary</c> only.</summary>
    public static void Summary(CodeWriter code, string doc, DocText fallback) => WriteSummary(code, doc, fallback);

    /// <summary>Writes what a parameter is: the header's words, or the fallback.</summary>
    public static void Parameter(CodeWriter code, string name, string doc, DocText fallback)
    {
        code.Words.Read(doc);
        if (code.Words.LineCount == 0)
            code.Line($"/// <param name=\"{name}\">{fallback}</param>");
        else
            WriteLines(code, "param", $" name=\"{name}\"", 0, code.Words.LineCount);
    }

    /// <returns>Whether the header has words for it.</returns>
    private static bool WriteSummary(CodeWriter code, string doc, DocText fallback)
    {
        code.Words.Read(doc);
        IReadOnlyList<DocBlock> blocks = code.Words.Blocks;
        bool hasSummary = blocks.Count > 0 && !blocks[0].IsCode;
        if (hasSummary)
            WriteLines(code, "summary", "", blocks[0].First, blocks[0].Count);
        else
            code.Line($"/// <summary>{fallback}</summary>");
        return hasSummary;
    }

    private static void WriteRemarks(CodeWriter code, int firstBlock, DocText remark, IReadOnlyList<DocText> more)
    {
        IReadOnlyList<DocBlock> blocks = code.Words.Blocks;
        int own = (remark.IsEmpty ? 0 : 1) + more.Count;
        if (blocks.Count == firstBlock && own == 0)
            return;
        if (blocks.Count == firstBlock && own == 1)
        {
            code.Line($"/// <remarks>{(remark.IsEmpty ? more[0] : remark)}</remarks>");
            return;
        }
        code.Line("/// <remarks>");
        for (int i = firstBlock; i < blocks.Count; i++)
            WriteBlock(code, blocks[i]);
        if (!remark.IsEmpty)
            code.Line($"/// <para>{remark}</para>");
        foreach (DocText paragraph in more)
            code.Line($"/// <para>{paragraph}</para>");
        code.Line("/// </remarks>");
    }

    private static void WriteBlock(CodeWriter code, DocBlock block)
    {
        if (!block.IsCode)
        {
            WriteLines(code, "para", "", block.First, block.Count);
            return;
        }
        code.Line("/// <code>");
        for (int i = block.First; i < block.First + block.Count; i++)
            code.Line($"/// {code.Words.Line(i)}");
        code.Line("/// </code>");
    }

    private static void WriteLines(CodeWriter code, string element, string attributes, int first, int count)
    {
        if (count == 1)
        {
            code.Line($"/// <{element}{attributes}>{code.Words.Line(first)}</{element}>");
            return;
        }
        code.Line($"/// <{element}{attributes}>");
        for (int i = first; i < first + count; i++)
            code.Line($"/// {code.Words.Line(i)}");
        code.Line($"/// </{element}>");
    }
}
