namespace XenSdk.Generator;

/// <summary>Writes XML documentation: the header's words, and below them what the generator knows.</summary>
internal static class DocComment
{
    private static readonly char[] s_marks = ['&', '<', '>'];

    /// <summary>Writes <c>summary</c> and <c>remarks</c>.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="doc">The header's words.</param>
    /// <param name="fallback">The summary where the header has none, as XML.</param>
    /// <param name="remarks">Further paragraphs, as XML; one that is already the summary is not repeated.</param>
    public static void Write(CodeWriter code, string doc, string fallback, params string[] remarks)
    {
        IReadOnlyList<DocBlock> blocks = DocBlocks.Of(doc);
        bool hasSummary = blocks.Count > 0 && !blocks[0].IsCode;
        Element(code, "summary", hasSummary ? blocks[0].Lines.Select(Escape).ToList() : [fallback]);
        WriteRemarks(code, blocks.Skip(hasSummary ? 1 : 0).ToList(), remarks.Where(remark => remark.Length > 0 && (hasSummary || remark != fallback)).ToList());
    }

    /// <summary>Writes <c>summary</c> only.</summary>
    public static void Summary(CodeWriter code, string doc, string fallback)
    {
        IReadOnlyList<DocBlock> blocks = DocBlocks.Of(doc);
        Element(code, "summary", blocks.Count > 0 && !blocks[0].IsCode ? blocks[0].Lines.Select(Escape).ToList() : [fallback]);
    }

    /// <summary>Writes an element of which all words are the header's, or the fallback.</summary>
    public static void Words(CodeWriter code, string element, string doc, string fallback)
    {
        List<string> lines = DocBlocks.Of(doc).SelectMany(block => block.Lines).Select(Escape).ToList();
        Element(code, element, lines.Count > 0 ? lines : [fallback]);
    }

    /// <summary>Text as XML.</summary>
    public static string Escape(string text)
    {
        string clean = DocLine.Clean(text);
        return clean.IndexOfAny(s_marks) < 0 ? clean : clean.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
    }

    /// <summary>Text as code in XML.</summary>
    public static string Code(string text) => $"<c>{Escape(text)}</c>";

    private static void WriteRemarks(CodeWriter code, List<DocBlock> blocks, List<string> own)
    {
        if (blocks.Count == 0 && own.Count == 0)
            return;
        if (blocks.Count == 0 && own.Count == 1)
        {
            Element(code, "remarks", own);
            return;
        }
        code.Line("/// <remarks>");
        foreach (DocBlock block in blocks)
        {
            if (block.IsCode)
                Code(code, block);
            else
                Element(code, "para", block.Lines.Select(Escape).ToList());
        }
        foreach (string remark in own)
            Element(code, "para", [remark]);
        code.Line("/// </remarks>");
    }

    private static void Code(CodeWriter code, DocBlock block)
    {
        code.Line("/// <code>");
        foreach (string line in block.Lines)
            code.Line("/// " + Escape(line));
        code.Line("/// </code>");
    }

    private static void Element(CodeWriter code, string element, List<string> lines)
    {
        string end = element.Split(' ')[0];
        if (lines.Count == 1)
        {
            code.Line($"/// <{element}>{lines[0]}</{end}>");
            return;
        }
        code.Line($"/// <{element}>");
        foreach (string line in lines)
            code.Line("/// " + line);
        code.Line($"/// </{end}>");
    }
}
