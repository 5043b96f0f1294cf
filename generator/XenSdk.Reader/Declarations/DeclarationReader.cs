using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using static ClangSharp.Interop.CXCursorKind;

namespace XenSdk.Reader.Declarations;

/// <summary>Everything that the header and its includes declare: records, typedefs and enums, in order.</summary>
internal sealed class DeclarationReader(DeclarationContext context)
{
    private readonly RecordReader _records = new(context);
    private readonly EnumReader _enums = new(context);

    public List<AbiRecord> Records { get; } = [];

    public List<AbiTypedef> Typedefs { get; } = [];

    public List<AbiEnum> Enums { get; } = [];

    /// <summary>Takes in a declaration at file level.</summary>
    public void Read(CXCursor declaration)
    {
        switch (declaration.kind)
        {
            case CXCursor_StructDecl or CXCursor_UnionDecl:
                ReadRecord(declaration);
                break;
            case CXCursor_EnumDecl:
                if (clang.isCursorDefinition(declaration) != 0 && _enums.Read(declaration) is { } group)
                    Enums.Add(group);
                break;
            case CXCursor_TypedefDecl:
                ReadTypedef(declaration);
                break;
        }
    }

    private void ReadRecord(CXCursor declaration)
    {
        if (clang.isCursorDefinition(declaration) == 0)
            return;
        ReadNested(declaration);
        if (TypeReader.NameOf(declaration) is { } name)
            Records.Add(_records.Read(declaration, name));
    }

    /// <summary>A struct with a tag that is written inside another one is known everywhere in C, and stands for itself here too.</summary>
    private void ReadNested(CXCursor declaration)
    {
        foreach (CXCursor child in ClangUnit.Children(declaration))
        {
            if (child.kind is CXCursor_StructDecl or CXCursor_UnionDecl or CXCursor_EnumDecl)
                Read(child);
        }
    }

    private void ReadTypedef(CXCursor declaration)
    {
        CXType type = clang.getCursorType(declaration);
        CXType canonical = clang.getCanonicalType(type);
        ClangPlace start = ClangUnit.StartOf(declaration);
        ClangPlace at = ClangUnit.PlaceOf(declaration);
        // clang's own (__builtin_va_list) stand in no file; another name for a record or enum, or a function, is no type of its own.
        if (at.File == 0 || canonical.kind is CXTypeKind.CXType_Record or CXTypeKind.CXType_Enum
            or CXTypeKind.CXType_FunctionProto or CXTypeKind.CXType_FunctionNoProto)
        {
            return;
        }
        string name = ClangText.Take(clang.getCursorSpelling(declaration));
        AbiPlace place = context.Files.PlaceOf(at);
        context.Index.Types.Add(name);
        Typedefs.Add(new AbiTypedef(
            name,
            context.Names.OfType(name, place),
            TypeReader.Convert(clang.getTypedefDeclUnderlyingType(declaration)),
            TypeReader.SizeOf(type),
            TypeReader.AlignOf(type),
            context.CommentsOf(start)?.OfDeclaration(start.Offset, at.Offset) ?? string.Empty,
            place));
    }
}
