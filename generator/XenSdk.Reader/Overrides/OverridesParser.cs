using System.Text.Json;
using System.Text.Unicode;
using XenSdk.Abi;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Overrides;

/// <summary>Reads overrides files into one document, a later file over an earlier one, key by key.</summary>
internal sealed class OverridesParser(OverridesDocument document, DiagnosticLog log)
{
    /// <summary>Reads one more file.</summary>
    /// <param name="path">The file, as the user names it.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="isLenient">Whether what it names may be missing in the header.</param>
    public void Parse(string path, byte[] bytes, bool isLenient)
    {
        var text = new SourceText(bytes);
        if (!Utf8.IsValid(bytes))
        {
            log.Error("XEN1002", new AbiPlace(path, 1, 1), "the overrides are not JSON: the file is not UTF-8. Save it as UTF-8.");
            return;
        }
        try
        {
            var json = new JsonCursor(text, path, isLenient, log);
            Document(ref json);
            json.Finish();
        }
        catch (JsonException exception)
        {
            var place = new AbiPlace(path, (int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);
            log.Error("XEN1002", place, $"the overrides are not JSON: {Sentence(exception.Message)}");
        }
    }

    /// <summary>.NET adds line and column to the message, which the place says better.</summary>
    private static string Sentence(string message)
    {
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private void Document(ref JsonCursor json)
    {
        if (!json.BeginObject("the overrides file"))
            return;
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> member))
        {
            switch (member.Key)
            {
                case "$schema":
                    json.String("'$schema'");
                    break;
                case "names":
                    Names(ref json, "'names'", document.Names);
                    break;
                case "enums":
                    Enums(ref json);
                    break;
                case "fields":
                    Fields(ref json);
                    break;
                case "hypercalls":
                    Hypercalls(ref json);
                    break;
                default:
                    json.Unknown(member, "an overrides file", OverridesKeys.Document);
                    break;
            }
        }
    }

