using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A declaration as C writes it, for documentation.</summary>
internal static class CDeclaration
{
    public static string Of(AbiField field)
    {
        string declaration = Of(field.CType.Length == 0 ? InlineType(field.Type) : field.CType, field.Name);
        return field.BitWidth == 0
            ? declaration
            : string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0} : {1}", declaration, field.BitWidth);
    }

    public static string Of(AbiParameter parameter) => Of(parameter.CType, parameter.Name);

    private static string Of(string type, string name)
    {
        if (name.Length == 0)
            return type;
        int bracket = type.IndexOf('[');
        if (bracket > 0)
            return $"{type.Substring(0, bracket).TrimEnd()} {name}{type.Substring(bracket)}";
        return type.EndsWith("*", StringComparison.Ordinal) ? type + name : $"{type} {name}";
    }

    private static string InlineType(AbiType type) => type switch
    {
        AbiInline inline => inline.Record.IsUnion ? "union { … }" : "struct { … }",
        AbiArray array => InlineType(array.Element),
        _ => "",
    };
}
