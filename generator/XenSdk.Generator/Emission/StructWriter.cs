namespace XenSdk.Generator;

/// <summary>Writes structs.</summary>
internal static class StructWriter
{
    public static void Write(CodeWriter code, StructShape shape)
    {
        DocComment.Write(code, shape.Doc, shape.Fallback, shape.Facts, shape.Remarks);
        if (shape.NativeName.Length > 0)
            code.Line($"[NativeName({StringLiteral.Of(shape.NativeName)})]");
        if (shape.InlineLength > 0)
            code.Line($"[InlineArray({shape.InlineLength})]");
        else
            WriteLayout(code, shape.Layout);
        code.Line($"public struct {CSharpName.Escape(shape.Name)}");
        code.Open();
        WriteMembers(code, shape);
        code.Close();
    }

    private static void WriteLayout(CodeWriter code, LayoutChoice layout)
    {
        code.Begin();
        code.Add(layout.Kind == ClrLayoutKind.Explicit ? "[StructLayout(LayoutKind.Explicit" : "[StructLayout(LayoutKind.Sequential");
        if (layout.Pack != 0)
        {
            code.Add(", Pack = ");
            code.Add(layout.Pack);
        }
        if (layout.Size != 0)
        {
            code.Add(", Size = ");
            code.Add(layout.Size);
        }
        code.Add(")]");
        code.End();
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
            DocComment.Write(code, field.Doc, DocText.Place(field.Source!), DocText.Place(field.Source!));
        if (field.NativeName.Length > 0)
            code.Line($"[NativeName({StringLiteral.Of(field.NativeName)})]");
        if (isExplicit)
            code.Line($"[FieldOffset({field.Member.Offset})]");
        code.Line($"{(field.IsPublic ? "public" : "private")} {CSharpName.New(field.Name)}{field.Type} {CSharpName.Escape(field.Name)};");
    }
}
