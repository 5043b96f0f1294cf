using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Declarations;

namespace XenSdk.Reader.Hypercalls;

/// <summary>A parameter as a prototype has it.</summary>
/// <param name="Name">Its C name.</param>
/// <param name="Type">Its type; an array's is a pointer.</param>
/// <param name="CType">Its type as it is written.</param>
/// <param name="IsArray">Whether it is written as an array.</param>
/// <param name="Size">Bytes of the value that is passed.</param>
/// <param name="MissingType">A struct that it points at and the header lacks; otherwise empty.</param>
internal sealed record PrototypeParameter(string Name, AbiType Type, string CType, bool IsArray, int Size, string MissingType);

/// <summary>What a prototype says.</summary>
internal sealed record Prototype(AbiType Result, string CResult, PrototypeParameter[] Parameters, bool IsVariadic)
{
    /// <summary>Whether another one says the same; names do not count, nor whether a pointer is written as an array.</summary>
    public bool Agrees(Prototype other) =>
        IsVariadic == other.IsVariadic
        && Result == other.Result
        && Parameters.Select(parameter => parameter.Type).SequenceEqual(other.Parameters.Select(parameter => parameter.Type));
}

/// <summary>clang's function declarations as prototypes.</summary>
internal static class PrototypeReader
{
    public static Prototype Read(CXCursor function, AbiTarget target)
    {
        int count = Math.Max(clang.Cursor_getNumArguments(function), 0);
        var parameters = new PrototypeParameter[count];
        for (int i = 0; i < count; i++)
            parameters[i] = Parameter(clang.Cursor_getArgument(function, (uint)i), target);
        CXType result = clang.getCursorResultType(function);
        return new Prototype(TypeReader.Convert(result), TypeReader.Spell(result), parameters, clang.Cursor_isVariadic(function) != 0);
    }

    private static PrototypeParameter Parameter(CXCursor parameter, AbiTarget target)
    {
        CXType type = clang.getCursorType(parameter);
        string name = ClangText.Take(clang.getCursorSpelling(parameter));
        bool isWrittenAsArray = type.kind is CXTypeKind.CXType_ConstantArray or CXTypeKind.CXType_IncompleteArray;
        bool isArray = isWrittenAsArray
            || clang.getCanonicalType(type).kind is CXTypeKind.CXType_ConstantArray or CXTypeKind.CXType_IncompleteArray;
        if (!isArray)
            return new PrototypeParameter(name, TypeReader.Convert(type), TypeReader.Spell(type), false, TypeReader.SizeOf(type), MissingType(type));
        // C passes a pointer to the first element; of an array that is a typedef, to all of it.
        CXType passed = isWrittenAsArray ? clang.getArrayElementType(type) : type;
        CXType element = clang.getArrayElementType(clang.getCanonicalType(type));
        return new PrototypeParameter(
            name,
            new AbiPointer(TypeReader.Convert(passed), target.PointerBits, TypeReader.IsConst(passed) || TypeReader.IsConst(element), IsHandle: false),
            TypeReader.Spell(type),
            isWrittenAsArray,
            target.PointerBits / 8,
            string.Empty);
    }

    /// <summary>The struct that a pointer points at, where the header does not have it.</summary>
    private static string MissingType(CXType type)
    {
        CXType canonical = clang.getCanonicalType(type);
        if (canonical.kind != CXTypeKind.CXType_Pointer)
            return string.Empty;
        CXType pointee = clang.getCanonicalType(clang.getPointeeType(canonical));
        bool isMissing = pointee.kind == CXTypeKind.CXType_Record && clang.isCursorDefinition(clang.getTypeDeclaration(pointee)) == 0;
        return isMissing ? TypeReader.NameOf(clang.getTypeDeclaration(pointee)) ?? string.Empty : string.Empty;
    }
}
