namespace XenSdk.Reader.Source;

/// <summary>
/// A file of C as its tokens: the macros it defines, those of branches not taken too, and its comments. What it holds is
/// the same for every target, so it is made once.
/// </summary>
internal sealed class SourceFile
{
    public SourceFile(SourceText text, Token[] tokens)
    {
        Text = text;
        Tokens = tokens;
        Macros = FindMacros(text, tokens);
        Comments = new CommentMap(this);
    }

    public SourceText Text { get; }

    public Token[] Tokens { get; }

    /// <summary>Every definition, in order; a name can occur several times.</summary>
    public MacroDefinition[] Macros { get; }

    /// <summary>Which words belong to what.</summary>
    public CommentMap Comments { get; }

    /// <summary>The index of the first token that begins at or after a byte.</summary>
    public int TokenAt(int offset)
    {
        int low = 0, high = Tokens.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Tokens[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Whether a token is the first of its line, comments aside.</summary>
    public bool IsFirstOfLine(int index)
    {
        for (int before = index - 1; before >= 0; before--)
        {
            if (Text.EndsLineBetween(Tokens[before].End, Tokens[index].Start))
                return true;
            if (Tokens[before].Kind != TokenKind.Comment)
                return false;
        }
        return true;
    }

    private MacroDefinition[] FindMacros(SourceText text, Token[] tokens)
    {
        var macros = new List<MacroDefinition>();
        for (int i = 0; i < tokens.Length; i++)
        {
            if (!text.Is(tokens[i], '#') || !IsFirstOfLine(i))
                continue;
            int end = EndOfDirective(i);
            if (MacroAt(text, tokens, i, end) is { } macro)
                macros.Add(macro);
            i = end - 1;
        }
        return [.. macros];
    }

    /// <summary>The macro that a directive defines; null where it is another one.</summary>
    private static MacroDefinition? MacroAt(SourceText text, Token[] tokens, int start, int end)
    {
        var words = new List<Token>();
        for (int i = start + 1; i < end; i++)
        {
            if (tokens[i].Kind != TokenKind.Comment)
                words.Add(tokens[i]);
        }
        if (words.Count < 2 || !text.BytesOf(words[0]).SequenceEqual("define"u8) || words[1].Kind != TokenKind.Word)
            return null;
        Token name = words[1];
        return new MacroDefinition(
            text.TextOf(name),
            tokens[start].Start,
            name.Start,
            words[^1].End,
            words.Count > 2 && words[2].Start == name.End && text.Is(words[2], '('),
            words.GetRange(2, words.Count - 2).ToArray());
    }

    /// <summary>The index after the last token of the directive that begins at a token.</summary>
    private int EndOfDirective(int start)
    {
        int end = start + 1;
        while (end < Tokens.Length && !Text.EndsLineBetween(Tokens[end - 1].End, Tokens[end].Start))
            end++;
        return end;
    }
}
