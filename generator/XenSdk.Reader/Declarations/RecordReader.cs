using System.Text;
using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Naming;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Declarations;

/// <summary>Structs and unions: every member with the offset, size and alignment that clang gives it.</summary>
internal sealed class RecordReader(DeclarationContext context)
{
    /// <summary>A record with a name.</summary>
    public AbiRecord Read(CXCursor declaration, string name)
    {
        AbiPlace place = context.Files.PlaceOf(ClangUnit.PlaceOf(declaration));
        context.Index.Types.Add(name);
        return Read(declaration, name, context.Names.OfType(name, place), name);
    }

    private AbiRecord Read(CXCursor declaration, string name, string csharpName, string path)
    {
        CXType type = clang.getCursorType(declaration);
        ClangPlace start = ClangUnit.StartOf(declaration);
        var fields = new List<AbiField>();
        int unnamed = 0;
        foreach (CXCursor field in ClangUnit.Fields(type))
        {
            string fieldName = NameOf(field);
            bool isBits = clang.Cursor_isBitField(field) != 0;
            // A bit-field without a name only moves the next one.
            if (isBits && fieldName.Length == 0)
                continue;
            if (fieldName.Length == 0)
                unnamed++;
            fields.Add(ReadField(field, fieldName, path, unnamed, isBits));
        }
        if (fields.Exists(field => field.BitWidth > 0))
        {
            string names = string.Join(", ", fields.Where(field => field.BitWidth > 0).Select(field => field.Name));
            context.Log.Info("XEN1010", context.Files.PlaceOf(ClangUnit.PlaceOf(declaration)),
                $"'{path}' has bit-fields ({names}). C# has none: it gets the integers that hold them.");
        }
        return new AbiRecord(
            name,
            csharpName,
            declaration.kind == CXCursorKind.CXCursor_UnionDecl,
            TypeReader.SizeOf(type),
            TypeReader.AlignOf(type),
            fields.ToEquatableArray(),
            context.CommentsOf(start)?.OfRecord(start.Offset) ?? string.Empty,
            context.Files.PlaceOf(ClangUnit.PlaceOf(declaration)));
    }

    private AbiField ReadField(CXCursor field, string name, string recordPath, int unnamed, bool isBits)
    {
        ClangPlace at = ClangUnit.PlaceOf(field);
        AbiPlace place = context.Files.PlaceOf(at);
        // A member without a name is transparent: its members are reached as if they stood in the record.
        string path = name.Length == 0 ? recordPath : $"{recordPath}.{name}";
        string csharpName = name.Length == 0 ? string.Empty : context.Names.OfPath(path, name, place);
        if (name.Length > 0)
            context.Index.Fields.Add(path);

        CXType type = clang.getCursorType(field);
        AbiType converted = TypeReader.Convert(type, declaration => ReadInline(declaration, path, csharpName, unnamed));
        FieldOverride? given = name.Length == 0 ? null : context.Overrides.Fields.Find(path)?.Value;
        if (given?.Type is { } text && context.Probe.TypeOf(text) is { } other)
            converted = other;

        int size = TypeReader.SizeOf(type);
        int align = TypeReader.AlignOf(type);
        long bit = Math.Max(clang.Cursor_getOffsetOfField(field), 0);
        int unit = isBits ? size * 8 : 8;
        return new AbiField(
            name,
            csharpName,
            converted,
            TypeReader.Spell(type),
            given?.Enum?.Value ?? string.Empty,
            checked((int)(bit / unit * unit / 8)),
            size,
            align,
            isBits ? (int)(bit % unit) : 0,
            isBits ? clang.getFieldDeclBitWidth(field) : 0,
            DocOf(field, name, at),
            place);
    }

    private AbiRecord ReadInline(CXCursor declaration, string path, string fieldCSharpName, int unnamed)
    {
        string kind = declaration.kind == CXCursorKind.CXCursor_UnionDecl ? "Union" : "Struct";
        return Read(declaration, string.Empty, fieldCSharpName.Length == 0 ? $"{kind}{unnamed}" : fieldCSharpName + kind, path);
    }

    private string DocOf(CXCursor field, string name, ClangPlace at)
    {
        if (name.Length == 0 || context.SourceOf(at) is not { } source)
            return string.Empty;
        // What a macro writes has the macro's place, and the comments there are not about this member.
        ReadOnlySpan<byte> bytes = source.Text.Bytes.AsSpan(Math.Min(at.Offset, source.Text.Bytes.Length));
        return bytes.StartsWith(Encoding.UTF8.GetBytes(name))
            ? source.Comments.OfDeclaration(ClangUnit.StartOf(field).Offset, at.Offset)
            : string.Empty;
    }

    /// <summary>A member's name; newer versions of libclang have words for one that has none.</summary>
    private static string NameOf(CXCursor field)
    {
        string name = ClangText.Take(clang.getCursorSpelling(field));
        return name.AsSpan().ContainsAny(" (:") ? string.Empty : name;
    }
}
