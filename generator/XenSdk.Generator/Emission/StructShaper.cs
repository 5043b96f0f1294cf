using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Turns C's records and arrays into structs to write.</summary>
internal sealed class StructShaper
{
    private readonly TypeNames _names;
    private readonly Declaration _declaration;
    private readonly List<AbiDiagnostic> _diagnostics;

    private StructShaper(TypeNames names, Declaration declaration, List<AbiDiagnostic> diagnostics)
    {
        _names = names;
        _declaration = declaration;
        _diagnostics = diagnostics;
    }

    /// <summary>The struct of a record.</summary>
    public static StructShape Shape(RecordDeclaration declaration, TypeNames names, List<AbiDiagnostic> diagnostics) =>
        new StructShaper(names, declaration, diagnostics).Record(declaration.Record);

    /// <summary>The struct of a typedef of an array.</summary>
    public static StructShape Shape(ArrayDeclaration declaration, TypeNames names, List<AbiDiagnostic> diagnostics)
    {
        AbiTypedef typedef = declaration.Typedef;
        var shaper = new StructShaper(names, declaration, diagnostics);
        (StructShape shape, _) = shaper.InlineArray(declaration.Array, typedef.CSharpName, "", typedef.Place);
        return shape with { NativeName = typedef.Name, Doc = typedef.Doc };
    }

    private StructShape Record(AbiRecord record)
    {
        var parts = new StructParts(record.CSharpName);
        List<AbiField> fields = RecordFields.Of(record).ToList();
        foreach (AbiField field in fields)
            parts.Reserve(field.CSharpName);
        foreach (AbiField field in fields)
            Add(field, parts);

        string kind = record.IsUnion ? "union" : "struct";
        string spelling = record.Name.Length == 0 ? $"{kind} {{ … }}" : record.Name;
        string targets = record.Name.Length == 0 ? "" : $" ({_names.TargetsOf(_declaration)})";
        var size = new DocText("", spelling, End: string.Format(
            CultureInfo.InvariantCulture, ": {0} bytes, aligned to {1}{2}.", record.Size, record.Align, targets));
        return new StructShape(
            record.CSharpName, record.Name, record.Doc, record.Name.Length == 0 ? new DocText(InPlaceSummary(record)) : size, size, parts.Remarks,
            Layout(record, fields, parts.Fields), parts.Fields, parts.Bits, parts.Nested);
    }

    private static string InPlaceSummary(AbiRecord record) =>
        record.IsUnion ? "Alternatives that share their memory." : "Fields that belong together.";

    private LayoutChoice Layout(AbiRecord record, List<AbiField> cfields, List<FieldShape> fields)
    {
        LayoutChoice? choice = LayoutChooser.Choose(record.IsUnion, record.Size, record.Align, fields.ConvertAll(field => field.Member));
        if (choice is not null)
            return choice;

        // A field of a width that is not C's has its own report, from the proof.
        bool hasCWidths = cfields.TrueForAll(field => field.BitWidth > 0 || field.Size == 0
            || fields.Exists(shape => shape.NativeName == field.Name && shape.Member.Size == field.Size));
        if (hasCWidths)
        {
            _diagnostics.Add(Report.Of(Descriptors.Inexpressible, record.Place, string.Format(
                CultureInfo.InvariantCulture,
                "C# cannot lay out '{0}' ({1} bytes, aligned to {2}) as {3}'s C does: {4}. Leave the type out of the header, or change it there.",
                record.Name.Length == 0 ? _declaration.Spelling + "." + record.CSharpName : record.Name,
                record.Size, record.Align, _names.Index.Model.Target,
                fields.Count == 0 ? "it has no field that C# can have"
                : fields.TrueForAll(field => field.Member.Align < record.Align) ? "no field of it needs such an alignment, and C# has no other way to ask for one"
                : "no combination of LayoutKind, Pack and Size puts every field where C has it")));
        }
        return LayoutChooser.Natural(record.IsUnion || Overlap(cfields));
    }

    /// <summary>Whether fields share memory, as those of an anonymous union do.</summary>
    private static bool Overlap(List<AbiField> fields)
    {
        int end = 0;
        foreach (AbiField field in fields)
        {
            if (field.Offset < end && field.BitWidth == 0)
                return true;
            end = Math.Max(end, field.Offset + field.Size);
        }
        return false;
    }

