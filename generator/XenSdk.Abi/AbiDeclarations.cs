namespace XenSdk.Abi;

/// <summary>A struct or a union.</summary>
/// <param name="Name">As C spells it: <c>struct mmu_update</c>, <c>union u</c>, or the typedef's name for one without a tag.
/// Empty for a record written where a field has it.</param>
/// <param name="CSharpName">Its name in C#.</param>
/// <param name="IsUnion">Whether it is a union.</param>
/// <param name="Size">Bytes; 0 for an empty one.</param>
/// <param name="Align">Bytes.</param>
/// <param name="Fields">In the order of declaration.</param>
/// <param name="Doc">The header's words about it; empty where there are none. Lines are separated by <c>\n</c>.</param>
/// <param name="Place">Where it is declared.</param>
public sealed record AbiRecord(
    string Name,
    string CSharpName,
    bool IsUnion,
    int Size,
    int Align,
    EquatableArray<AbiField> Fields,
    string Doc,
    AbiPlace Place);

/// <summary>A member of a record.</summary>
/// <param name="Name">C's name; empty for an anonymous struct or union.</param>
/// <param name="CSharpName">Its name in C#; empty for an anonymous member.</param>
/// <param name="Type">Its type.</param>
/// <param name="CType">Its type as the header writes it, such as <c>xen_pfn_t</c>; empty for a record written in place.</param>
/// <param name="EnumName">C# name of the enum that its values belong to; empty where none is known.</param>
/// <param name="Offset">Bytes from the start of the record that holds it; of a bit-field, of the unit that holds its first bit.</param>
/// <param name="Size">Bytes of its type.</param>
/// <param name="Align">Bytes its type is aligned to.</param>
/// <param name="BitOffset">Of a bit-field: bits from <paramref name="Offset"/>; otherwise 0.</param>
/// <param name="BitWidth">Of a bit-field: its bits; otherwise 0.</param>
/// <param name="Doc">The header's words about it.</param>
/// <param name="Place">Where it is declared.</param>
public sealed record AbiField(
    string Name,
    string CSharpName,
    AbiType Type,
    string CType,
    string EnumName,
    int Offset,
    int Size,
    int Align,
    int BitOffset,
    int BitWidth,
    string Doc,
    AbiPlace Place);

/// <summary>A typedef that has a meaning of its own: <c>domid_t</c>, <c>xen_domain_handle_t</c>.</summary>
public sealed record AbiTypedef(string Name, string CSharpName, AbiType Type, int Size, int Align, string Doc, AbiPlace Place);

/// <summary>Named numbers that belong together.</summary>
/// <param name="Name">C's name (<c>enum e</c>) for an enum of the header; empty for a group of macros.</param>
/// <param name="CSharpName">Its name in C#.</param>
/// <param name="Underlying">The integer that C# stores it in.</param>
/// <param name="IsFlags">Whether the values can be ORed.</param>
/// <param name="Members">In the header's order.</param>
/// <param name="Doc">The header's words about it.</param>
/// <param name="Place">Where its first member is declared.</param>
public sealed record AbiEnum(
    string Name,
    string CSharpName,
    AbiScalarKind Underlying,
    bool IsFlags,
    EquatableArray<AbiEnumMember> Members,
    string Doc,
    AbiPlace Place);

/// <summary>A member of an enum.</summary>
public sealed record AbiEnumMember(string Name, string CSharpName, AbiInteger Value, string Doc);

/// <summary>An integer with the type that clang gives it.</summary>
/// <param name="Kind">One of <see cref="AbiScalarKind.S32"/>, <see cref="AbiScalarKind.U32"/>,
/// <see cref="AbiScalarKind.S64"/>, <see cref="AbiScalarKind.U64"/>.</param>
/// <param name="Bits">The value's bits, sign-extended to 64 where <paramref name="Kind"/> is signed.</param>
public sealed record AbiInteger(AbiScalarKind Kind, ulong Bits)
{
    /// <summary>Whether the type is signed.</summary>
    public bool IsSigned => Kind is AbiScalarKind.S32 or AbiScalarKind.S64;

    /// <summary>C#'s keyword for the type: <c>int</c>, <c>uint</c>, <c>long</c> or <c>ulong</c>.</summary>
    public string Keyword => Kind switch
    {
        AbiScalarKind.S32 => "int",
        AbiScalarKind.U32 => "uint",
        AbiScalarKind.S64 => "long",
        _ => "ulong",
    };

    /// <summary>The value in decimal.</summary>
    public override string ToString() => IsSigned
        ? unchecked((long)Bits).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What became of a macro. Every one has exactly one of these.</summary>
public enum AbiDisposition
{
    /// <summary>A member of an enum; the detail is <c>Enum.Member</c> in C#.</summary>
    EnumMember,

    /// <summary>A constant; the detail is its name in C#.</summary>
    Constant,

    /// <summary>Not a number that C# can have; the detail says why.</summary>
    Skipped,

    /// <summary>Defined only where the preprocessor does not go for this target; the detail says so.</summary>
    Inactive,
}

/// <summary>A macro of the header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, where it has one.</param>
/// <param name="Disposition">What became of it.</param>
/// <param name="Detail">The name in C#, or the reason.</param>
/// <param name="Doc">The header's words about it.</param>
/// <param name="Place">Where it is defined.</param>
public sealed record AbiMacro(string Name, AbiInteger? Value, AbiDisposition Disposition, string Detail, string Doc, AbiPlace Place);
