using System.Text;

namespace XenSdk.Reader.Inputs;

/// <summary>Finds the includes that a model names on the search path of today, without libclang.</summary>
internal sealed class IncludeSearch(string headerFolder, IReadOnlyList<string> searchPath)
{
    private readonly List<string> _absent = [];

    /// <summary>Paths where there is no file; one that comes there would be found before the one that is.</summary>
    public IReadOnlyList<string> Absent => _absent;

    /// <summary>The path of an include that a model names; null where there is none.</summary>
    public string? Find(string name)
    {
        foreach (string candidate in Candidates(name))
        {
            if (File.Exists(candidate))
                return candidate;
            _absent.Add(candidate);
        }
        return null;
    }

    /// <summary>
    /// Whether a file now stands where clang would find it first, for an <c>#include "…"</c> in a file of the model: beside
    /// the file that asks, where the model knows the one on the search path.
    /// </summary>
    /// <param name="includer">The name of the file that asks; <c>./</c> and its own name for the header.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="known">The names of the model's includes.</param>
    public bool IsShadowed(string includer, byte[] text, IReadOnlySet<string> known)
    {
        foreach (string asked in QuotedIncludes(Encoding.UTF8.GetString(text)))
        {
            int slash = includer.LastIndexOf('/');
            string beside = slash < 0 ? asked : $"{includer[..slash]}/{asked}";
            if (!known.Contains(beside) && known.Contains(asked) && Find(beside) is not null)
                return true;
        }
        return false;
    }

    private IEnumerable<string> Candidates(string name) => name.StartsWith("./", StringComparison.Ordinal)
        ? [Path.Combine(headerFolder, name[2..])]
        : searchPath.Select(folder => Path.Combine(folder, name));

    /// <summary>The names in the lines <c>#include "…"</c>; some may stand where the preprocessor does not go.</summary>
    private static IEnumerable<string> QuotedIncludes(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string directive = line.TrimStart();
            if (!directive.StartsWith('#') || !directive[1..].TrimStart().StartsWith("include", StringComparison.Ordinal))
                continue;
            int start = directive.IndexOf('"', StringComparison.Ordinal) + 1;
            int end = start > 0 ? directive.IndexOf('"', start) : -1;
            if (end > start)
                yield return directive[start..end];
        }
    }
}
