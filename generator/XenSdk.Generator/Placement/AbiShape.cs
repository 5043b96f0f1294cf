using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Whether two declarations are the same for a reader of the ABI: everything but the header's words, the places,
/// and how C spells a type.</summary>
internal static class AbiShape
{
    public static bool Same(AbiRecord a, AbiRecord b) =>
        a.Name == b.Name && a.CSharpName == b.CSharpName && a.IsUnion == b.IsUnion && a.Size == b.Size && a.Align == b.Align
        && Same(a.Fields, b.Fields, Same);

    public static bool Same(AbiField a, AbiField b) =>
        a.Name == b.Name && a.CSharpName == b.CSharpName && a.EnumName == b.EnumName
        && a.Offset == b.Offset && a.Size == b.Size && a.BitOffset == b.BitOffset && a.BitWidth == b.BitWidth
        && Same(a.Type, b.Type);

    public static bool Same(AbiType a, AbiType b) => (a, b) switch
    {
        (AbiInline x, AbiInline y) => Same(x.Record, y.Record),
        (AbiArray x, AbiArray y) => x.Count == y.Count && Same(x.Element, y.Element),
        // What a pointer is called in C (handle, const) is no part of the layout.
        (AbiPointer x, AbiPointer y) => x.Bits == y.Bits && Same(x.Pointee, y.Pointee),
        _ => a.Equals(b),
    };

    public static bool Same(AbiTypedef a, AbiTypedef b) =>
        a.Name == b.Name && a.CSharpName == b.CSharpName && a.Size == b.Size && a.Align == b.Align && Same(a.Type, b.Type);

    public static bool Same(AbiEnum a, AbiEnum b) =>
        a.Name == b.Name && a.CSharpName == b.CSharpName && a.Underlying == b.Underlying && a.IsFlags == b.IsFlags
        && Same(a.Members, b.Members, Same);

    public static bool Same(AbiEnumMember a, AbiEnumMember b) =>
        a.Name == b.Name && a.CSharpName == b.CSharpName && a.Value.Bits == b.Value.Bits;

    public static bool Same(AbiMacro a, AbiMacro b) =>
        a.Name == b.Name && a.Disposition == b.Disposition && Equals(a.Value, b.Value)
        && (a.Disposition != AbiDisposition.Constant || a.Detail == b.Detail);

    public static bool Same(AbiHypercall a, AbiHypercall b) =>
        a.Number == b.Number && a.Name == b.Name && a.CSharpName == b.CSharpName && a.Modes == b.Modes
        && (a.Origin == AbiPrototypeOrigin.None) == (b.Origin == AbiPrototypeOrigin.None) && a.ByStackFrame == b.ByStackFrame
        && Same(a.Parameters, b.Parameters, Same);

    private static bool Same(AbiParameter a, AbiParameter b) =>
        a.Name == b.Name && a.CSharpName == b.CSharpName && a.EnumName == b.EnumName && a.Direction == b.Direction
        && a.Count == b.Count && Same(a.Type, b.Type);

    public static bool Same(Declaration a, Declaration b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (RecordDeclaration x, RecordDeclaration y) => Same(x.Record, y.Record),
        (ArrayDeclaration x, ArrayDeclaration y) => Same(x.Typedef, y.Typedef),
        (EnumDeclaration x, EnumDeclaration y) => Same(x.Enum, y.Enum),
        _ => false,
    };

    private static bool Same<T>(EquatableArray<T> a, EquatableArray<T> b, Func<T, T, bool> same)
        where T : IEquatable<T>
    {
        if (a.IsSame(b))
            return true;
        if (a.Count != b.Count)
            return false;
        for (int i = 0; i < a.Count; i++)
        {
            if (!same(a[i], b[i]))
                return false;
        }
        return true;
    }
}