    private static void Names(ref JsonCursor json, string what, Entries<Located<string>> names)
    {
        if (!json.BeginObject(what))
            return;
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> member))
        {
            if (json.Word($"the name of '{member.Key}'") is { } name)
                names.Set(new(member.Key, member.Place, member.IsLenient, name));
        }
    }

    private void Enums(ref JsonCursor json)
    {
        if (!json.BeginObject("'enums'"))
            return;
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> member))
        {
            string what = $"the enum '{member.Key}'";
            if (!json.BeginObject(what))
                continue;
            EnumOverride group = document.Enums.Find(member.Key)?.Value ?? new EnumOverride();
            var keys = new HashSet<string>();
            while (json.NextMember(keys, out Entry<bool> property))
            {
                switch (property.Key)
                {
                    case "prefix":
                        group = group with { Prefix = json.Word($"'prefix' of {what}") ?? group.Prefix, Macros = null };
                        break;
                    case "macros":
                        group = group with { Macros = json.Words($"'macros' of {what}") ?? group.Macros, Prefix = null };
                        break;
                    case "strip":
                        group = group with { Strip = json.Word($"'strip' of {what}") ?? group.Strip };
                        break;
                    case "type":
                        group = group with { Type = json.Word($"'type' of {what}") ?? group.Type };
                        break;
                    case "flags":
                        group = group with { Flags = json.Bool($"'flags' of {what}") ?? group.Flags };
                        break;
                    case "doc":
                        group = group with { Doc = json.String($"'doc' of {what}") ?? group.Doc };
                        break;
                    case "names":
                        Names(ref json, $"'names' of {what}", group.Names);
                        break;
                    default:
                        json.Unknown(property, "an enum", OverridesKeys.Enum);
                        break;
                }
            }
            if (keys.Contains("prefix") && keys.Contains("macros"))
                log.Error("XEN1004", member.Place, $"{what} has both 'prefix' and 'macros'. Keep the one that says which macros belong to it.");
            else if (group.Prefix is null && group.Macros is null && !keys.Contains("prefix") && !keys.Contains("macros"))
                log.Error("XEN1004", member.Place, $"{what} has no members. Give it 'prefix' or 'macros'.");
            document.Enums.Set(new(member.Key, member.Place, member.IsLenient, group));
        }
    }

    private void Fields(ref JsonCursor json)
    {
        if (!json.BeginObject("'fields'"))
            return;
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> member))
        {
            string what = $"the field '{member.Key}'";
            if (!json.BeginObject(what))
                continue;
            FieldOverride field = document.Fields.Find(member.Key)?.Value ?? new FieldOverride();
            var keys = new HashSet<string>();
            while (json.NextMember(keys, out Entry<bool> property))
            {
                switch (property.Key)
                {
                    case "enum":
                        field = field with { Enum = json.Word($"'enum' of {what}") ?? field.Enum };
                        break;
                    case "type":
                        field = field with { Type = json.Word($"'type' of {what}") ?? field.Type };
                        break;
                    default:
                        json.Unknown(property, "a field", OverridesKeys.Field);
                        break;
                }
            }
            document.Fields.Set(new(member.Key, member.Place, member.IsLenient, field));
        }
    }

    private void Hypercalls(ref JsonCursor json)
    {
        if (!json.BeginObject("'hypercalls'"))
            return;
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> member))
        {
            string what = $"the hypercall '{member.Key}'";
            if (!json.BeginObject(what))
                continue;
            HypercallOverride call = document.Hypercalls.Find(member.Key)?.Value ?? new HypercallOverride();
            var keys = new HashSet<string>();
            while (json.NextMember(keys, out Entry<bool> property))
                call = Hypercall(ref json, property, what, call);
            document.Hypercalls.Set(new(member.Key, member.Place, member.IsLenient, call));
        }
    }

    private static HypercallOverride Hypercall(ref JsonCursor json, Entry<bool> property, string what, HypercallOverride call)
    {
        switch (property.Key)
        {
            case "modes":
                return call with { Modes = Modes(ref json, what) ?? call.Modes };
            case "prototype":
                return call with { Prototypes = Prototypes(ref json, property, what) ?? call.Prototypes };
            case "parameters":
                Parameters(ref json, what, call.Parameters);
                return call;
            case "frame":
                return call with { Frame = json.Bool($"'frame' of {what}") ?? call.Frame };
            case "deprecated":
                return call with { Deprecated = json.String($"'deprecated' of {what}") ?? call.Deprecated };
            case "doc":
                return call with { Doc = json.String($"'doc' of {what}") ?? call.Doc };
            default:
                json.Unknown(property, "a hypercall", OverridesKeys.Hypercall);
                return call;
        }
    }

    private static Located<AbiModes>? Modes(ref JsonCursor json, string what)
    {
        if (json.Words($"'modes' of {what}") is not { } words)
            return null;
        AbiModes modes = AbiModes.None;
        foreach (Located<string> word in words.Value)
        {
            int index = Array.IndexOf(OverridesKeys.Modes, word.Value);
            if (index < 0)
                json.NotOneOf(word, "mode", OverridesKeys.Modes);
            else
                modes |= index switch { 0 => AbiModes.Pv, 1 => AbiModes.Hvm, _ => AbiModes.Arm };
        }
        return new Located<AbiModes>(modes, words.Place, words.IsLenient);
    }

    private static Entries<Located<string>>? Prototypes(ref JsonCursor json, Entry<bool> property, string what)
    {
        var prototypes = new Entries<Located<string>>();
        if (!json.IsObject)
        {
            if (json.Word($"'prototype' of {what}") is not { } only)
                return null;
            prototypes.Set(new(OverridesKeys.DefaultPrototype, property.Place, property.IsLenient, only));
            return prototypes;
        }
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> target))
        {
            if (Array.IndexOf(OverridesKeys.Prototypes, target.Key) < 0)
                json.Unknown(target, "a prototype", OverridesKeys.Prototypes);
            else if (json.Word($"the prototype of {what}") is { } prototype)
                prototypes.Set(new(target.Key, target.Place, target.IsLenient, prototype));
        }
        return prototypes;
    }

    private static void Parameters(ref JsonCursor json, string what, Entries<ParameterOverride> parameters)
    {
        if (!json.BeginObject($"'parameters' of {what}"))
            return;
        var seen = new HashSet<string>();
        while (json.NextMember(seen, out Entry<bool> member))
        {
            string parameter = $"the parameter '{member.Key}' of {what}";
            if (!json.BeginObject(parameter))
                continue;
            ParameterOverride value = parameters.Find(member.Key)?.Value ?? new ParameterOverride();
            var keys = new HashSet<string>();
            while (json.NextMember(keys, out Entry<bool> property))
                value = Parameter(ref json, property, parameter, value);
            parameters.Set(new(member.Key, member.Place, member.IsLenient, value));
        }
    }

    private static ParameterOverride Parameter(ref JsonCursor json, Entry<bool> property, string what, ParameterOverride parameter)
    {
        switch (property.Key)
        {
            case "name":
                return parameter with { Name = json.Word($"'name' of {what}") ?? parameter.Name };
            case "direction":
                return parameter with { Direction = Direction(ref json, what) ?? parameter.Direction };
            case "enum":
                return parameter with { Enum = json.Word($"'enum' of {what}") ?? parameter.Enum };
            case "count":
                return parameter with { Count = json.Word($"'count' of {what}") ?? parameter.Count };
            case "doc":
                return parameter with { Doc = json.String($"'doc' of {what}") ?? parameter.Doc };
            default:
                json.Unknown(property, "a parameter", OverridesKeys.Parameter);
                return parameter;
        }
    }

    private static Located<AbiDirection>? Direction(ref JsonCursor json, string what)
    {
        if (json.Word($"'direction' of {what}") is not { } word)
            return null;
        int index = Array.IndexOf(OverridesKeys.Directions, word.Value);
        if (index >= 0)
            return new Located<AbiDirection>((AbiDirection)index, word.Place, word.IsLenient);
        json.NotOneOf(word, "direction", OverridesKeys.Directions);
        return null;
    }
}
