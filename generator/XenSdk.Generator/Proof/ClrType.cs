namespace XenSdk.Generator;

/// <summary>
/// A type as a declaration in C# gives it, whichever front end has read the declaration: the emitted text, or a symbol of
/// the user's code.
/// </summary>
internal abstract class ClrType(string name)
{
    /// <summary>Its full name, without <c>global::</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>A type whose size and alignment are known as they are: a number, a guest pointer, a type of the runtime.</summary>
internal sealed class ClrPrimitive(string name, int size, int align) : ClrType(name)
{
    public ClrLayout Layout { get; } = new(size, align, []);
}

/// <summary>An enum.</summary>
internal sealed class ClrEnum(string name, ClrType underlying) : ClrType(name)
{
    public ClrType Underlying { get; } = underlying;
}

/// <summary>A name that means nothing that can be laid out.</summary>
internal sealed class ClrUnknown(string name) : ClrType(name);

/// <summary>A struct. Its fields are resolved when first asked for, so that declarations can stand in any order.</summary>
internal sealed class ClrStruct(
    string name,
    string nativeName,
    ClrLayoutKind kind,
    int pack,
    int size,
    int inlineLength,
    Func<IReadOnlyList<ClrField>> fields,
    IReadOnlyList<ClrBits> bits) : ClrType(name)
{
    private IReadOnlyList<ClrField>? _fields;

    /// <summary>C's name, from <c>[NativeName]</c>; empty where there is none.</summary>
    public string NativeName { get; } = nativeName;

    public ClrLayoutKind Kind { get; } = kind;

    public int Pack { get; } = pack;

    /// <summary>What <c>StructLayout.Size</c> says, not what comes out.</summary>
    public int DeclaredSize { get; } = size;

    public int InlineLength { get; } = inlineLength;

    /// <summary>The instance fields, in order.</summary>
    public IReadOnlyList<ClrField> Fields => _fields ??= fields();

    /// <summary>Properties that stand for bit-fields.</summary>
    public IReadOnlyList<ClrBits> Bits { get; } = bits;
}

/// <summary>A field of a struct.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NativeName">C's name, from <c>[NativeName]</c>; empty where there is none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Offset">Its <c>FieldOffset</c>; 0 where there is none.</param>
internal sealed record ClrField(string Name, string NativeName, ClrType Type, int Offset);

/// <summary>A property that reads a bit-field out of a field: <c>(field >> Shift) &amp; Mask</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NativeName">C's name.</param>
/// <param name="Field">The field that holds the bits.</param>
/// <param name="Shift">How far they stand from the field's lowest bit.</param>
/// <param name="Width">How many they are.</param>
internal sealed record ClrBits(string Name, string NativeName, string Field, int Shift, int Width);
