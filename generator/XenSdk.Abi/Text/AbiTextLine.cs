namespace XenSdk.Abi;

/// <summary>
/// Goes through the lines of a model's text, and takes one apart at a time: how far it stands in, its keyword, its words and
/// its <c>key=value</c> pairs, or the header's words. Tells nothing yet of what the keywords mean.
/// </summary>
internal sealed class AbiTextLine(char[] text, int length, Action<int, int, string> report)
{
    private const int MaxDepth = 32;

    private AbiTextSlice[] _words = new AbiTextSlice[4];
    private AbiTextSlice[] _keys = new AbiTextSlice[16];
    private AbiTextSlice[] _values = new AbiTextSlice[16];
    private int _next;
    private int _deepest;

    /// <summary>Whether there is no line any more.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Where its keyword begins, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>How many declarations it stands below.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether it holds the header's words, which are <see cref="Keyword"/> then.</summary>
    public bool IsDoc { get; private set; }

    public AbiTextSlice Keyword { get; private set; }

    public int WordCount { get; private set; }

    public int PairCount { get; private set; }

    public AbiTextSlice Word(int index) => _words[index];

    /// <summary>Finds a pair's value.</summary>
    public bool TryGet(string key, out AbiTextSlice value)
    {
        for (int i = 0; i < PairCount; i++)
        {
            if (_keys[i].Is(key))
            {
                value = _values[i];
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>Goes to the next line that says something and stands where a line can.</summary>
    public void Advance()
    {
        while (_next < length)
        {
            int start = _next;
            int end = Array.IndexOf(text, '\n', start, length - start);
            _next = end < 0 ? length : end + 1;
            if (end < 0)
                end = length;
            if (end > start && text[end - 1] == '\r')
                end--;
            Number++;
            if (TakeApart(start, end))
                return;
        }
        IsAtEnd = true;
    }

    private bool TakeApart(int start, int end)
    {
        int at = start;
        while (at < end && text[at] == ' ')
            at++;
        if (at == end)
            return false;
        int indent = at - start;
        Depth = indent / 2;
        Column = indent + 1;
        if (indent % 2 != 0 || Depth > _deepest || Depth > MaxDepth)
        {
            report(Number, Column, "the indentation fits no line above");
            return false;
        }
        IsDoc = text[at] == '|';
        WordCount = PairCount = 0;
        if (IsDoc)
        {
            int words = Math.Min(at + 2, end);
            Keyword = new AbiTextSlice(text, words, end - words);
            _deepest = Depth;
            return true;
        }
        _deepest = Depth + 1;
        Keyword = ReadWord(ref at, end, stopAtEquals: false);
        while (at < end)
        {
            if (text[at] == ' ')
                at++;
            else
                ReadItem(start, ref at, end);
        }
        return true;
    }

    /// <summary>Reads a word, or a pair.</summary>
    private void ReadItem(int start, ref int at, int end)
    {
        int column = at - start + 1;
        if (text[at] == '"')
        {
            AddWord(ReadQuoted(start, ref at, end));
            return;
        }
        AbiTextSlice word = ReadWord(ref at, end, stopAtEquals: true);
        if (at >= end || text[at] != '=')
        {
            AddWord(word);
            return;
        }
        at++;
        AbiTextSlice value = at < end && text[at] == '"'
            ? ReadQuoted(start, ref at, end)
            : ReadWord(ref at, end, stopAtEquals: false);
        for (int i = 0; i < PairCount; i++)
        {
            if (_keys[i].Is(word))
                report(Number, column, $"'{word}' stands twice");
        }
        if (PairCount == _keys.Length)
        {
            Array.Resize(ref _keys, PairCount * 2);
            Array.Resize(ref _values, PairCount * 2);
        }
        _keys[PairCount] = word;
        _values[PairCount++] = value;
    }

    private void AddWord(AbiTextSlice word)
    {
        if (WordCount == _words.Length)
            Array.Resize(ref _words, WordCount * 2);
        _words[WordCount++] = word;
    }

    private AbiTextSlice ReadWord(ref int at, int end, bool stopAtEquals)
    {
        int first = at;
        while (at < end && text[at] != ' ' && !(stopAtEquals && text[at] == '='))
            at++;
        return new AbiTextSlice(text, first, at - first);
    }

    private AbiTextSlice ReadQuoted(int start, ref int at, int end)
    {
        int quote = at++;
        bool isEscaped = false;
        for (; at < end && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < end)
            {
                isEscaped = true;
                at++;
            }
        }
        var inner = new AbiTextSlice(text, quote + 1, at - quote - 1);
        if (at < end)
            at++;
        else
            report(Number, quote - start + 1, "a quotation mark is not closed");
        return isEscaped ? Unescape(inner) : inner;
    }

    private static AbiTextSlice Unescape(AbiTextSlice escaped)
    {
        var plain = new char[escaped.Length];
        int length = 0;
        for (int i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '\\' && i + 1 < escaped.Length)
                i++;
            plain[length++] = escaped[i];
        }
        return new AbiTextSlice(plain, 0, length);
    }
}
