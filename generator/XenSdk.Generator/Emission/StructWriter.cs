using System.Globalization;

namespace XenSdk.Generator;

/// <summary>Writes structs.</summary>
internal static class StructWriter
{
    public static void Write(CodeWriter code, StructShape shape)
    {
        DocComment.Write(code, shape.Doc, shape.Fallback, [.. shape.Remarks]);
        if (shape.NativeName.Length > 0)
            code.Line($"[NativeName({StringLiteral.Of(shape.NativeName)})]");
        code.Line(shape.InlineLength > 0
            ? string.Format(CultureInfo.InvariantCulture, "[InlineArray({0})]", shape.InlineLength)
            : $"[StructLayout({Arguments(shape.Layout)})]");
        code.Line($"public struct {CSharpName.Escape(shape.Name)}");
        code.Open();
        WriteMembers(code, shape);
        code.Close();
    }

    private static string Arguments(LayoutChoice layout)
    {
        string arguments = layout.Kind == ClrLayoutKind.Explicit ? "LayoutKind.Explicit" : "LayoutKind.Sequential";
        if (layout.Pack != 0)
            arguments += string.Format(CultureInfo.InvariantCulture, ", Pack = {0}", layout.Pack);
        if (layout.Size != 0)
            arguments += string.Format(CultureInfo.InvariantCulture, ", Size = {0}", layout.Size);
        return arguments;
    }

    private static void WriteMembers(CodeWriter code, StructShape shape)
    {
        bool isFirst = true;
        foreach (FieldShape field in shape.Fields)
        {
            Separate();
            WriteField(code, field, shape.Layout.Kind == ClrLayoutKind.Explicit);
        }
        foreach (BitsShape bits in shape.Bits)
        {
            Separate();
            StructBits.Write(code, bits);
        }
        foreach (StructShape nested in shape.Nested)
        {
            Separate();
            Write(code, nested);
        }

        void Separate()
        {
            if (!isFirst)
                code.Line();
            isFirst = false;
        }
    }

    private static void WriteField(CodeWriter code, FieldShape field, bool isExplicit)
    {
        if (field.IsPublic)
            DocComment.Write(code, field.Doc, field.Fallback, field.Remark);
        if (field.NativeName.Length > 0)
            code.Line($"[NativeName({StringLiteral.Of(field.NativeName)})]");
        if (isExplicit)
            code.Line(string.Format(CultureInfo.InvariantCulture, "[FieldOffset({0})]", field.Member.Offset));
        code.Line($"{(field.IsPublic ? "public" : "private")} {CSharpName.New(field.Name)}{field.Type} {CSharpName.Escape(field.Name)};");
    }
}
