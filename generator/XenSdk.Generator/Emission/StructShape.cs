using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A struct to write: what a record, or an array, becomes in C#.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NativeName">C's name; empty for one written in place.</param>
/// <param name="Doc">The header's words.</param>
/// <param name="Fallback">Its summary where the header has none.</param>
/// <param name="Facts">What the generator knows of it.</param>
/// <param name="Remarks">Further words.</param>
/// <param name="Layout">How it is laid out.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Bits">Properties for bit-fields.</param>
/// <param name="Nested">Types written inside it.</param>
internal sealed record StructShape(
    string Name,
    string NativeName,
    string Doc,
    DocText Fallback,
    DocText Facts,
    IReadOnlyList<DocText> Remarks,
    LayoutChoice Layout,
    IReadOnlyList<FieldShape> Fields,
    IReadOnlyList<BitsShape> Bits,
    IReadOnlyList<StructShape> Nested)
{
    /// <summary>Length of an inline array; 0 for another struct.</summary>
    public int InlineLength { get; init; }

    /// <summary>What the CLR makes of it.</summary>
    public FieldType ToFieldType()
    {
        var members = new ClrMember[Fields.Count];
        for (int i = 0; i < members.Length; i++)
            members[i] = Fields[i].Member;
        ClrLayout layout = ClrLayoutRules.Compute(Layout.Kind, Layout.Pack, Layout.Size, InlineLength, members);
        return new FieldType(CSharpName.Escape(Name), layout.Size, layout.Align);
    }
}

/// <summary>A field to write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NativeName">C's name; empty for the storage of bit-fields.</param>
/// <param name="Type">Its type, as written.</param>
/// <param name="Member">What the CLR will see of it.</param>
/// <param name="IsPublic">Whether users see it.</param>
/// <param name="Doc">The header's words.</param>
/// <param name="Source">The field of C that it is; null for the storage of bit-fields and elements, which users do not see.</param>
internal sealed record FieldShape(
    string Name, string NativeName, string Type, ClrMember Member, bool IsPublic, string Doc, AbiField? Source);

/// <summary>A property to write that reads and writes a bit-field.</summary>
/// <param name="Field">The bit-field.</param>
/// <param name="Type">Its type, as written.</param>
/// <param name="Kind">The scalar that C gives it.</param>
/// <param name="Storage">Name of the field that holds it.</param>
/// <param name="StorageKind">Scalar of that field.</param>
internal sealed record BitsShape(AbiField Field, string Type, AbiScalarKind Kind, string Storage, AbiScalarKind StorageKind);

/// <summary>The <c>StructLayout</c> of a struct.</summary>
/// <param name="Kind">Sequential or explicit.</param>
/// <param name="Pack">Its <c>Pack</c>; 0 for none.</param>
/// <param name="Size">Its <c>Size</c>; 0 for none.</param>
internal sealed record LayoutChoice(ClrLayoutKind Kind, int Pack, int Size);

/// <summary>A field's type: how it is written, and what the CLR makes of it.</summary>
internal readonly record struct FieldType(string Name, int Size, int Align);
