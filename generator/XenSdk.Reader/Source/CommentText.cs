namespace XenSdk.Reader.Source;

/// <summary>Takes the words out of comments: no markers, no stars, no margins; lines and lists stay as they are.</summary>
internal static class CommentText
{
    /// <summary>The words of one comment; lines are separated by <c>\n</c>, and none is empty at the start or end.</summary>
    public static string Clean(string comment)
    {
        string[] lines = WithoutMarkers(comment).Replace("\r", "", StringComparison.Ordinal).Replace("\t", "    ", StringComparison.Ordinal).Split('\n');
        bool hasStars = lines.Skip(1).Any(line => line.AsSpan().TrimStart().StartsWith("*"));
        // Without stars the first line, behind the marker, has a margin of its own.
        lines[0] = hasStars && lines[0].StartsWith(' ') ? lines[0].TrimEnd() : lines[0].Trim();
        for (int i = 1; i < lines.Length; i++)
            lines[i] = WithoutStar(lines[i]).TrimEnd();
        int firstWithMargin = lines[0].StartsWith(' ') ? 0 : 1;
        WithoutMargin(lines.AsSpan(firstWithMargin));
        return string.Join('\n', WithoutFrame(lines));
    }

    /// <summary>Joins the words of comments that belong to one thing: one-liners line by line, longer ones as paragraphs.</summary>
    public static string Join(IEnumerable<string> texts)
    {
        string[] parts = texts.Where(text => text.Length > 0).ToArray();
        bool isLong = parts.Any(part => part.Contains('\n', StringComparison.Ordinal));
        return string.Join(isLong ? "\n\n" : "\n", parts);
    }

    /// <summary>Joins paragraphs.</summary>
    public static string Paragraphs(params string[] texts) => string.Join("\n\n", texts.Where(text => text.Length > 0));

    private static string WithoutMarkers(string comment)
    {
        ReadOnlySpan<char> text = comment;
        if (text.StartsWith("//"))
            return text[2..].TrimStart('/').TrimStart('!').TrimStart('<').ToString();
        text = text[2..];
        if (text.EndsWith("*/"))
            text = text[..^2];
        // A marker of documentation tools: /**, /*!, and < after it for "the thing to the left".
        return text.TrimStart('*').TrimStart('!').TrimStart('<').TrimEnd('*').ToString();
    }

    /// <summary>A line of a block comment usually begins with a star, which is not part of the words.</summary>
    private static string WithoutStar(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().TrimStart();
        if (text.StartsWith("*"))
            return text[1..].ToString();
        return line;
    }

    /// <summary>Lines at the start and end that say nothing: empty ones, and rows of stars.</summary>
    private static string[] WithoutFrame(string[] lines)
    {
        int start = 0, end = lines.Length;
        while (start < end && SaysNothing(lines[start]))
            start++;
        while (end > start && SaysNothing(lines[end - 1]))
            end--;
        return lines[start..end];
    }

    private static bool SaysNothing(string line) => line.AsSpan().Trim(" \t*").IsEmpty;

    /// <summary>Takes off the blanks that every line begins with.</summary>
    private static void WithoutMargin(Span<string> lines)
    {
        int margin = int.MaxValue;
        foreach (string line in lines)
        {
            if (line.Length > 0)
                margin = Math.Min(margin, Blanks(line));
        }
        foreach (ref string line in lines)
            line = line[Math.Min(margin, line.Length)..];
    }

    private static int Blanks(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;
}