    private void Add(AbiField field, StructParts parts)
    {
        if (field.BitWidth > 0)
        {
            StructBits.Add(field, _names, parts);
            return;
        }
        if (field.Size == 0)
        {
            parts.Remarks.Add(new DocText("C's ", CDeclaration.Of(field), End: string.Format(
                CultureInfo.InvariantCulture, ", of no size, at offset {0}, has no field here.", field.Offset)));
            return;
        }
        FieldType type = Type(field.Type, field.EnumName, field.CSharpName, field.Place, parts);
        parts.Fields.Add(new FieldShape(
            field.CSharpName, field.Name, type.Name, new ClrMember(type.Size, type.Align, field.Offset), true, field.Doc, field));
    }

    private FieldType Type(AbiType type, string enumName, string fieldName, AbiPlace place, StructParts parts)
    {
        switch (_names.Index.Resolve(type))
        {
            case AbiScalar scalar:
                if (_names.Index.FindEnum(enumName) is { } group)
                    return Enum(group);
                if (enumName.Length > 0)
                    _diagnostics.Add(Missing(enumName, _declaration.Spelling, place));
                int width = AbiScalars.Size(scalar.Kind);
                return new FieldType(AbiScalars.Keyword(scalar.Kind), width, width);
            case AbiPointer pointer:
                return new FieldType(_names.Of(pointer, _declaration.Key), pointer.Bits / 8, pointer.Bits / 8);
            case AbiNamed named:
                return Named(named, place);
            case AbiInline inline:
                StructShape nested = Record(inline.Record);
                parts.Nested.Add(nested);
                return nested.ToFieldType();
            case AbiArray array:
                (StructShape shape, FieldType arrayType) = InlineArray(array, parts.Unique(fieldName + "Array"), enumName, place);
                parts.Nested.Add(shape);
                return arrayType;
            default:
                return Impossible(type, place);
        }
    }

    private FieldType Named(AbiNamed named, AbiPlace place) => _names.Index.Find(named) switch
    {
        RecordDeclaration record => new FieldType(_names.Of(record), record.Record.Size, record.Record.Align),
        ArrayDeclaration array => new FieldType(_names.Of(array), array.Typedef.Size, array.Typedef.Align),
        EnumDeclaration group => Enum(group),
        _ => Impossible(named, place),
    };

    private FieldType Enum(EnumDeclaration group)
    {
        int size = AbiScalars.Size(group.Enum.Underlying);
        return new FieldType(_names.Of(group), size, size);
    }

    private FieldType Impossible(AbiType type, AbiPlace place)
    {
        string spelling = type is AbiNamed named ? named.Name : type.ToString();
        _diagnostics.Add(Missing(spelling, _declaration.Spelling, place));
        return new FieldType("byte", 1, 1);
    }

    /// <summary>What is said of a name that the model does not explain.</summary>
    public static AbiDiagnostic Missing(string name, string holder, AbiPlace place) => Report.Of(Descriptors.Inexpressible, place,
        $"'{name}' in '{holder}' has no type in C#: the model does not say what it is. Read the header again.");

    private (StructShape Shape, FieldType Type) InlineArray(AbiArray array, string name, string enumName, AbiPlace place)
    {
        var parts = new StructParts(name);
        FieldType element = _names.Index.Resolve(array.Element) is AbiArray row
            ? Row(row, parts, enumName, place)
            : Type(array.Element, enumName, name + "Element", place, parts);
        string count = string.Format(CultureInfo.InvariantCulture, "{0} elements in place; it converts to a span.", array.Count);
        var field = new FieldShape(
            "_element0", "", element.Name, new ClrMember(element.Size, element.Align, 0), false, "", null);
        var shape = new StructShape(name, "", "", new DocText(count), default, [], LayoutChooser.Natural(overlaps: false), [field], [], parts.Nested)
        {
            InlineLength = Math.Max(array.Count, 1),
        };
        return (shape, shape.ToFieldType());
    }

    private FieldType Row(AbiArray row, StructParts parts, string enumName, AbiPlace place)
    {
        (StructShape shape, FieldType type) = InlineArray(row, parts.Unique("Row"), enumName, place);
        parts.Nested.Add(shape);
        return type;
    }
}
