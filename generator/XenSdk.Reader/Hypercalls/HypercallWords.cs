namespace XenSdk.Reader.Hypercalls;

/// <summary>
/// The words of a comment about a hypercall, with those on its parameters taken apart. Xen describes parameters in one
/// paragraph, <c>@reqs is an array …</c>, each from a line of its own on.
/// </summary>
internal sealed class HypercallWords
{
    private readonly Dictionary<string, string> _parameters = [];

    /// <param name="words">All of the words.</param>
    /// <param name="parameters">The names of the parameters.</param>
    public HypercallWords(string words, IReadOnlyCollection<string> parameters)
    {
        (string remaining, List<(string Name, string Text)> described) = Split(words);
        Rest = remaining;
        foreach ((string name, string text) in described)
        {
            if (parameters.Contains(name))
                _parameters[name] = _parameters.TryGetValue(name, out string? before) ? $"{before}\n{text}" : text;
        }
        described.RemoveAll(parameter => parameters.Contains(parameter.Name));
        string[] without = parameters.Where(name => !_parameters.ContainsKey(name)).ToArray();
        // Xen's comments do not always use the prototype's names (@pdone for done_out): one left on each side are the same.
        if (described.Count == 1 && without.Length == 1)
            _parameters[without[0]] = described[0].Text;
        else
            Rest = Source.CommentText.Paragraphs(string.Join('\n', described.Select(parameter => $"{parameter.Name}: {parameter.Text}")), Rest);
    }

    /// <summary>What is said of no parameter in particular.</summary>
    public string Rest { get; }

    /// <summary>What is said of a parameter.</summary>
    public string OfParameter(string name) => _parameters.GetValueOrDefault(name, string.Empty);

    /// <summary>Takes the paragraph on the parameters out of the words.</summary>
    public static (string Remaining, List<(string Name, string Text)> Parameters) Split(string words)
    {
        var rest = new List<string>();
        var parameters = new List<(string Name, string Text)>();
        bool isInParagraph = false, isDone = false;
        string before = string.Empty;
        foreach (string line in words.Split('\n'))
        {
            string? name = NameIn(line);
            if (!isDone && !isInParagraph && before.Length == 0 && name is not null)
                isInParagraph = true;
            if (isInParagraph && line.Length == 0)
                (isInParagraph, isDone) = (false, true);
            if (!isInParagraph)
            {
                // The empty line above the paragraph goes with it.
                if (line.Length > 0 || rest.Count == 0 || rest[^1].Length > 0)
                    rest.Add(line);
            }
            else if (name is not null)
                parameters.Add((name, Sentence(line[(name.Length + 1)..])));
            else
                parameters[^1] = (parameters[^1].Name, $"{parameters[^1].Text}\n{line.Trim()}");
            before = line;
        }
        return (string.Join('\n', rest).Trim('\n'), parameters);
    }

    private static string? NameIn(string line)
    {
        if (!line.StartsWith('@'))
            return null;
        int end = 1;
        while (end < line.Length && (line[end] == '_' || char.IsAsciiLetterOrDigit(line[end])))
            end++;
        return end == 1 ? null : line[1..end];
    }

    /// <summary>"@reqs is an array" → "An array".</summary>
    private static string Sentence(string text)
    {
        text = text.TrimStart(' ', ':', '-');
        if (text.StartsWith("is ", StringComparison.Ordinal))
            text = text[3..];
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
