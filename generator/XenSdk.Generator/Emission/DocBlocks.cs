namespace XenSdk.Generator;

/// <summary>A part of the header's words that stands by itself.</summary>
/// <param name="First">Its first line.</param>
/// <param name="Count">How many lines it has.</param>
/// <param name="IsCode">Whether the columns matter: a table, a formula, a drawing.</param>
internal readonly record struct DocBlock(int First, int Count, bool IsCode);

/// <summary>
/// Finds the paragraphs, the items of lists and the tables in a comment. One object serves for one comment after another: what
/// it finds are places in the comment, which are good until the next.
/// </summary>
internal sealed class DocBlocks
{
    /// <summary>A comment of C is wrapped well before this; a longer line is a paragraph by itself.</summary>
    private const int LongLine = 96;

    private readonly List<(int Start, int End)> _paragraph = [];
    private readonly List<(int Start, int End)> _lines = [];
    private readonly List<DocBlock> _blocks = [];
    private string _text = "";

    public IReadOnlyList<DocBlock> Blocks => _blocks;

    /// <summary>How many lines all blocks have.</summary>
    public int LineCount => _lines.Count;

    /// <summary>A line, as XML.</summary>
    public Xml Line(int index) => Xml.Part(_text, _lines[index].Start, _lines[index].End - _lines[index].Start);

    /// <summary>Takes a comment apart.</summary>
    public void Read(string doc)
    {
        _blocks.Clear();
        _lines.Clear();
        if (doc.Length == 0)
            return;
        _text = DocLine.Clean(doc, hasLines: true);
        for (int start = 0; start <= _text.Length;)
        {
            int end = _text.IndexOf('\n', start);
            int next = end < 0 ? _text.Length + 1 : end + 1;
            AddToParagraph(start, DocLine.TrimEnd(_text, start, end < 0 ? _text.Length : end));
            start = next;
        }
        EndParagraph();
    }

    private void AddToParagraph(int start, int end)
    {
        bool isRule = DocLine.IsRule(_text.AsSpan(start, end - start));
        if (end > start && !isRule)
            _paragraph.Add((start, end));
        if (end == start || isRule || end - start > LongLine)
            EndParagraph();
    }

    private void EndParagraph()
    {
        if (_paragraph.Count == 0)
            return;
        if (_paragraph.Count > 1 && LinesWithColumns() * 2 >= _paragraph.Count)
            AddCode(0, _paragraph.Count);
        else
            Split();
        _paragraph.Clear();
    }

    private int LinesWithColumns()
    {
        int count = 0;
        foreach ((int start, int end) in _paragraph)
        {
            if (DocLine.HasColumns(_text.AsSpan(start, end - start).TrimStart()))
                count++;
        }
        return count;
    }

    private void Split()
    {
        int first = _lines.Count;
        for (int i = 0; i < _paragraph.Count; i++)
        {
            bool hasItem = _lines.Count > first;
            // What is set off below a line that ends with a colon keeps its shape.
            int setOff = hasItem && _text[_lines[_lines.Count - 1].End - 1] == ':' ? SetOff(i) : 0;
            (int start, int end) = _paragraph[i];
            start += Indent(i);
            if (hasItem && (setOff > 0 || DocLine.IsItem(_text.AsSpan(start, end - start))))
            {
                _blocks.Add(new DocBlock(first, _lines.Count - first, IsCode: false));
                first = _lines.Count;
            }
            if (setOff > 0)
            {
                AddCode(i, setOff);
                first = _lines.Count;
                i += setOff - 1;
                continue;
            }
            Wrap(start, end);
        }
        if (_lines.Count > first)
            _blocks.Add(new DocBlock(first, _lines.Count - first, IsCode: false));
    }

    private void AddCode(int first, int count)
    {
        int indent = int.MaxValue;
        for (int i = first; i < first + count; i++)
            indent = Math.Min(indent, DocLine.Indent(_text, _paragraph[i].Start, _paragraph[i].End));
        _blocks.Add(new DocBlock(_lines.Count, count, IsCode: true));
        for (int i = first; i < first + count; i++)
            _lines.Add((_paragraph[i].Start + indent, _paragraph[i].End));
    }

    /// <summary>How many lines from here stand further in than the one before.</summary>
    private int SetOff(int first)
    {
        int outer = DocLine.Indent(_text, _paragraph[first - 1].Start, _paragraph[first - 1].End);
        int end = first;
        while (end < _paragraph.Count && DocLine.Indent(_text, _paragraph[end].Start, _paragraph[end].End) > outer)
            end++;
        return end - first;
    }

    /// <summary>How much space of any kind a line begins with.</summary>
    private int Indent(int line)
    {
        (int start, int end) = _paragraph[line];
        int at = start;
        while (at < end && char.IsWhiteSpace(_text[at]))
            at++;
        return at - start;
    }

    private void Wrap(int start, int end)
    {
        while (end - start > LongLine && _text.LastIndexOf(' ', start + LongLine, LongLine + 1) is var space && space > start)
        {
            _lines.Add((start, space));
            start = space + 1;
        }
        _lines.Add((start, end));
    }
}
