using System.Globalization;

namespace XenSdk.Abi;

/// <summary>
/// The text form of a type: <c>u64</c>, <c>ptr64(const struct mmu_update)</c>, <c>handle64(void)</c>,
/// <c>array(u8,16)</c>, <c>struct vcpu_info</c>. A record written in place is <c>struct{}</c> or <c>union{}</c>; its
/// members stand below the line.
/// </summary>
internal static class AbiTypeText
{
    public const string InlineStruct = "struct{}";
    public const string InlineUnion = "union{}";

    private const int MaxDepth = 32;

    private static readonly string[] s_scalarNames =
        ["void", "bool", "char", "s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "f32", "f64"];

    // Numbers are values: one object of each kind does for all.
    private static readonly AbiScalar[] s_scalars = s_scalarNames.Select((_, kind) => new AbiScalar((AbiScalarKind)kind)).ToArray();

    public static AbiScalar Void => s_scalars[(int)AbiScalarKind.Void];

    public static string Scalar(AbiScalarKind kind) => s_scalarNames[(int)kind];

    public static AbiScalarKind? Scalar(AbiTextSlice text)
    {
        for (int i = 0; i < s_scalarNames.Length; i++)
        {
            if (text.Is(s_scalarNames[i]))
                return (AbiScalarKind)i;
        }
        return null;
    }

    public static string Write(AbiType type) => type switch
    {
        AbiScalar scalar => Scalar(scalar.Kind),
        AbiPointer pointer => string.Format(
            CultureInfo.InvariantCulture,
            "{0}{1}({2}{3})",
            pointer.IsHandle ? "handle" : "ptr",
            pointer.Bits,
            pointer.IsConst ? "const " : "",
            Write(pointer.Pointee)),
        AbiArray array => string.Format(CultureInfo.InvariantCulture, "array({0},{1})", Write(array.Element), array.Count),
        AbiNamed named => named.Name,
        AbiInline inline => inline.Record.IsUnion ? InlineUnion : InlineStruct,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Whether a text says that a record is written in place, somewhere in it.</summary>
    public static bool IsInPlace(AbiTextSlice text) => text.IndexOf('{') >= 0;

    /// <summary>Whether the record written in place is a union.</summary>
    public static bool IsInPlaceUnion(AbiTextSlice text)
    {
        int brace = text.IndexOf('{');
        int start = brace - (InlineUnion.Length - 2);
        return start >= 0 && text.Slice(start).StartsWith(InlineUnion);
    }

    /// <summary>Reads a type; null where the text is none. <paramref name="inline"/> is the record that a
    /// <c>struct{}</c> in the text stands for.</summary>
    public static AbiType? Read(AbiTextSlice text, AbiRecord? inline, AbiTextPool pool) => Read(text, inline, pool, MaxDepth);

    private static AbiType? Read(AbiTextSlice text, AbiRecord? inline, AbiTextPool pool, int depth)
    {
        if (depth == 0 || text.Length == 0)
            return null;
        if (Scalar(text) is { } scalar)
            return s_scalars[(int)scalar];
        if (text.Is(InlineStruct) || text.Is(InlineUnion))
            return inline is not null && inline.IsUnion == text.Is(InlineUnion) ? new AbiInline(inline) : null;

        int open = text.IndexOf('(');
        if (open < 0)
            return IsName(text) ? new AbiNamed(pool.Get(text)) : null;
        if (text[text.Length - 1] != ')')
            return null;
        AbiTextSlice kind = text.Slice(0, open);
        AbiTextSlice inner = text.Slice(open + 1, text.Length - open - 2);
        if (kind.Is("array"))
            return ArrayOf(inner, inline, pool, depth);
        bool isHandle = kind.StartsWith("handle");
        AbiTextSlice bits = isHandle ? kind.Slice(6) : kind.StartsWith("ptr") ? kind.Slice(3) : default;
        return bits.Is("64") ? Pointer(inner, 64, isHandle, inline, pool, depth)
            : bits.Is("32") ? Pointer(inner, 32, isHandle, inline, pool, depth)
            : null;
    }

    private static bool IsName(AbiTextSlice text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is ')' or ',' or '{' or '}')
                return false;
        }
        return true;
    }

    private static AbiPointer? Pointer(AbiTextSlice inner, int bits, bool isHandle, AbiRecord? inline, AbiTextPool pool, int depth)
    {
        bool isConst = inner.StartsWith("const ");
        AbiType? pointee = Read(isConst ? inner.Slice(6) : inner, inline, pool, depth - 1);
        return pointee is null ? null : new AbiPointer(pointee, bits, isConst, isHandle);
    }

    private static AbiArray? ArrayOf(AbiTextSlice inner, AbiRecord? inline, AbiTextPool pool, int depth)
    {
        int comma = inner.LastIndexOf(',');
        if (comma < 0 || !inner.Slice(comma + 1).TryParse(out int count))
            return null;
        AbiType? element = Read(inner.Slice(0, comma), inline, pool, depth - 1);
        return element is null ? null : new AbiArray(element, count);
    }
}
