using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>The fields of a record as C's programs name them: those of anonymous members are the record's own.</summary>
internal static class RecordFields
{
    /// <summary>The fields, with offsets from the record's start.</summary>
    public static IEnumerable<AbiField> Of(AbiRecord record) => Of(record, 0, "");

    private static IEnumerable<AbiField> Of(AbiRecord record, int offset, string doc)
    {
        foreach (AbiField field in record.Fields)
        {
            AbiField placed = field with { Offset = offset + field.Offset, Doc = Join(field.Doc, doc) };
            doc = "";
            if (field.Name.Length > 0 || field.Type is not AbiInline anonymous)
            {
                yield return placed;
                continue;
            }
            // What is said about an anonymous member is kept by its first field.
            foreach (AbiField inner in Of(anonymous.Record, placed.Offset, placed.Doc))
                yield return inner;
        }
    }

    private static string Join(string own, string outer) =>
        own.Length == 0 ? outer : outer.Length == 0 ? own : $"{own}\n\n{outer}";
}
