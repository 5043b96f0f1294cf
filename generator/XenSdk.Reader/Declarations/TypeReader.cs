using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using static ClangSharp.Interop.CXTypeKind;

namespace XenSdk.Reader.Declarations;

/// <summary>
/// clang's types as the model has them: fixed widths, names as C spells them. Spellings are put together here and not
/// taken from libclang, which names things without a name by paths of the machine, and differently in every version.
/// </summary>
internal static class TypeReader
{
    /// <summary>What the names of guest handles begin with.</summary>
    public const string HandlePrefix = "__guest_handle_";

    /// <summary>A type as the model has it.</summary>
    /// <param name="type">clang's.</param>
    /// <param name="inline">Reads a record that is written in place; null where none can be.</param>
    public static AbiType Convert(CXType type, Func<CXCursor, AbiRecord>? inline = null)
    {
        CXType canonical = clang.getCanonicalType(type);
        string typedef = ClangText.Take(clang.getTypedefName(type));
        if (typedef.Length > 0)
            return ConvertTypedef(typedef, type, canonical, inline);
        switch (canonical.kind)
        {
            case CXType_Pointer:
                return ConvertPointer(type.kind == CXType_Pointer ? type : canonical);
            case CXType_ConstantArray or CXType_IncompleteArray:
                CXType array = type.kind is CXType_ConstantArray or CXType_IncompleteArray ? type : canonical;
                return new AbiArray(Convert(clang.getArrayElementType(array), inline), checked((int)Math.Max(clang.getArraySize(array), 0)));
            case CXType_Record:
                return ConvertRecord(canonical, inline);
            case CXType_Enum:
                CXCursor declaration = clang.getTypeDeclaration(canonical);
                if (NameOf(declaration) is { } name && clang.isCursorDefinition(declaration) != 0)
                    return new AbiNamed(name);
                // An enum that is only mentioned, or has no name, is the int that C passes.
                return clang.isCursorDefinition(declaration) != 0
                    ? Convert(clang.getEnumDeclIntegerType(declaration))
                    : new AbiScalar(AbiScalarKind.S32);
            default:
                return ConvertScalar(canonical);
        }
    }

    /// <summary>The type as the header writes it: <c>xen_pfn_t</c>, <c>char[32]</c>; empty for a record in place.</summary>
    public static string Spell(CXType type)
    {
        string qualifier = clang.isConstQualifiedType(type) != 0 ? "const " : "";
        string typedef = ClangText.Take(clang.getTypedefName(type));
        if (typedef.Length > 0)
            return qualifier + typedef;
        if (type.kind == CXType_Elaborated)
            return qualifier + Spell(clang.Type_getNamedType(type));
        CXType canonical = clang.getCanonicalType(type);
        switch (type.kind)
        {
            case CXType_Pointer:
                CXType pointee = clang.getPointeeType(type);
                if (IsFunction(pointee))
                    return SpellFunctionPointer(canonical);
                string target = Spell(pointee);
                return target.Length == 0 ? "void *" : target + (target.EndsWith('*') ? "*" : " *");
            case CXType_ConstantArray or CXType_IncompleteArray:
                return SpellArray(type);
            case CXType_Record or CXType_Enum:
                string? name = NameOf(clang.getTypeDeclaration(type));
                return name is null ? string.Empty : qualifier + name;
            default:
                return canonical.kind == type.kind ? qualifier + SpellScalar(canonical) : qualifier + Spell(canonical);
        }
    }

    /// <summary>The name of a struct, union or enum as C spells it; null where it has neither a tag nor a typedef.</summary>
    public static string? NameOf(CXCursor declaration)
    {
        if (clang.Cursor_isAnonymous(declaration) != 0)
            return null;
        string name = ClangText.Take(clang.getTypeSpelling(clang.getCanonicalType(clang.getCursorType(declaration))));
        return name.Contains('(', StringComparison.Ordinal) ? null : name;
    }

