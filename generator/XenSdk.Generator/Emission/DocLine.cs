namespace XenSdk.Generator;

/// <summary>What a line of a comment looks like. Comments are most of what is generated, so this is plain scanning.</summary>
internal static class DocLine
{
    /// <summary>Whether a line begins an item: <c>1). </c>, <c>a. </c>, <c>- </c>, <c>@count </c>, <c>NB. </c>, <c>cmd: </c>,
    /// <c>ptr[:2]  -- </c>, <c>FD == DOMID_IO: </c> or <c>x == 0 => </c>.</summary>
    public static bool IsItem(string line)
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
    public static bool HasColumns(string line)
    {
        if (line[0] is '+' or '|')
            return line.LastIndexOfAny(['+', '|']) > 0;
        int gap = line.IndexOf("   ", StringComparison.Ordinal);
        return gap > 0 && line.Substring(gap).Trim().Length > 0;
    }

    /// <summary>Whether a line is drawn under a heading.</summary>
    public static bool IsRule(string line)
    {
        string trimmed = line.Trim();
        return trimmed.Length >= 4 && trimmed.All(c => c is '-' or '=');
    }

    /// <summary>How far a line stands in.</summary>
    public static int Indent(string line)
    {
        int indent = 0;
        while (indent < line.Length && line[indent] == ' ')
            indent++;
        return indent;
    }

    /// <summary>A line without what a comment of C# cannot hold: line ends, control characters, halves of surrogate pairs.</summary>
    public static string Clean(string line)
    {
        int bad = 0;
        while (bad < line.Length && !IsBad(line[bad]))
            bad++;
        if (bad == line.Length)
            return line.TrimEnd();

        char[] clean = line.ToCharArray();
        for (int i = bad; i < clean.Length; i++)
        {
            if (!IsBad(line[i]))
                continue;
            clean[i] = !char.IsSurrogate(line[i]) ? ' ' : IsInPair(line, i) ? line[i] : '\uFFFD';
        }
        return new string(clean).TrimEnd();
    }

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);

    /// <summary><c>1). </c>, <c>a) </c>, <c>NB2. </c>.</summary>
    private static bool IsNumbered(string line, int word)
    {
        bool isNumber = line.Take(word).All(char.IsDigit) || (word == 1 && char.IsLower(line[0])) || line.StartsWith("NB", StringComparison.Ordinal);
        int end = word;
        while (end < line.Length && line[end] is '.' or ')')
            end++;
        return isNumber && end > word && end < line.Length && line[end] == ' ';
    }

    /// <summary><c>mfn: </c>.</summary>
    private static bool IsLabel(string line, int word) => line[word] == ':' && word + 1 < line.Length && line[word + 1] == ' ';

    /// <summary><c>val      -- </c>, <c>ptr[1:0] == NAME:</c>, <c>x != 0 => </c>.</summary>
    private static bool IsCase(string line, int word)
    {
        if (line[word] == '[')
            word = line.IndexOf(']', word) + 1;
        string rest = line.Substring(word).TrimStart();
        if (rest.Length == line.Length - word)
            return false;
        return rest.StartsWith("-- ", StringComparison.Ordinal)
            || ((rest.StartsWith("== ", StringComparison.Ordinal) || rest.StartsWith("!= ", StringComparison.Ordinal))
                && (rest.Contains("=>") || rest.Contains(":")));
    }

    private static bool IsBad(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF';

    private static bool IsInPair(string text, int i) =>
        (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
}
