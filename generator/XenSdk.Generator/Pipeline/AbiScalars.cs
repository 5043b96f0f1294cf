using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>The scalars in C#.</summary>
internal static class AbiScalars
{
    /// <summary>C#'s keyword. Plain <c>char</c> is a byte of text whose sign differs by target, so it is a byte.</summary>
    public static string Keyword(AbiScalarKind kind) => kind switch
    {
        AbiScalarKind.Bool => "bool",
        AbiScalarKind.S8 => "sbyte",
        AbiScalarKind.Char or AbiScalarKind.U8 => "byte",
        AbiScalarKind.S16 => "short",
        AbiScalarKind.U16 => "ushort",
        AbiScalarKind.S32 => "int",
        AbiScalarKind.U32 => "uint",
        AbiScalarKind.S64 => "long",
        AbiScalarKind.U64 => "ulong",
        AbiScalarKind.F32 => "float",
        AbiScalarKind.F64 => "double",
        _ => "byte", // void has no values; a pointer's target is asked for elsewhere
    };

    /// <summary>Bytes.</summary>
    public static int Size(AbiScalarKind kind) => kind switch
    {
        AbiScalarKind.S16 or AbiScalarKind.U16 => 2,
        AbiScalarKind.S32 or AbiScalarKind.U32 or AbiScalarKind.F32 => 4,
        AbiScalarKind.S64 or AbiScalarKind.U64 or AbiScalarKind.F64 => 8,
        _ => 1,
    };

    public static bool IsSigned(AbiScalarKind kind) =>
        kind is AbiScalarKind.S8 or AbiScalarKind.S16 or AbiScalarKind.S32 or AbiScalarKind.S64;

    public static bool IsInteger(AbiScalarKind kind) => kind is not (AbiScalarKind.Void or AbiScalarKind.F32 or AbiScalarKind.F64);

    /// <summary>The integer that an enum is stored in; C# has none of <c>char</c> or <c>bool</c>.</summary>
    public static string UnderlyingKeyword(AbiScalarKind kind) => IsInteger(kind) && kind != AbiScalarKind.Bool ? Keyword(kind) : "byte";
}