    /// <summary>Whether a C name, with or without <c>struct</c>, is that of a guest handle.</summary>
    public static bool IsHandle(string name) => name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..].StartsWith(HandlePrefix, StringComparison.Ordinal);

    /// <summary>Bytes; 0 where it has none, as a flexible array.</summary>
    public static int SizeOf(CXType type) => checked((int)Math.Max(clang.Type_getSizeOf(type), 0));

    /// <summary>Bytes that it is aligned to, at least 1.</summary>
    public static int AlignOf(CXType type)
    {
        long align = clang.Type_getAlignOf(type);
        if (align <= 0 && clang.getCanonicalType(type).kind == CXType_IncompleteArray)
            return AlignOf(clang.getArrayElementType(clang.getCanonicalType(type)));
        return checked((int)Math.Max(align, 1));
    }

    private static AbiType ConvertTypedef(string name, CXType type, CXType canonical, Func<CXCursor, AbiRecord>? inline)
    {
        if (IsHandle(name))
            return ConvertHandle(canonical);
        if (canonical.kind is CXType_ConstantArray or CXType_IncompleteArray)
            return new AbiNamed(name);
        CXCursor declaration = clang.getTypeDeclaration(type);
        return declaration.kind == CXCursorKind.CXCursor_TypedefDecl
            ? Convert(clang.getTypedefDeclUnderlyingType(declaration), inline)
            : Convert(canonical, inline);
    }

    private static AbiPointer ConvertPointer(CXType pointer, int? bits = null)
    {
        CXType pointee = clang.getPointeeType(pointer);
        AbiType target = IsFunction(pointee) || IsIncompleteRecord(pointee) ? new AbiScalar(AbiScalarKind.Void) : Convert(pointee, null);
        return new AbiPointer(target, bits ?? (SizeOf(pointer) * 8), IsConst(pointee), IsHandle: bits is not null);
    }

    /// <summary>A handle points where the first pointer in it does, and is as wide as the whole.</summary>
    private static AbiPointer ConvertHandle(CXType canonical)
    {
        CXType? pointer = FirstPointer(canonical);
        int bits = SizeOf(canonical) * 8;
        return pointer is null
            ? new AbiPointer(new AbiScalar(AbiScalarKind.Void), bits, IsConst: false, IsHandle: true)
            : ConvertPointer(pointer.Value, bits);
    }

    private static CXType? FirstPointer(CXType type)
    {
        if (type.kind == CXType_Pointer)
            return type;
        if (type.kind != CXType_Record)
            return null;
        foreach (CXCursor field in ClangUnit.Fields(type))
        {
            CXType fieldType = clang.getCursorType(field);
            CXType canonical = clang.getCanonicalType(fieldType);
            CXType? pointer = canonical.kind == CXType_Pointer && fieldType.kind == CXType_Pointer ? fieldType : FirstPointer(canonical);
            if (pointer is not null)
                return pointer;
        }
        return null;
    }

    private static AbiType ConvertRecord(CXType canonical, Func<CXCursor, AbiRecord>? inline)
    {
        CXCursor declaration = clang.getTypeDeclaration(canonical);
        string? name = NameOf(declaration);
        if (name is null)
            return inline is null ? new AbiScalar(AbiScalarKind.Void) : new AbiInline(inline(declaration));
        return IsHandle(name) ? ConvertHandle(canonical) : new AbiNamed(name);
    }

    private static AbiType ConvertScalar(CXType type)
    {
        int size = SizeOf(type);
        AbiScalarKind? kind = type.kind switch
        {
            CXType_Void => AbiScalarKind.Void,
            CXType_Bool => AbiScalarKind.Bool,
            CXType_Char_S or CXType_Char_U => AbiScalarKind.Char,
            CXType_SChar or CXType_Short or CXType_Int or CXType_Long or CXType_LongLong => Signed(size),
            CXType_UChar or CXType_UShort or CXType_UInt or CXType_ULong or CXType_ULongLong => Unsigned(size),
            CXType_Float when size == 4 => AbiScalarKind.F32,
            CXType_Double when size == 8 => AbiScalarKind.F64,
            CXType_LongDouble when size == 8 => AbiScalarKind.F64,
            _ => null,
        };
        // What C# has no number for (128 bits, vectors) is carried as its bytes.
        return kind is null ? new AbiArray(new AbiScalar(AbiScalarKind.U8), size) : new AbiScalar(kind.Value);
    }

    private static AbiScalarKind? Signed(int size) => size switch
    {
        1 => AbiScalarKind.S8,
        2 => AbiScalarKind.S16,
        4 => AbiScalarKind.S32,
        8 => AbiScalarKind.S64,
        _ => null,
    };

    private static AbiScalarKind? Unsigned(int size) => size switch
    {
        1 => AbiScalarKind.U8,
        2 => AbiScalarKind.U16,
        4 => AbiScalarKind.U32,
        8 => AbiScalarKind.U64,
        _ => null,
    };

    /// <summary>libclang's words, unless they name something that has no name.</summary>
    private static string SpellFunctionPointer(CXType pointer)
    {
        string words = ClangText.Take(clang.getTypeSpelling(pointer));
        return words.Contains(" at ", StringComparison.Ordinal) ? "void *" : words;
    }

    private static string SpellArray(CXType type)
    {
        string bounds = string.Empty;
        while (type.kind is CXType_ConstantArray or CXType_IncompleteArray && ClangText.Take(clang.getTypedefName(type)).Length == 0)
        {
            bounds += type.kind == CXType_ConstantArray ? $"[{clang.getArraySize(type)}]" : "[]";
            type = clang.getArrayElementType(type);
        }
        string element = Spell(type);
        return element.Length == 0 ? string.Empty : element + bounds;
    }

    /// <summary>A built-in type's words, without qualifiers: libclang has always spelled those alike.</summary>
    private static string SpellScalar(CXType type)
    {
        string words = ClangText.Take(clang.getTypeSpelling(type));
        foreach (string qualifier in new[] { "const ", "volatile ", "restrict " })
        {
            if (words.StartsWith(qualifier, StringComparison.Ordinal))
                words = words[qualifier.Length..];
        }
        return words;
    }

    /// <summary>Whether it is read only, by itself or through a typedef.</summary>
    public static bool IsConst(CXType type) =>
        clang.isConstQualifiedType(type) != 0 || clang.isConstQualifiedType(clang.getCanonicalType(type)) != 0;

    private static bool IsFunction(CXType type) => clang.getCanonicalType(type).kind is CXType_FunctionProto or CXType_FunctionNoProto;

    private static bool IsIncompleteRecord(CXType type)
    {
        CXType canonical = clang.getCanonicalType(type);
        return canonical.kind == CXType_Record && clang.isCursorDefinition(clang.getTypeDeclaration(canonical)) == 0;
    }
}
