namespace XenSdk.Reader.Hypercalls;

/// <summary>
/// The words of a comment about a hypercall, with those on its parameters taken apart. Xen writes <c>@reqs is an array
/// …</c>, a paragraph line for each, with lines that go on indented below.
/// </summary>
internal sealed class HypercallWords
{
    private readonly Dictionary<string, string> _parameters = [];

    /// <param name="words">All of the words.</param>
    /// <param name="parameters">The names of the parameters; what is said of other names stays where it is.</param>
    public HypercallWords(string words, IReadOnlyCollection<string> parameters)
    {
        var rest = new List<string>();
        string? current = null;
        foreach (string line in words.Split('\n'))
        {
            string? named = NameIn(line);
            if (named is not null)
                current = parameters.Contains(named) ? named : null;
            else if (!line.StartsWith(' '))
                current = null;
            if (current is null)
                rest.Add(line);
            else
                Add(current, named is null ? line.Trim() : Sentence(line[(named.Length + 1)..]));
        }
        Rest = string.Join('\n', rest).Trim('\n');
    }

    /// <summary>What is said of no parameter in particular.</summary>
    public string Rest { get; }

    /// <summary>What is said of a parameter.</summary>
    public string OfParameter(string name) => _parameters.GetValueOrDefault(name, string.Empty);

    private void Add(string parameter, string line)
    {
        string before = OfParameter(parameter);
        _parameters[parameter] = before.Length == 0 ? line : $"{before}\n{line}";
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
