using System.Security.Cryptography;
using XenSdk.Abi;
using XenSdk.Reader.Clang;

namespace XenSdk.Reader.Declarations;

/// <summary>A file that an <c>#include</c> reached.</summary>
/// <param name="Name">The name that the header knows it by.</param>
/// <param name="Path">Its path on this machine.</param>
/// <param name="Sha256">The hash of its bytes as clang read them.</param>
internal sealed record IncludedFile(string Name, string Path, string Sha256);

/// <summary>
/// The names of the files of one parse as a model has them: a file that the search path gave is named as it was asked for
/// (<c>asm/xen/interface.h</c>), one that was found beside the header by its way from there (<c>./more.h</c>), one beside
/// another include by that one's name. No path of this machine is part of them.
/// </summary>
internal sealed class FileNames(ClangUnit unit, nint header, string headerName, IReadOnlyList<string> searchPath)
{
    private readonly Dictionary<nint, string> _paths = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly List<IncludedFile> _included = [];
    private readonly List<string> _absent = [];

    /// <summary>The files that were included, in the order in which they were reached.</summary>
    public IReadOnlyList<IncludedFile> Included => _included;

    /// <summary>Paths where there was no file; one that comes there would be found before the one that was.</summary>
    public IReadOnlyList<string> Absent => _absent;

    /// <summary>Takes note of an <c>#include</c>.</summary>
    /// <param name="directive">Where it stands.</param>
    /// <param name="asked">The name that it asks for.</param>
    /// <param name="file">The file that was found; 0 where none was.</param>
    public void Add(ClangPlace directive, string asked, nint file)
    {
        if (file == 0)
            return;
        string path = PathOf(file);
        bool isQuoted = IsQuoted(directive);
        AddAbsent(directive.File, asked, path, isQuoted);
        if (file == header || _names.ContainsKey(path))
            return;
        string name = isQuoted && path == Beside(directive.File, asked) ? NameBeside(directive.File, asked) : NameOnSearchPath(asked);
        _names.Add(path, name);
        _included.Add(new IncludedFile(name, path, Convert.ToHexString(SHA256.HashData(unit.Contents(file))).ToLowerInvariant()));
    }

    /// <summary>The name of a file of the parse.</summary>
    public string NameOf(nint file) => file == header ? headerName : _names.GetValueOrDefault(PathOf(file), headerName);

    /// <summary>The path of a file on this machine.</summary>
    public string PathOf(nint file)
    {
        if (!_paths.TryGetValue(file, out string? path))
            _paths.Add(file, path = ClangUnit.FileName(file));
        return path;
    }

    /// <summary>A place of a model as the user finds it: with the file's path on this machine.</summary>
    public AbiPlace OnMachine(AbiPlace place) =>
        place.File == headerName ? place with { File = PathOf(header) }
        : _included.Find(file => file.Name == place.File) is { } included ? place with { File = included.Path }
        : place;

    /// <summary>A place in the form that a model has.</summary>
    public AbiPlace PlaceOf(ClangPlace place) => new(NameOf(place.File), place.Line, place.Column);

    /// <summary>Whether it is <c>#include "…"</c>, which looks beside the file that it stands in first.</summary>
    private bool IsQuoted(ClangPlace directive)
    {
        ReadOnlySpan<byte> rest = unit.Contents(directive.File)[directive.Offset..];
        int end = rest.IndexOf((byte)'\n');
        return rest[..(end < 0 ? rest.Length : end)].Contains((byte)'"');
    }

    /// <summary>The places that come before the one where the file was found.</summary>
    private void AddAbsent(nint includer, string asked, string found, bool isQuoted)
    {
        IEnumerable<string> candidates = searchPath.Select(folder => $"{folder}/{asked}");
        foreach (string candidate in isQuoted ? candidates.Prepend(Beside(includer, asked)) : candidates)
        {
            if (Path.IsPathRooted(asked) || candidate == found)
                return;
            if (!_absent.Contains(candidate))
                _absent.Add(candidate);
        }
    }

    private string Beside(nint includer, string asked)
    {
        // clang writes the current folder as a dot.
        string folder = Path.GetDirectoryName(PathOf(includer)) ?? string.Empty;
        return folder.Length == 0 ? $"./{asked}" : $"{folder}/{asked}";
    }

    private string NameBeside(nint includer, string asked)
    {
        if (Path.IsPathRooted(asked))
            return Path.GetFileName(asked);
        if (includer == header)
            return $"./{Clean(asked)}";
        string own = NameOf(includer);
        int slash = own.LastIndexOf('/');
        return Clean(slash < 0 ? asked : $"{own[..slash]}/{asked}", keepDot: own.StartsWith("./", StringComparison.Ordinal));
    }

    private static string NameOnSearchPath(string asked) => Path.IsPathRooted(asked) ? Path.GetFileName(asked) : Clean(asked);

    /// <summary>Takes out <c>.</c> and what <c>..</c> goes back over.</summary>
    private static string Clean(string name, bool keepDot = false)
    {
        var parts = new List<string>();
        foreach (string part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "." || (part == ".." && parts.Count > 0 && parts[^1] != ".."))
            {
                if (part == "..")
                    parts.RemoveAt(parts.Count - 1);
                continue;
            }
            parts.Add(part);
        }
        return (keepDot ? "./" : "") + string.Join('/', parts);
    }
}
