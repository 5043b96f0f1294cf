using System.CommandLine;
using XenSdk.Abi;
using XenSdk.Reader;

namespace XenSdk.Tool;

/// <summary>What a command is to read.</summary>
internal sealed record BoundOptions(ReadRequest Request, IReadOnlyList<AbiTarget> Targets, bool IsVerbose);

/// <summary>The arguments that every command has that reads a header.</summary>
internal sealed class HeaderOptions
{
    private readonly Option<string[]> _targets = new("--target", "-t")
    {
        Description = $"Architecture to read it for: {string.Join(", ", AbiTarget.All)}. Can be given several times.",
        HelpName = "TARGET",
    };

    private readonly Option<string[]> _overrides = new("--overrides")
    {
        Description = "JSON file with what C cannot say: names, groups of macros, prototypes. Given several times, a later one wins key by key.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _baseOverrides = new("--base-overrides")
    {
        Description = "Overrides below all others; what they name and the header lacks is passed over.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _includes = new("-I")
    {
        Description = "Folder to look for includes in, before those that xensdk brings.",
        HelpName = "DIR",
    };

    private readonly Option<string[]> _defines = new("-D")
    {
        Description = "Macro to define before the first line.",
        HelpName = "NAME[=VALUE]",
    };

    private readonly Option<string> _library = new("--libclang")
    {
        Description = "File of libclang, instead of the newest of versions 14 to 19 that is found. The variable XENSDK_LIBCLANG says the same.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell what is only good to know, too." };

    /// <summary>The headers that the command names, of which the first is bound.</summary>
    public IReadOnlyList<Argument<string>> Headers { get; init; } = [new("HEADER") { Description = "The header to read." }];

    /// <summary>Whether there is nothing else that says the target.</summary>
    public bool NeedsTarget { get; init; } = true;

    public void AddTo(Command command)
    {
        foreach (Argument<string> header in Headers)
            command.Arguments.Add(header);
        _targets.Required = NeedsTarget;
        foreach (Option option in new Option[] { _targets, _overrides, _baseOverrides, _includes, _defines, _library, _verbose })
            command.Options.Add(option);
    }

    /// <summary>The values; null, and XEN0005, where a target is none.</summary>
    public BoundOptions? Bind(ParseResult parsed, DiagnosticWriter diagnostics)
    {
        var targets = new List<AbiTarget>();
        bool isKnown = true;
        foreach (string name in (parsed.GetValue(_targets) ?? []).SelectMany(names => names.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (AbiTarget.Find(name) is not { } target)
            {
                diagnostics.Write(new AbiDiagnostic("XEN0005", AbiSeverity.Error, null,
                    $"there is no target '{name}'. Targets are: {string.Join(", ", AbiTarget.All)}."));
                isKnown = false;
            }
            else if (!targets.Contains(target))
            {
                targets.Add(target);
            }
        }
        if (!isKnown)
            return null;
        var request = new ReadRequest
        {
            Header = parsed.GetValue(Headers[0])!,
            IncludeFolders = parsed.GetValue(_includes) ?? [],
            Defines = parsed.GetValue(_defines) ?? [],
            BaseOverrides = parsed.GetValue(_baseOverrides) ?? [],
            Overrides = parsed.GetValue(_overrides) ?? [],
            ClangLibrary = parsed.GetValue(_library),
        };
        return new BoundOptions(request, targets, parsed.GetValue(_verbose));
    }
}
