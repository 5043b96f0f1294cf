using System.Globalization;
using System.Text;
using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>
/// Layouts for eyes, as pahole prints them: C declarations with offset and size beside every member, and a line for every
/// hole that the compiler leaves.
/// </summary>
internal static class LayoutText
{
    private const int CommentColumn = 60;

    public static void Write(AbiModel model, StringBuilder text)
    {
        foreach (AbiRecord record in model.Records)
        {
            bool isTagged = record.Name.Contains(' ', StringComparison.Ordinal);
            string keyword = record.IsUnion ? "union" : "struct";
            text.Append(isTagged ? record.Name : $"typedef {keyword}").Append(" {\n");
            int holes = Members(text, record, depth: 1, start: 0, (record.IsUnion ? 0 : record.Size, record.IsUnion));
            text.Append(isTagged ? "};" : $"}} {record.Name};").Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"/* size: {record.Size}, align: {record.Align}, members: {record.Fields.Count}");
            text.Append(holes > 0 ? string.Create(CultureInfo.InvariantCulture, $", bytes in holes: {holes}") : string.Empty).Append(" */\n\n");
        }
        foreach (AbiEnum group in model.Enums.Where(group => group.Name.Length > 0))
            OneLine(text, $"{group.Name};", LayoutTable.SizeOf(group.Underlying), LayoutTable.SizeOf(group.Underlying));
        foreach (AbiTypedef typedef in model.Typedefs)
            OneLine(text, $"typedef {Words(typedef.Type)} {typedef.Name}{Bounds(typedef.Type)};", typedef.Size, typedef.Align);
    }

    private static void OneLine(StringBuilder text, string declaration, int size, int align) =>
        text.Append(declaration.PadRight(CommentColumn)).Append(CultureInfo.InvariantCulture, $"/* size: {size}, align: {align} */\n");

    /// <summary>Writes the members, and gives the bytes in the holes between and after them.</summary>
    private static int Members(StringBuilder text, AbiRecord record, int depth, int start, (int Size, bool IsUnion) whole)
    {
        int holes = 0;
        // The bits that are spoken for so far; members of a union all begin at its start.
        long end = 0;
        foreach (AbiField field in record.Fields)
        {
            long first = (field.Offset * 8L) + field.BitOffset;
            if (!whole.IsUnion)
                holes += Hole(text, depth, end, first);
            Member(text, field, depth, start, ref holes);
            end = Math.Max(end, first + (field.BitWidth > 0 ? field.BitWidth : field.Size * 8L));
        }
        return whole.IsUnion ? holes : holes + Hole(text, depth, end, whole.Size * 8L);
    }

    private static void Member(StringBuilder text, AbiField field, int depth, int start, ref int holes)
    {
        string path = string.Empty;
        if (LayoutTable.InlineOf(field.Type, ref path) is not { } inline)
        {
            string name = field.BitWidth > 0 ? $"{field.Name}:{field.BitWidth}" : field.Name;
            Line(text, depth, $"{Declare(field.CType, name)};", field, start);
            return;
        }
        Indent(text, depth).Append(inline.IsUnion ? "union {" : "struct {").Append('\n');
        holes += Members(text, inline, depth + 1, start + field.Offset, (inline.Size, inline.IsUnion));
        Line(text, depth, $"}}{(field.Name.Length > 0 ? " " : "")}{field.Name}{Bounds(field.Type)};", field, start);
    }

    /// <summary>A hole is whole bytes; bits left over beside a bit-field are none.</summary>
    private static int Hole(StringBuilder text, int depth, long from, long to)
    {
        int bytes = (int)((to - from) / 8);
        if (bytes <= 0)
            return 0;
        Indent(text, depth).Append(CultureInfo.InvariantCulture, $"/* hole: {bytes} {(bytes == 1 ? "byte" : "bytes")} */\n");
        return bytes;
    }

    private static void Line(StringBuilder text, int depth, string declaration, AbiField field, int start)
    {
        string indented = new string(' ', depth * 4) + declaration;
        text.Append(indented.PadRight(CommentColumn));
        text.Append(CultureInfo.InvariantCulture, $"/* {start + field.Offset,5} {field.Size,5}");
        if (field.BitWidth > 0)
            text.Append(CultureInfo.InvariantCulture, $", bits {field.BitOffset} to {field.BitOffset + field.BitWidth - 1}");
        text.Append(" */\n");
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', depth * 4);

    /// <summary>A declaration from a type and a name: bounds go behind the name.</summary>
    public static string Declare(string type, string name)
    {
        int bounds = type.IndexOf('[', StringComparison.Ordinal);
        string element = bounds < 0 ? type : type[..bounds];
        return $"{element}{(element.EndsWith('*') ? "" : " ")}{name}{(bounds < 0 ? "" : type[bounds..])}";
    }

    private static string Bounds(AbiType type) => type is AbiArray array
        ? string.Create(CultureInfo.InvariantCulture, $"[{array.Count}]{Bounds(array.Element)}")
        : string.Empty;

    /// <summary>A type in C's words.</summary>
    public static string Words(AbiType type) => type switch
    {
        AbiArray array => Words(array.Element),
        AbiNamed named => named.Name,
        AbiPointer pointer => $"{Words(pointer.Pointee)} *",
        AbiScalar scalar => scalar.Kind switch
        {
            AbiScalarKind.Void => "void",
            AbiScalarKind.Bool => "bool",
            AbiScalarKind.Char => "char",
            AbiScalarKind.F32 => "float",
            AbiScalarKind.F64 => "double",
            var kind => $"{(kind is AbiScalarKind.S8 or AbiScalarKind.S16 or AbiScalarKind.S32 or AbiScalarKind.S64 ? "int" : "uint")}{LayoutTable.SizeOf(kind) * 8}_t",
        },
        _ => "void",
    };
}
