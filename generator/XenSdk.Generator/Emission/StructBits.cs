using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Bit-fields: the unit that holds them is a field, and each of them a property.</summary>
internal static class StructBits
{
    public static void Add(AbiField field, TypeNames names, StructParts parts)
    {
        AbiScalarKind kind = Kind(field, names);
        AbiScalarKind unit = field.Size switch
        {
            1 => AbiScalarKind.U8,
            2 => AbiScalarKind.U16,
            4 => AbiScalarKind.U32,
            _ => AbiScalarKind.U64,
        };
        if (!parts.Units.TryGetValue((field.Offset, field.Size), out string? storage))
        {
            storage = parts.Unique(string.Format(CultureInfo.InvariantCulture, "_bits{0}", parts.Units.Count));
            parts.Units.Add((field.Offset, field.Size), storage);
            int size = AbiScalars.Size(unit);
            parts.Fields.Add(new FieldShape(
                storage, "", AbiScalars.Keyword(unit), new ClrMember(size, size, field.Offset), false, "", null));
        }
        if (field.Name.Length == 0 || field.BitOffset + field.BitWidth > field.Size * 8)
            return; // padding without a name, or bits that one unit does not hold, which the proof reports
        string type = names.Index.FindEnum(field.EnumName) is { } group ? names.Of(group) : AbiScalars.Keyword(kind);
        parts.Bits.Add(new BitsShape(field, type, kind, storage, unit));
    }

    private static AbiScalarKind Kind(AbiField field, TypeNames names) => names.Index.Resolve(field.Type) switch
    {
        AbiScalar scalar when AbiScalars.IsInteger(scalar.Kind) => scalar.Kind,
        AbiNamed named when names.Index.Find(named) is EnumDeclaration group => group.Enum.Underlying,
        _ => AbiScalarKind.U32,
    };

    /// <summary>Writes the property.</summary>
    public static void Write(CodeWriter code, BitsShape bits)
    {
        AbiField field = bits.Field;
        ulong mask = field.BitWidth >= 64 ? ulong.MaxValue : (1UL << field.BitWidth) - 1;
        ulong all = bits.StorageKind switch
        {
            AbiScalarKind.U8 => byte.MaxValue,
            AbiScalarKind.U16 => ushort.MaxValue,
            AbiScalarKind.U32 => uint.MaxValue,
            _ => ulong.MaxValue,
        };
        string unit = AbiScalars.Keyword(bits.StorageKind);
        string shift = field.BitOffset.ToString(CultureInfo.InvariantCulture);
        string read = $"(({bits.Storage} >> {shift}) & {Literal.Hex(mask)})";
        bool isBool = bits.Type == "bool";
        if (AbiScalars.IsSigned(bits.Kind))
        {
            string sign = Literal.Hex(1UL << (field.BitWidth - 1));
            read = $"(({read} ^ {sign}) - {sign})";
        }
        string get = isBool ? $"{read} != 0" : $"unchecked(({bits.Type}){read})";
        string value = isBool ? $"({unit})(value ? 1 : 0)" : $"({unit})value";

        var facts = new DocText("", CDeclaration.Of(field), End: string.Format(
            CultureInfo.InvariantCulture, ": bits {0} to {1} of the unit at offset {2}.",
            field.BitOffset, field.BitOffset + field.BitWidth - 1, field.Offset));
        DocComment.Write(code, field.Doc, facts, facts);
        code.Line($"[NativeName({StringLiteral.Of(field.Name)})]");
        code.Line($"public {CSharpName.New(field.CSharpName)}{bits.Type} {CSharpName.Escape(field.CSharpName)}");
        code.Open();
        code.Line($"readonly get => {get};");
        code.Line($"set => {bits.Storage} = unchecked(({unit})(({bits.Storage} & {Literal.Hex(all & ~(mask << field.BitOffset))}) | ((({value}) & {Literal.Hex(mask)}) << {shift})));");
        code.Close();
    }

}
