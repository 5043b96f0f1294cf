using System.Globalization;
using System.Text;
using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>
/// Layouts as columns: name, path, offset, size, alignment. A line without a path is the type itself; members of a record
/// that is written in place follow by dotted path, and those of a member without a name as if they stood in its record.
/// </summary>
internal static class LayoutTable
{
    public static void Write(AbiModel model, StringBuilder text)
    {
        foreach (AbiRecord record in model.Records)
        {
            string name = BareName(record.Name);
            Line(text, name, string.Empty, 0, record.Size, record.Align);
            Fields(text, name, string.Empty, 0, record);
        }
        foreach (AbiEnum group in model.Enums.Where(group => group.Name.Length > 0))
        {
            int size = SizeOf(group.Underlying);
            Line(text, BareName(group.Name), string.Empty, 0, size, size);
        }
        foreach (AbiTypedef typedef in model.Typedefs)
            Line(text, typedef.Name, string.Empty, 0, typedef.Size, typedef.Align);
    }

    /// <summary>A type's name without <c>struct</c>, <c>union</c> or <c>enum</c>.</summary>
    public static string BareName(string name) => name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>The record that is written in place in a type, be it in an array; null where there is none.</summary>
    public static AbiRecord? InlineOf(AbiType type, ref string path)
    {
        switch (type)
        {
            case AbiInline inline:
                return inline.Record;
            case AbiArray array:
                path += "[0]";
                return InlineOf(array.Element, ref path);
            default:
                return null;
        }
    }

    /// <summary>Bytes of an integer.</summary>
    public static int SizeOf(AbiScalarKind kind) => kind switch
    {
        AbiScalarKind.S8 or AbiScalarKind.U8 or AbiScalarKind.Bool or AbiScalarKind.Char => 1,
        AbiScalarKind.S16 or AbiScalarKind.U16 => 2,
        AbiScalarKind.S64 or AbiScalarKind.U64 or AbiScalarKind.F64 => 8,
        AbiScalarKind.Void => 0,
        _ => 4,
    };

    private static void Fields(StringBuilder text, string name, string prefix, int start, AbiRecord record)
    {
        foreach (AbiField field in record.Fields)
        {
            string path = prefix + field.Name;
            if (field.Name.Length > 0)
                Line(text, name, path, start + field.Offset, field.Size, field.Align);
            if (InlineOf(field.Type, ref path) is { } inline)
                Fields(text, name, field.Name.Length > 0 ? path + "." : prefix, start + field.Offset, inline);
        }
    }

    private static void Line(StringBuilder text, string name, string path, int offset, int size, int align) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}\t{path}\t{offset}\t{size}\t{align}\n");
}
