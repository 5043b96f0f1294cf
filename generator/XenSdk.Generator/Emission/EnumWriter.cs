using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Writes enums.</summary>
internal static class EnumWriter
{
    public static void Write(CodeWriter code, AbiEnum group, List<AbiDiagnostic> diagnostics)
    {
        DocComment.Write(code, group.Doc, group.Name.Length > 0
            ? new DocText("", group.Name, End: $" of {Xml.Plain(group.Place.File)}.")
            : new DocText($"Named values of {Xml.Plain(group.Place.File)}."));
        if (group.Name.Length > 0)
            code.Line($"[NativeName({StringLiteral.Of(group.Name)})]");
        if (group.IsFlags)
            code.Line("[Flags]");
        code.Line($"public enum {CSharpName.Escape(group.CSharpName)} : {AbiScalars.UnderlyingKeyword(group.Underlying)}");
        code.Open();
        for (int i = 0; i < group.Members.Count; i++)
        {
            AbiEnumMember member = group.Members[i];
            if (i > 0)
                code.Line();
            DocComment.Write(code, member.Doc, DocText.Name(member.Name));
            code.Line($"[NativeName({StringLiteral.Of(member.Name)})]");
            code.Line($"{CSharpName.Escape(member.CSharpName)} = {Value(group, member, diagnostics)},");
        }
        code.Close();
    }

    /// <summary>A member's value in the enum's integer. A negative one in an unsigned enum wraps, as C's conversion does.</summary>
    private static string Value(AbiEnum group, AbiEnumMember member, List<AbiDiagnostic> diagnostics)
    {
        int bits = AbiScalars.Size(group.Underlying) * 8;
        bool isSigned = AbiScalars.IsSigned(group.Underlying);
        ulong mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        ulong value = member.Value.Bits & mask;
        bool isNegative = member.Value.IsSigned && unchecked((long)member.Value.Bits) < 0;
        ulong lost = member.Value.Bits & ~mask;
        bool fits = isNegative
            ? lost == ~mask && (value >> (bits - 1)) != 0
            : lost == 0 && (!isSigned || (value >> (bits - 1)) == 0);
        if (!fits)
        {
            diagnostics.Add(Report.Of(Descriptors.Inexpressible, group.Place,
                $"'{member.Name}' is {member.Value}, which the enum '{group.CSharpName}' ({AbiScalars.UnderlyingKeyword(group.Underlying)}) cannot hold. " +
                "Give the enum a wider \"type\" in the overrides."));
        }
        if (isSigned)
            return unchecked((long)(value << (64 - bits)) >> (64 - bits)).ToString(CultureInfo.InvariantCulture);
        return group.IsFlags && value > 9 ? Literal.Hex(value) : Literal.Unsigned(value);
    }
}
