using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Tool.Comparison;

/// <summary>A type in words that are the same for whatever has the same bits and leads to the same: C can spell it in several
/// ways, and a guest handle is an address as a pointer is.</summary>
internal static class TypeKey
{
    public static string Of(AbiType type) => type switch
    {
        AbiPointer pointer => string.Create(CultureInfo.InvariantCulture, $"{pointer.Bits}-bit pointer to {Of(pointer.Pointee)}"),
        AbiArray array => string.Create(CultureInfo.InvariantCulture, $"{Of(array.Element)}[{array.Count}]"),
        AbiNamed named => named.Name,
        AbiInline inline => inline.Record.IsUnion ? "union" : "struct",
        _ => LayoutText.Words(type),
    };
}
