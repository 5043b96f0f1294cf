using System.Text;
using XenSdk.Abi;
using XenSdk.Reader.Overrides;

namespace XenSdk.Reader.Probing;

/// <summary>
/// C code that goes behind the header's last line, in memory only, so that clang evaluates macros and parses types and
/// prototypes where all of the header is known. Each question has lines of its own, so that an error finds its question.
/// </summary>
internal sealed class ProbeText
{
    private const string Prefix = "__xensdk_";

    private readonly StringBuilder _text = new();
    private readonly List<(ProbeItem? Item, int Column, int Offset)> _lines = [];
    private readonly Dictionary<string, ProbeItem> _bySymbol = [];

    public ProbeText()
    {
        // Were the header's last line to end in a backslash, this one would belong to it.
        Line(null, string.Empty);
        First = Sentinel();
        // What clang calculates although C leaves it open is no value to rely on.
        foreach (string warning in new[] { "shift-count-overflow", "shift-count-negative", "integer-overflow", "division-by-zero" })
            Line(null, $"#pragma clang diagnostic error \"-W{warning}\"");
    }

    /// <summary>The first declaration. Where clang has something against it, the header does not end properly.</summary>
    public SentinelProbe First { get; }

    /// <summary>The last declaration. Where it is missing, something in between took more than its own line.</summary>
    public SentinelProbe? Last { get; private set; }

    public IEnumerable<ProbeItem> Items => _bySymbol.Values;

    /// <summary>Asks for the value of a macro. In C its type is that of the conditional operator: promoted as in any
    /// expression. A type or a statement is no operand, so it is an error, where <c>sizeof</c> or a cast would take it.</summary>
    public void Macro(string name)
    {
        var item = new MacroProbe(NextSymbol(), name);
        Add(item);
        Line(null, $"#ifdef {name}");
        Line(item, $"const __typeof__(1 ? {name} : 0) {item.Symbol} = ({name});");
        Line(null, "#endif");
    }

    /// <summary>Asks what a type is.</summary>
    public TypeProbe Type(Located<string> text)
    {
        var item = new TypeProbe(NextSymbol(), text);
        Add(item);
        // A plain name keeps its typedef so; anything else is understood as a whole, or not at all.
        bool isName = IsName(text.Value);
        string before = isName ? "typedef " : "typedef __typeof__(";
        Line(item, $"{before}{text.Value}{(isName ? "" : ")")} {item.Symbol};", before.Length);
        return item;
    }

    /// <summary>Whether a type is one word, or a tag behind its keyword.</summary>
    private static bool IsName(string type)
    {
        string[] words = type.Split(' ');
        return words.Length == (words[0] is "struct" or "union" or "enum" ? 2 : 1)
            && Array.TrueForAll(words, word => word.Length > 0 && word.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter)));
    }

    /// <summary>Asks what a prototype says. Its function gets another name, since the header may use its own for something else.</summary>
    public PrototypeProbe Prototype(string hypercall, Located<string> text, AbiPrototypeOrigin origin, int nameStart, int nameEnd)
    {
        var item = new PrototypeProbe(NextSymbol(), hypercall, text, origin);
        Add(item);
        Line(item, $"{OneLine(text.Value[..nameStart])}{item.Symbol}");
        Line(item, $"{OneLine(text.Value[nameEnd..]).TrimEnd(' ', ';')};", 0, nameEnd);
        return item;
    }

    /// <summary>Writes a declaration that helps others to be understood; nothing is asked of it.</summary>
    public void Helper(string declaration) => Line(null, declaration);

    /// <summary>Ends the text.</summary>
    public byte[] Finish()
    {
        Last ??= Sentinel();
        return Encoding.UTF8.GetBytes(_text.ToString());
    }

    /// <summary>The question with this symbol.</summary>
    public ProbeItem? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    /// <summary>Gives an error to the question that it is about; false where it is about none.</summary>
    /// <param name="line">The line, the first of this text being 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="message">clang's words.</param>
    public bool TakeError(int line, int column, string message)
    {
        if (line < 1 || line > _lines.Count)
            return false;
        (ProbeItem? item, int start, int offset) = _lines[line - 1];
        item?.Errors.Add(new ProbeError(message.Replace(item.Symbol, "it", StringComparison.Ordinal), Math.Max(column - 1 - start, 0) + offset));
        return true;
    }

    private SentinelProbe Sentinel()
    {
        var item = new SentinelProbe(NextSymbol());
        Add(item);
        Line(item, $"extern int {item.Symbol};");
        return item;
    }

    private string NextSymbol() => $"{Prefix}{_bySymbol.Count}";

    private void Add(ProbeItem item) => _bySymbol.Add(item.Symbol, item);

    private void Line(ProbeItem? item, string line, int column = 0, int offset = 0)
    {
        _text.Append(line).Append('\n');
        _lines.Add((item, column, offset));
    }

    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ');
}
