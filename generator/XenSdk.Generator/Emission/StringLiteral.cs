using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Generator;

/// <summary>Text as a string of C#, with its quotation marks.</summary>
internal readonly struct StringLiteral : ICodePart
{
    private readonly string _text;

    private StringLiteral(string text) => _text = text;

    public static StringLiteral Of(string text) => new(text);

    public void WriteTo(CodeWriter code)
    {
        if (!IsPlain())
        {
            code.Add(SymbolDisplay.FormatLiteral(_text, quote: true));
            return;
        }
        code.Add('"');
        code.Add(_text);
        code.Add('"');
    }

    /// <summary>Whether every character stands for itself, as those of C's names do.</summary>
    private bool IsPlain()
    {
        foreach (char c in _text)
        {
            if (c is < ' ' or > '~' or '"' or '\\')
                return false;
        }
        return true;
    }
}
