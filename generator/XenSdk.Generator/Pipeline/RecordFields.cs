using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>The fields of a record as C's programs name them: those of anonymous members are the record's own.</summary>
internal static class RecordFields
{
    /// <summary>The fields, with offsets from the record's start.</summary>
    public static IReadOnlyList<AbiField> Of(AbiRecord record)
    {
        bool hasAnonymous = false;
        foreach (AbiField field in record.Fields)
            hasAnonymous |= field.Name.Length == 0;
        if (!hasAnonymous)
            return record.Fields;
        var fields = new List<AbiField>();
        Add(record, 0, "", fields);
        return fields;
    }

    private static void Add(AbiRecord record, int offset, string doc, List<AbiField> fields)
    {
        foreach (AbiField field in record.Fields)
        {
            AbiField placed = offset == 0 && doc.Length == 0 ? field : field with { Offset = offset + field.Offset, Doc = Join(field.Doc, doc) };
            doc = "";
            // What is said about an anonymous member is kept by its first field.
            if (field.Name.Length == 0 && field.Type is AbiInline anonymous)
                Add(anonymous.Record, placed.Offset, placed.Doc, fields);
            else
                fields.Add(placed);
        }
    }

    private static string Join(string own, string outer) =>
        own.Length == 0 ? outer : outer.Length == 0 ? own : $"{own}\n\n{outer}";
}
