using XenSdk.Abi;
using XenSdk.Reader.Naming;

namespace XenSdk.Reader.Overrides;

/// <summary>Reports what overrides name and the header lacks, on every target: XEN1005, with what was probably meant.</summary>
internal static class OverridesCheck
{
    /// <summary>Whether overrides name something that the header lacks on the targets that <paramref name="index"/> speaks for.</summary>
    public static bool IsSomethingMissing(OverridesDocument overrides, NameIndex index, HashSet<string> cEnums)
    {
        var log = new DiagnosticLog();
        Run(overrides, index, cEnums, log);
        return log.HasErrors;
    }

    /// <summary>Reports.</summary>
    /// <param name="overrides">The overrides.</param>
    /// <param name="index">Every name that the header has, on whatever target.</param>
    /// <param name="cEnums">C# names of C's own enums.</param>
    /// <param name="log">Takes the errors.</param>
    public static void Run(OverridesDocument overrides, NameIndex index, HashSet<string> cEnums, DiagnosticLog log)
    {
        foreach (Entry<Located<string>> name in overrides.Names.All)
        {
            if (!name.IsLenient && !index.Contains(name.Key))
                Missing(name.Place, name.Key, "type, field, macro or hypercall", index.All);
        }
        foreach (Entry<FieldOverride> field in overrides.Fields.All)
        {
            if (!field.IsLenient && !index.Fields.Contains(field.Key))
                Missing(field.Place, field.Key, "field", index.Fields);
            CheckEnum(field.Value.Enum);
        }
        foreach (Entry<HypercallOverride> call in overrides.Hypercalls.All)
        {
            if (!call.IsLenient && !index.Hypercalls.Contains(call.Key))
                Missing(call.Place, call.Key, "hypercall", index.Hypercalls);
            foreach (Entry<ParameterOverride> parameter in call.Value.Parameters.All)
                CheckEnum(parameter.Value.Enum);
        }
        foreach (Entry<EnumOverride> group in overrides.Enums.All)
            CheckMembers(group.Value);

        void CheckEnum(Located<string>? name)
        {
            if (name is { IsLenient: false } && overrides.Enums.Find(name.Value) is null && !cEnums.Contains(name.Value))
            {
                string suggestion = Suggestion.For(name.Value, overrides.Enums.All.Select(group => group.Key).Concat(cEnums));
                log.Error("XEN1005", name.Place, $"there is no enum '{name.Value}': neither is it a key of \"enums\", nor the C# name of an enum of the header.{suggestion}");
            }
        }

        void CheckMembers(EnumOverride group)
        {
            if (group.Prefix is { IsLenient: false } prefix && !index.Macros.Any(macro => macro.StartsWith(prefix.Value, StringComparison.Ordinal)))
                log.Error("XEN1005", prefix.Place, $"no macro of the header begins with '{prefix.Value}'.{Suggestion.For(prefix.Value, Prefixes(index))}");
            foreach (Located<string> macro in group.Macros?.Value ?? [])
            {
                if (!macro.IsLenient && !index.Macros.Contains(macro.Value))
                    Missing(macro.Place, macro.Value, "macro", index.Macros);
            }
            foreach (Entry<Located<string>> name in group.Names.All)
            {
                if (!name.IsLenient && !index.Macros.Contains(name.Key))
                    Missing(name.Place, name.Key, "macro", index.Macros);
            }
        }

        void Missing(Abi.AbiPlace place, string name, string kind, IEnumerable<string> candidates) =>
            log.Error("XEN1005", place, $"the header has no {kind} '{name}'.{Suggestion.For(name, candidates)}");
    }

    /// <summary>The beginnings of macro names, up to each underscore.</summary>
    private static IEnumerable<string> Prefixes(NameIndex index) => index.Macros
        .SelectMany(macro => macro.Select((letter, i) => letter == '_' ? macro[..(i + 1)] : string.Empty))
        .Where(prefix => prefix.Length > 0)
        .Distinct();
}
