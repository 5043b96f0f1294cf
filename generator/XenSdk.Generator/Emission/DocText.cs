using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A sentence of documentation that the generator knows by itself.</summary>
/// <param name="Text">The sentence, as XML, or its beginning.</param>
/// <param name="Code">What C calls it.</param>
/// <param name="Field">The field that it is about: its declaration and where it is.</param>
/// <param name="End">What follows, as XML.</param>
internal readonly record struct DocText(string? Text, string? Code = null, AbiField? Field = null, string? End = null) : ICodePart
{
    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text) && Code is null && Field is null;

    /// <summary>C's name of something, and no more.</summary>
    public static DocText Name(string cname) => new(null, Code: cname, End: ".");

    /// <summary>Where C has a field.</summary>
    public static DocText Place(AbiField field) => new(null, Field: field);

    public void WriteTo(CodeWriter code)
    {
        code.Add(Text ?? "");
        if (Code is not null)
            code.Add(Xml.Code(Code));
        if (Field is not null)
            WritePlace(code, Field);
        code.Add(End ?? "");
    }

    private static void WritePlace(CodeWriter code, AbiField field)
    {
        code.Add(Xml.Code(CDeclaration.Of(field)));
        code.Add(" at offset ");
        code.Add(field.Offset);
        code.Add('.');
    }
}
