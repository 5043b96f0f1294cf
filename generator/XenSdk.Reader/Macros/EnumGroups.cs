using XenSdk.Reader.Overrides;

namespace XenSdk.Reader.Macros;

/// <summary>Which enum of the overrides a macro belongs to: the one that names it, else the one with the longest prefix.</summary>
internal sealed class EnumGroups
{
    private readonly Dictionary<string, string> _byMacro = [];
    private readonly List<(string Prefix, string Group)> _prefixes = [];

    public EnumGroups(OverridesDocument overrides, DiagnosticLog log)
    {
        foreach (Entry<EnumOverride> group in overrides.Enums.All)
        {
            if (group.Value.Prefix is { } prefix)
                _prefixes.Add((prefix.Value, group.Key));
            foreach (Located<string> macro in group.Value.Macros?.Value ?? [])
            {
                if (!_byMacro.TryAdd(macro.Value, group.Key))
                    log.Error("XEN1008", macro.Place, $"'{macro.Value}' is a member of the enum '{_byMacro[macro.Value]}' already. Leave it in one of them.");
            }
        }
        _prefixes.Sort((left, right) => right.Prefix.Length != left.Prefix.Length
            ? right.Prefix.Length.CompareTo(left.Prefix.Length)
            : string.CompareOrdinal(left.Group, right.Group));
    }

    /// <summary>The enum's name in C#; null where the macro belongs to none.</summary>
    public string? Of(string macro)
    {
        if (_byMacro.TryGetValue(macro, out string? group))
            return group;
        foreach ((string prefix, string name) in _prefixes)
        {
            if (macro.Length > prefix.Length && macro.StartsWith(prefix, StringComparison.Ordinal))
                return name;
        }
        return null;
    }

    /// <summary>What is left of a macro's name in its enum.</summary>
    public static string Strip(string macro, EnumOverride group)
    {
        string prefix = (group.Prefix ?? group.Strip)?.Value ?? string.Empty;
        return macro.Length > prefix.Length && macro.StartsWith(prefix, StringComparison.Ordinal) ? macro[prefix.Length..] : macro;
    }
}
