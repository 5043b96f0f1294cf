using XenSdk.Abi;

namespace XenSdk.Reader;

/// <summary>What to read, and how.</summary>
public sealed record ReadRequest
{
    /// <summary>The header's path, as the user gives it: messages name it so.</summary>
    public required string Header { get; init; }

    /// <summary>Folders where includes are looked for, before those that the reader brings.</summary>
    public IReadOnlyList<string> IncludeFolders { get; init; } = [];

    /// <summary>Macros that are defined before the first line: <c>NAME</c> or <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Defines { get; init; } = [];

    /// <summary>Overrides that may name things which the header lacks, such as those that come with the package.</summary>
    public IReadOnlyList<string> BaseOverrides { get; init; } = [];

    /// <summary>Overrides; a later file wins over an earlier one, key by key, and all win over the base.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The file of libclang to use; null to look for one.</summary>
    public string? ClangLibrary { get; init; }

    /// <summary>The folder of the companion headers; the one beside the reader's dll unless a test says otherwise.</summary>
    public string CompanionFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "include");

    /// <summary>Where includes are looked for, for a target, in order.</summary>
    internal IEnumerable<string> SearchPath(AbiTarget target) =>
        [.. IncludeFolders, Path.Combine(CompanionFolder, target.IsX86 ? "x86" : "arm"), Path.Combine(CompanionFolder, "common")];
}
