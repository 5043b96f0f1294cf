using XenSdk.Abi;

namespace XenSdk.Reader.Overrides;

/// <summary>The words that an overrides file may use; <c>abi/overrides.schema.json</c> says the same to editors.</summary>
internal static class OverridesKeys
{
    public const string DefaultPrototype = "default";

    public static readonly string[] Document = ["$schema", "names", "enums", "fields", "hypercalls"];
    public static readonly string[] Enum = ["prefix", "macros", "strip", "type", "flags", "doc", "names"];
    public static readonly string[] Field = ["enum", "type"];
    public static readonly string[] Hypercall = ["modes", "prototype", "parameters", "frame", "deprecated", "doc"];
    public static readonly string[] Parameter = ["name", "direction", "enum", "count", "doc"];
    public static readonly string[] Modes = ["pv", "hvm", "arm"];
    public static readonly string[] Directions = ["in", "out", "inout"];
    public static readonly string[] Prototypes = [DefaultPrototype, .. AbiTarget.All.Select(target => target.Name)];
}
