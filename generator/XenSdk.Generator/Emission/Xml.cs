namespace XenSdk.Generator;

/// <summary>Text as the documentation's XML has it.</summary>
internal readonly struct Xml : ICodePart
{
    private readonly string _text;
    private readonly int _start;
    private readonly int _length;
    private readonly bool _isCode;

    private Xml(string text, int start, int length, bool isCode)
    {
        _text = text;
        _start = start;
        _length = length;
        _isCode = isCode;
    }

    /// <summary>Text of one line.</summary>
    public static Xml Escape(string text)
    {
        string clean = DocLine.Clean(text, hasLines: false).TrimEnd();
        return new Xml(clean, 0, clean.Length, isCode: false);
    }

    /// <summary>Text of one line, as code.</summary>
    public static Xml Code(string text)
    {
        string clean = DocLine.Clean(text, hasLines: false).TrimEnd();
        return new Xml(clean, 0, clean.Length, isCode: true);
    }

    /// <summary>Text of one line, for a place that only strings can go to.</summary>
    public static string Plain(string text) =>
        DocLine.Clean(text, hasLines: false).TrimEnd().Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>A part of a text that is clean.</summary>
    public static Xml Part(string text, int start, int length) => new(text, start, length, isCode: false);

    public void WriteTo(CodeWriter code)
    {
        if (_isCode)
            code.Add("<c>");
        int written = _start;
        int end = _start + _length;
        for (int i = _start; i < end; i++)
        {
            if (Mark(_text[i]) is not { } mark)
                continue;
            code.Add(_text, written, i - written);
            code.Add(mark);
            written = i + 1;
        }
        code.Add(_text, written, end - written);
        if (_isCode)
            code.Add("</c>");
    }

    /// <summary>What stands for a character that XML does not take as it is; null for one that it does.</summary>
    private static string? Mark(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };
}
