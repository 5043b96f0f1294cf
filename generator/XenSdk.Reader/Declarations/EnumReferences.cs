using XenSdk.Abi;

namespace XenSdk.Reader.Declarations;

/// <summary>
/// An override may give a field an enum that this target has no member of. Such a field is a plain integer here; an enum
/// that no target has is told of elsewhere.
/// </summary>
internal static class EnumReferences
{
    /// <summary>The records, with only those enums that there are.</summary>
    public static IEnumerable<AbiRecord> Resolve(IEnumerable<AbiRecord> records, IEnumerable<AbiEnum> enums)
    {
        HashSet<string> known = enums.Select(group => group.CSharpName).ToHashSet();
        return records.Select(Resolve);

        AbiRecord Resolve(AbiRecord record) => record with { Fields = record.Fields.Select(ResolveField).ToEquatableArray() };

        AbiField ResolveField(AbiField field) => field with
        {
            EnumName = known.Contains(field.EnumName) ? field.EnumName : string.Empty,
            Type = ResolveType(field.Type),
        };

        AbiType ResolveType(AbiType type) => type switch
        {
            AbiInline inline => new AbiInline(Resolve(inline.Record)),
            AbiArray array => array with { Element = ResolveType(array.Element) },
            _ => type,
        };
    }
}
