namespace XenSdk.Abi;

/// <summary>
/// A line of a model's text with what is indented below it: a keyword, words, <c>key=value</c> pairs, and the header's
/// words. Tells nothing yet of what the keywords mean.
/// </summary>
internal sealed class AbiTextNode(string keyword, int line, int column)
{
    public string Keyword { get; } = keyword;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public List<string> Words { get; } = [];

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public List<string> DocLines { get; } = [];

    public List<AbiTextNode> Children { get; } = [];

    public string Doc => string.Join("\n", DocLines);
}

/// <summary>Reads the lines of a model's text into nodes.</summary>
internal sealed class AbiTextNodeReader(string text, Action<int, int, string> report)
{
    private const int MaxDepth = 32;

    private readonly Stack<AbiTextNode> _open = new();
    private int _line;

    /// <summary>The nodes of the first level, in order.</summary>
    public List<AbiTextNode> ReadAll()
    {
        var roots = new List<AbiTextNode>();
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            if (end < 0)
                end = text.Length;
            if (end > start && text[end - 1] == '\r')
                end--;
            _line++;
            ReadLine(text.Substring(start, end - start), roots);
            start = next;
        }
        return roots;
    }

    private void ReadLine(string line, List<AbiTextNode> roots)
    {
        int indent = 0;
        while (indent < line.Length && line[indent] == ' ')
            indent++;
        if (indent == line.Length)
            return;
        int depth = indent / 2;
        if (indent % 2 != 0 || depth > _open.Count || depth > MaxDepth)
        {
            report(_line, indent + 1, "the indentation fits no line above");
            return;
        }
        while (_open.Count > depth)
            _open.Pop();

        if (line[indent] == '|')
        {
            if (_open.Count == 0)
                report(_line, indent + 1, "words about nothing: a line with '|' belongs below a declaration");
            else
                _open.Peek().DocLines.Add(line.Length > indent + 2 ? line.Substring(indent + 2) : "");
            return;
        }

        AbiTextNode node = ReadNode(line, indent);
        (_open.Count == 0 ? roots : _open.Peek().Children).Add(node);
        _open.Push(node);
    }

    private AbiTextNode ReadNode(string line, int start)
    {
        int at = start;
        var node = new AbiTextNode(ReadWord(line, ref at, stopAtEquals: false), _line, start + 1);
        while (at < line.Length)
        {
            if (line[at] == ' ')
            {
                at++;
                continue;
            }
            int column = at + 1;
            if (line[at] == '"')
            {
                node.Words.Add(ReadQuoted(line, ref at));
                continue;
            }
            string word = ReadWord(line, ref at, stopAtEquals: true);
            if (at >= line.Length || line[at] != '=')
            {
                node.Words.Add(word);
                continue;
            }
            at++;
            string value = at < line.Length && line[at] == '"'
                ? ReadQuoted(line, ref at)
                : ReadWord(line, ref at, stopAtEquals: false);
            if (node.Attributes.ContainsKey(word))
                report(_line, column, $"'{word}' stands twice");
            node.Attributes[word] = value;
        }
        return node;
    }

    private static string ReadWord(string line, ref int at, bool stopAtEquals)
    {
        int start = at;
        while (at < line.Length && line[at] != ' ' && !(stopAtEquals && line[at] == '='))
            at++;
        return line.Substring(start, at - start);
    }

    private string ReadQuoted(string line, ref int at)
    {
        int column = at + 1;
        var value = new System.Text.StringBuilder();
        for (at++; at < line.Length; at++)
        {
            char c = line[at];
            if (c == '"')
            {
                at++;
                return value.ToString();
            }
            if (c == '\\' && at + 1 < line.Length)
                c = line[++at];
            value.Append(c);
        }
        report(_line, column, "a quotation mark is not closed");
        return value.ToString();
    }
}
