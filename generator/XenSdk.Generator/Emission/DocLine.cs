namespace XenSdk.Generator;

/// <summary>What a line of a comment looks like. Comments are most of what is generated, so this is plain scanning.</summary>
internal static class DocLine
{
    /// <summary>Whether a line begins an item: <c>1). </c>, <c>a. </c>, <c>- </c>, <c>@count </c>, <c>NB. </c>, <c>cmd: </c>,
    /// <c>ptr[:2]  -- </c>, <c>FD == DOMID_IO: </c> or <c>x == 0 => </c>.</summary>
    public static bool IsItem(ReadOnlySpan<char> line)
    {
        if (line.Length < 2)
            return false;
        if (line[0] is '-' or '*' or '•')
            return line[1] == ' ';
        if (line[0] == '@')
            return IsWord(line[1]);

        int word = 0;
        while (word < line.Length && IsWord(line[word]))
            word++;
        return word > 0 && word < line.Length && (IsNumbered(line, word) || IsLabel(line, word) || IsCase(line, word));
    }

    /// <summary>Whether columns matter in a line: a drawn table, or words with wide gaps.</summary>
    public static bool HasColumns(ReadOnlySpan<char> line)
    {
        if (line[0] is '+' or '|')
            return line.LastIndexOfAny('+', '|') > 0;
        int gap = line.IndexOf("   ".AsSpan());
        return gap > 0 && !line.Slice(gap).IsWhiteSpace();
    }

    /// <summary>Whether a line is drawn under a heading.</summary>
    public static bool IsRule(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> trimmed = line.Trim();
        if (trimmed.Length < 4)
            return false;
        foreach (char c in trimmed)
        {
            if (c is not ('-' or '='))
                return false;
        }
        return true;
    }

    /// <summary>How far a line stands in.</summary>
    public static int Indent(string text, int start, int end)
    {
        int at = start;
        while (at < end && text[at] == ' ')
            at++;
        return at - start;
    }

    /// <summary>Where a line ends without the space at its end.</summary>
    public static int TrimEnd(string text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return end;
    }

    /// <summary>Text without what a comment of C# cannot hold: line ends, control characters, halves of surrogate pairs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasLines">Whether it is of several lines, which <c>\n</c> ends.</param>
    public static string Clean(string text, bool hasLines)
    {
        int bad = 0;
        while (bad < text.Length && !IsBad(text[bad], hasLines))
            bad++;
        if (bad == text.Length)
            return text;

        char[] clean = text.ToCharArray();
        for (int i = bad; i < clean.Length; i++)
        {
            if (!IsBad(text[i], hasLines))
                continue;
            clean[i] = !char.IsSurrogate(text[i]) ? ' ' : IsInPair(text, i) ? text[i] : '\uFFFD';
        }
        return new string(clean);
    }

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);

    /// <summary><c>1). </c>, <c>a) </c>, <c>NB2. </c>.</summary>
    private static bool IsNumbered(ReadOnlySpan<char> line, int word)
    {
        int digits = 0;
        while (digits < word && char.IsDigit(line[digits]))
            digits++;
        bool isNumber = digits == word || (word == 1 && char.IsLower(line[0])) || line.StartsWith("NB".AsSpan());
        int end = word;
        while (end < line.Length && line[end] is '.' or ')')
            end++;
        return isNumber && end > word && end < line.Length && line[end] == ' ';
    }

    /// <summary><c>mfn: </c>.</summary>
    private static bool IsLabel(ReadOnlySpan<char> line, int word) => line[word] == ':' && word + 1 < line.Length && line[word + 1] == ' ';

    /// <summary><c>val      -- </c>, <c>ptr[1:0] == NAME:</c>, <c>x != 0 => </c>.</summary>
    private static bool IsCase(ReadOnlySpan<char> line, int word)
    {
        if (line[word] == '[')
            word += line.Slice(word).IndexOf(']') is >= 0 and int bracket ? bracket + 1 : -word;
        ReadOnlySpan<char> rest = line.Slice(word).TrimStart();
        if (rest.Length == line.Length - word)
            return false;
        return rest.StartsWith("-- ".AsSpan())
            || ((rest.StartsWith("== ".AsSpan()) || rest.StartsWith("!= ".AsSpan()))
                && (rest.IndexOf("=>".AsSpan()) >= 0 || rest.IndexOf(':') >= 0));
    }

    private static bool IsBad(char c, bool hasLines) => c is < ' ' or > '~'
        && (c != '\n' || !hasLines) && (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF');

    private static bool IsInPair(string text, int i) =>
        (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
}
