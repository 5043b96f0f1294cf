using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Which other declarations a declaration names, by value or behind a pointer.</summary>
internal static class References
{
    private static readonly string[] s_none = [];

    /// <summary>Their keys; of one that the model does not have, its name.</summary>
    public static IReadOnlyList<string> Of(Declaration declaration, ModelIndex index)
    {
        List<string>? found = null;
        if (declaration is RecordDeclaration record)
            Add(record.Record, index, ref found);
        else if (declaration is ArrayDeclaration array)
            Add(array.Array, index, ref found);
        return found ?? (IReadOnlyList<string>)s_none;
    }

    /// <summary>The declarations that a type names.</summary>
    public static IReadOnlyList<string> Of(AbiType type, ModelIndex index)
    {
        List<string>? found = null;
        Add(type, index, ref found);
        return found ?? (IReadOnlyList<string>)s_none;
    }

    private static void Add(AbiType type, ModelIndex index, ref List<string>? found)
    {
        switch (index.Resolve(type))
        {
            case AbiNamed named:
                (found ??= []).Add(index.Find(named)?.Key ?? named.Name);
                break;
            case AbiPointer pointer:
                Add(pointer.Pointee, index, ref found);
                break;
            case AbiArray array:
                Add(array.Element, index, ref found);
                break;
            case AbiInline inline:
                Add(inline.Record, index, ref found);
                break;
        }
    }

    private static void Add(AbiRecord record, ModelIndex index, ref List<string>? found)
    {
        foreach (AbiField field in record.Fields)
        {
            if (field.EnumName.Length > 0)
                (found ??= []).Add(index.FindEnum(field.EnumName)?.Key ?? EnumDeclaration.KeyOf(field.EnumName));
            Add(field.Type, index, ref found);
        }
    }
}
