using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Writes constants, and the members that a header adds to the runtime's enums.</summary>
internal static class ConstantWriter
{
    public static void Write(CodeWriter code, string className, string headers, IEnumerable<AbiMacro> macros)
    {
        code.Line($"/// <summary>Constants of {Xml.Escape(headers)}, with the types that C gives them.</summary>");
        code.Line($"public static class {className}");
        code.Open();
        bool isFirst = true;
        foreach (AbiMacro macro in macros)
        {
            if (!isFirst)
                code.Line();
            isFirst = false;
            AbiInteger value = macro.Value!;
            DocComment.Write(code, macro.Doc, DocText.Name(macro.Name));
            code.Line($"[NativeName({StringLiteral.Of(macro.Name)})]");
            code.Line($"public const {CSharpName.New(macro.Detail)}{value.Keyword} {CSharpName.Escape(macro.Detail)} = {Literal.Of(value)};");
        }
        code.Close();
    }

    public static void WriteAdditions(CodeWriter code, string enumName, string enumType, string headers, IEnumerable<AbiEnumMember> members)
    {
        code.Line($"/// <summary>What {Xml.Escape(headers)} adds to <see cref=\"{enumType}\"/>: values of that very type, for the runtime's methods to take.</summary>");
        code.Line($"public static class {enumName}{GeneratedNames.Additions}");
        code.Open();
        bool isFirst = true;
        foreach (AbiEnumMember member in members)
        {
            if (!isFirst)
                code.Line();
            isFirst = false;
            DocComment.Write(code, member.Doc, DocText.Name(member.Name));
            code.Line($"[NativeName({StringLiteral.Of(member.Name)})]");
            code.Line($"public const {CSharpName.New(member.CSharpName)}{enumType} {CSharpName.Escape(member.CSharpName)} = unchecked(({enumType})({Literal.Of(member.Value)}));");
        }
        code.Close();
    }
}
