using System.Text.Json;
using System.Text.RegularExpressions;

namespace XenSdk.Layout.Tests;

/// <summary>abi/overrides.json as plain data.</summary>
public static partial class OverridesFile
{
    private static readonly JsonElement Root = Read();

    public static IReadOnlyList<JsonProperty> Names => Section("names");

    public static IReadOnlyList<JsonProperty> Enums => Section("enums");

    public static IReadOnlyList<JsonProperty> Fields => Section("fields");

    public static IReadOnlyList<JsonProperty> Hypercalls => Section("hypercalls");

    public static string Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) ? value.GetString()! : "";

    public static IEnumerable<JsonProperty> Properties(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) ? value.EnumerateObject() : [];

    /// <summary>Who may call, in the overrides' words.</summary>
    public static string Modes(JsonElement hypercall) => string.Join(' ', hypercall.GetProperty("modes").EnumerateArray());

    /// <summary>Whether any guest of a target may make the call.</summary>
    public static bool IsFor(JsonElement hypercall, Target target) => hypercall.GetProperty("modes").EnumerateArray()
        .Any(mode => (mode.GetString() == "arm") == (target.Include == "arm"));

    /// <summary>The prototype for a target; null where the overrides give none.</summary>
    public static string? Prototype(JsonElement hypercall, Target target)
    {
        if (!hypercall.TryGetProperty("prototype", out JsonElement prototype))
            return null;
        if (prototype.ValueKind == JsonValueKind.String)
            return prototype.GetString();
        return prototype.TryGetProperty(target.Name, out JsonElement own) || prototype.TryGetProperty("default", out own) ? own.GetString() : null;
    }

    /// <summary>The parameters' names, in order.</summary>
    public static List<string> ParameterNames(string prototype)
    {
        string list = prototype[(prototype.IndexOf('(', StringComparison.Ordinal) + 1)..prototype.LastIndexOf(')')];
        return list.Trim() == "void" ? [] : [.. list.Split(',').Select(parameter => ParameterName().Match(parameter).Groups["name"].Value)];
    }

    private static List<JsonProperty> Section(string name) => [.. Root.GetProperty(name).EnumerateObject()];

    private static JsonElement Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Overrides));
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"(?<name>\w+)\s*(\[\s*\])?\s*$")]
    private static partial Regex ParameterName();
}
