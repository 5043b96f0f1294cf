namespace XenSdk.Reader.Hypercalls;

/// <summary>
/// A prototype in a comment of the header, as Xen writes them: at the start of a paragraph, a type,
/// <c>HYPERVISOR_mmu_update(</c>, parameters over one or several lines, and nothing behind the last parenthesis. Here it is
/// only found; clang says what it means.
/// </summary>
/// <param name="Hypercall">The hypercall's name: <c>mmu_update</c>.</param>
/// <param name="Text">The prototype.</param>
/// <param name="FirstLine">The line of the comment's words where it begins, from 0.</param>
/// <param name="LineCount">How many lines it has.</param>
internal sealed record PrototypeComment(string Hypercall, string Text, int FirstLine, int LineCount)
{
    /// <summary>What the names of hypercalls begin with in C.</summary>
    public const string FunctionPrefix = "HYPERVISOR_";

    /// <summary>The prototypes in the words of a comment.</summary>
    public static List<PrototypeComment> FindAll(string words)
    {
        var found = new List<PrototypeComment>();
        if (!words.Contains(FunctionPrefix, StringComparison.Ordinal))
            return found;
        string[] lines = words.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            bool startsParagraph = i == 0 || lines[i - 1].Length == 0;
            if (startsParagraph && At(lines, i) is { } prototype)
                found.Add(prototype);
        }
        return found;
    }

    /// <summary>The words of a comment without the prototypes in it.</summary>
    public static string WithoutPrototypes(string words)
    {
        List<PrototypeComment> prototypes = FindAll(words);
        if (prototypes.Count == 0)
            return words;
        string[] lines = words.Split('\n');
        IEnumerable<string> rest = lines.Where((_, i) => !prototypes.Exists(prototype =>
            i >= prototype.FirstLine && i < prototype.FirstLine + prototype.LineCount));
        return string.Join('\n', rest).Trim('\n');
    }

    private static PrototypeComment? At(string[] lines, int first)
    {
        int name = lines[first].IndexOf(FunctionPrefix, StringComparison.Ordinal);
        int open = lines[first].IndexOf('(', StringComparison.Ordinal);
        if (name <= 0 || open < name || !IsType(lines[first].AsSpan(0, name)))
            return null;
        string hypercall = lines[first][(name + FunctionPrefix.Length)..open].TrimEnd();
        if (hypercall.Length == 0 || !hypercall.All(IsWord))
            return null;
        int depth = 0;
        for (int i = first; i < lines.Length && lines[i].Length > 0; i++)
        {
            for (int column = i == first ? open : 0; column < lines[i].Length; column++)
            {
                depth += lines[i][column] switch { '(' => 1, ')' => -1, _ => 0 };
                if (depth != 0)
                    continue;
                bool isAll = lines[i].AsSpan(column + 1).Trim(" ;").IsEmpty;
                return isAll ? new PrototypeComment(hypercall, string.Join('\n', lines[first..(i + 1)]), first, i - first + 1) : null;
            }
        }
        return null;
    }

    private static bool IsType(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (!IsWord(letter) && letter is not (' ' or '*'))
                return false;
        }
        return !text.Trim(" *").IsEmpty;
    }

    private static bool IsWord(char letter) => letter == '_' || char.IsAsciiLetterOrDigit(letter);
}
