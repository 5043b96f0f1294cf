using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Which other declarations a declaration names, by value or behind a pointer.</summary>
internal static class References
{
    public static IEnumerable<string> Of(Declaration declaration, ModelIndex index) => declaration switch
    {
        RecordDeclaration record => Of(record.Record, index),
        ArrayDeclaration array => Of(array.Array, index),
        _ => [],
    };

    public static IEnumerable<string> Of(AbiType type, ModelIndex index) => index.Resolve(type) switch
    {
        AbiNamed named => [index.Find(named)?.Key ?? named.Name],
        AbiPointer pointer => Of(pointer.Pointee, index),
        AbiArray array => Of(array.Element, index),
        AbiInline inline => Of(inline.Record, index),
        _ => [],
    };

    private static IEnumerable<string> Of(AbiRecord record, ModelIndex index)
    {
        foreach (AbiField field in record.Fields)
        {
            if (field.EnumName.Length > 0)
                yield return EnumDeclaration.KeyOf(field.EnumName);
            foreach (string key in Of(field.Type, index))
                yield return key;
        }
    }
}
