namespace XenSdk.Abi;

/// <summary>A C type as a field, a parameter or a typedef has it, with fixed widths: what C calls it stays beside it, in
/// <see cref="AbiField.CType"/> or <see cref="AbiParameter.CType"/>.</summary>
public abstract record AbiType;

/// <summary>The scalars, by width and signedness. <see cref="Char"/> is C's plain <c>char</c>, whose sign differs by target.</summary>
public enum AbiScalarKind
{
    /// <summary><c>void</c>, as a pointer's target or a result.</summary>
    Void,

    /// <summary><c>_Bool</c>, one byte.</summary>
    Bool,

    /// <summary>Plain <c>char</c>, one byte of text.</summary>
    Char,

    /// <summary>8 bits, signed.</summary>
    S8,

    /// <summary>8 bits, unsigned.</summary>
    U8,

    /// <summary>16 bits, signed.</summary>
    S16,

    /// <summary>16 bits, unsigned.</summary>
    U16,

    /// <summary>32 bits, signed.</summary>
    S32,

    /// <summary>32 bits, unsigned.</summary>
    U32,

    /// <summary>64 bits, signed.</summary>
    S64,

    /// <summary>64 bits, unsigned.</summary>
    U64,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,
}

/// <summary>A number of fixed width.</summary>
public sealed record AbiScalar(AbiScalarKind Kind) : AbiType;

/// <summary>A pointer, or a guest handle, which is a pointer with a width of its own (64 bits on arm32 too).</summary>
/// <param name="Pointee">What it points at.</param>
/// <param name="Bits">Its width: 32 or 64.</param>
/// <param name="IsConst">Whether C says that what it points at is only read.</param>
/// <param name="IsHandle">Whether C wraps it in a guest handle.</param>
public sealed record AbiPointer(AbiType Pointee, int Bits, bool IsConst, bool IsHandle) : AbiType;

/// <summary>An array of fixed length. <c>Count</c> is 0 for a flexible or zero-length array.</summary>
public sealed record AbiArray(AbiType Element, int Count) : AbiType;

/// <summary>A record or enum by name, spelled as C spells it (<c>struct mmu_update</c>, <c>enum e</c>, or the name of a
/// typedef for a record without a tag), or a typedef of an array by its name.</summary>
public sealed record AbiNamed(string Name) : AbiType;

/// <summary>A record without a name of its own, written where a field has it.</summary>
public sealed record AbiInline(AbiRecord Record) : AbiType;
