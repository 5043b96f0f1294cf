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

    public static string Scalar(AbiScalarKind kind) => s_scalarNames[(int)kind];

    public static AbiScalarKind? Scalar(string text)
    {
        int index = Array.IndexOf(s_scalarNames, text);
        return index < 0 ? null : (AbiScalarKind)index;
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

    /// <summary>Reads a type; null where the text is none. <paramref name="inline"/> is the record that a
    /// <c>struct{}</c> in the text stands for.</summary>
    public static AbiType? Read(string text, AbiRecord? inline) => Read(text, inline, MaxDepth);

    private static AbiType? Read(string text, AbiRecord? inline, int depth)
    {
        if (depth == 0 || text.Length == 0)
            return null;
        if (Scalar(text) is { } scalar)
            return new AbiScalar(scalar);
        if (text is InlineStruct or InlineUnion)
            return inline is not null && inline.IsUnion == (text == InlineUnion) ? new AbiInline(inline) : null;

        int open = text.IndexOf('(');
        if (open < 0)
            return text.IndexOfAny([')', ',', '{', '}']) < 0 ? new AbiNamed(text) : null;
        if (text[text.Length - 1] != ')')
            return null;
        string inner = text.Substring(open + 1, text.Length - open - 2);
        return text.Substring(0, open) switch
        {
            "ptr32" => Pointer(inner, 32, isHandle: false, inline, depth),
            "ptr64" => Pointer(inner, 64, isHandle: false, inline, depth),
            "handle32" => Pointer(inner, 32, isHandle: true, inline, depth),
            "handle64" => Pointer(inner, 64, isHandle: true, inline, depth),
            "array" => ArrayOf(inner, inline, depth),
            _ => null,
        };
    }

    private static AbiPointer? Pointer(string inner, int bits, bool isHandle, AbiRecord? inline, int depth)
    {
        bool isConst = inner.StartsWith("const ", StringComparison.Ordinal);
        AbiType? pointee = Read(isConst ? inner.Substring(6) : inner, inline, depth - 1);
        return pointee is null ? null : new AbiPointer(pointee, bits, isConst, isHandle);
    }

    private static AbiArray? ArrayOf(string inner, AbiRecord? inline, int depth)
    {
        int comma = inner.LastIndexOf(',');
        if (comma < 0 || !AbiTextNumber.TryParse(inner.Substring(comma + 1), out int count))
            return null;
        AbiType? element = Read(inner.Substring(0, comma), inline, depth - 1);
        return element is null ? null : new AbiArray(element, count);
    }
}

/// <summary>Numbers of the text form: decimal digits, no sign, no leading space.</summary>
internal static class AbiTextNumber
{
    public static bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
