using System.Text.Json;
using System.Text.RegularExpressions;

namespace XenSdk.Layout.Tests;

/// <summary>
/// Validates JSON against a schema: as much of draft 2020-12 as abi/overrides.schema.json uses. A keyword that it does not
/// know is a failure, so that no part of the schema goes unchecked.
/// </summary>
public sealed class SchemaValidator(JsonElement schema)
{
    private static readonly HashSet<string> Annotations = ["$schema", "title", "description", "default", "$defs"];

    /// <summary>What is wrong, each with the place as a JSON pointer; empty for a valid document.</summary>
    public List<string> Validate(JsonElement document)
    {
        var errors = new List<string>();
        Check(schema, document, "", errors);
        return errors;
    }

    private void Check(JsonElement rules, JsonElement value, string at, List<string> errors)
    {
        if (rules.ValueKind == JsonValueKind.False)
        {
            errors.Add($"{at}: not allowed");
            return;
        }

        foreach (JsonProperty rule in rules.EnumerateObject())
        {
            if (!Annotations.Contains(rule.Name))
                CheckKeyword(rules, rule, value, at, errors);
        }
    }

    private void CheckKeyword(JsonElement rules, JsonProperty rule, JsonElement value, string at, List<string> errors)
    {
        bool isObject = value.ValueKind == JsonValueKind.Object;
        bool isArray = value.ValueKind == JsonValueKind.Array;
        bool isString = value.ValueKind == JsonValueKind.String;
        switch (rule.Name)
        {
            case "$ref":
                Check(Resolve(rule.Value.GetString()!), value, at, errors);
                break;
            case "type":
                Require(TypeOf(value) == rule.Value.GetString(), $"{TypeOf(value)} in place of {rule.Value}");
                break;
            case "enum":
                Require(rule.Value.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)), $"{value} is not one of {rule.Value}");
                break;
            case "oneOf":
                Require(rule.Value.EnumerateArray().Count(option => IsValid(option, value)) == 1, "not exactly one of the forms");
                break;
            case "not":
                Require(!IsValid(rule.Value, value), $"it is as {rule.Value} says, which it must not be");
                break;
            case "pattern" when isString:
                Require(Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.ECMAScript), $"{value} does not match {rule.Value}");
                break;
            case "minLength" when isString:
                Require(value.GetString()!.Length >= rule.Value.GetInt32(), "too short");
                break;
            case "required" when isObject:
                foreach (JsonElement key in rule.Value.EnumerateArray())
                    Require(value.TryGetProperty(key.GetString()!, out _), $"{key} is missing");
                break;
            case "minProperties" when isObject:
                Require(value.EnumerateObject().Count() >= rule.Value.GetInt32(), "too few properties");
                break;
            case "propertyNames" when isObject:
                foreach (JsonProperty property in value.EnumerateObject())
                    Check(rule.Value, JsonSerializer.SerializeToElement(property.Name), $"{at}/{property.Name} (its name)", errors);
                break;
            case "properties" when isObject:
                foreach (JsonProperty property in rule.Value.EnumerateObject())
                {
                    if (value.TryGetProperty(property.Name, out JsonElement member))
                        Check(property.Value, member, $"{at}/{property.Name}", errors);
                }

                break;
            case "additionalProperties" when isObject:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    if (!rules.TryGetProperty("properties", out JsonElement known) || !known.TryGetProperty(property.Name, out _))
                        Check(rule.Value, property.Value, $"{at}/{property.Name}", errors);
                }

                break;
            case "items" when isArray:
                foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
                    Check(rule.Value, item, $"{at}/{index}", errors);
                break;
            case "minItems" when isArray:
                Require(value.GetArrayLength() >= rule.Value.GetInt32(), "too few items");
                break;
            case "uniqueItems" when isArray:
                Require(value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength(), "an item twice");
                break;
            case "pattern" or "minLength" or "required" or "minProperties" or "propertyNames" or "properties" or "additionalProperties"
                or "items" or "minItems" or "uniqueItems":
                break;
            default:
                throw new NotSupportedException($"the schema uses '{rule.Name}', which this validator does not know");
        }

        void Require(bool condition, string message)
        {
            if (!condition)
                errors.Add($"{(at.Length == 0 ? "/" : at)}: {message}");
        }
    }

    private bool IsValid(JsonElement rules, JsonElement value)
    {
        var errors = new List<string>();
        Check(rules, value, "", errors);
        return errors.Count == 0;
    }

    private JsonElement Resolve(string reference)
    {
        const string definitions = "#/$defs/";
        return reference.StartsWith(definitions, StringComparison.Ordinal)
            ? schema.GetProperty("$defs").GetProperty(reference[definitions.Length..])
            : throw new NotSupportedException($"the schema refers to '{reference}'");
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "number",
        _ => "null",
    };
}
