using System.Globalization;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Compares a declared struct with a record of C: size, alignment, and every field of every nested record.</summary>
internal sealed class LayoutComparison
{
    private readonly ClrLayoutEngine _engine;
    private readonly ModelIndex _index;
    private readonly Func<Declaration, string?> _typeOf;
    private readonly ClrType _root;
    private readonly Declaration _declaration;
    private readonly List<LayoutDifference> _differences = [];
    private int _fields;

    private LayoutFindings Findings => new(_differences, _fields);

    private LayoutComparison(ClrLayoutEngine engine, ModelIndex index, Func<Declaration, string?> typeOf, ClrType root, Declaration declaration)
    {
        _engine = engine;
        _index = index;
        _typeOf = typeOf;
        _root = root;
        _declaration = declaration;
    }

    /// <summary>Compares a struct with a record.</summary>
    /// <param name="engine">Lays out declared types.</param>
    /// <param name="index">The record's model.</param>
    /// <param name="typeOf">The full name of the type that stands for a declaration.</param>
    /// <param name="declared">The struct.</param>
    /// <param name="record">The record.</param>
    public static LayoutFindings Compare(
        ClrLayoutEngine engine, ModelIndex index, Func<Declaration, string?> typeOf, ClrStruct declared, RecordDeclaration record)
    {
        var comparison = new LayoutComparison(engine, index, typeOf, declared, record);
        comparison.Record(declared, record.Record, 0, 0, "", "");
        return comparison.Findings;
    }

    /// <summary>Compares a struct with a typedef of an array.</summary>
    public static LayoutFindings Compare(
        ClrLayoutEngine engine, ModelIndex index, Func<Declaration, string?> typeOf, ClrStruct declared, ArrayDeclaration array)
    {
        var comparison = new LayoutComparison(engine, index, typeOf, declared, array);
        if (engine.Layout(declared) is { } layout)
            comparison.SizeAndAlign(layout, array.Typedef.Size, array.Typedef.Align, array.Place, "", "");
        comparison.Array(declared, array.Array, 0, array.Place, "", "");
        return comparison.Findings;
    }

    private void Record(ClrStruct declared, AbiRecord record, int clrBase, int abiBase, string clrPath, string abiPath)
    {
        if (_engine.Layout(declared) is not { } layout)
        {
            ClrField? unknown = declared.Fields.FirstOrDefault(field => _engine.Layout(field.Type) is null);
            Add(Descriptors.Inexpressible, abiBase, false, record.Place, unknown is null
                ? "{0} has no layout that the CLR would load."
                : "{0} has no layout: the type '{2}' of its field '{1}' is not there, holds itself, or is larger than the CLR allows.",
                Name(clrPath), unknown?.Name ?? "", unknown?.Type.Name ?? "");
            return;
        }
        SizeAndAlign(layout, record.Size, record.Align, record.Place, clrPath, abiPath);

        var open = new List<int>(declared.Fields.Count);
        for (int i = 0; i < declared.Fields.Count; i++)
            open.Add(i);
        foreach (AbiField field in RecordFields.Of(record))
        {
            if (field.Size == 0 && field.BitWidth == 0)
                continue; // an empty record or a flexible array takes no room
            _fields++;
            if (field.BitWidth > 0)
                Bits(declared, layout, field, clrBase, abiBase, clrPath, abiPath, open);
            else if (Take(declared, field, open) is var i and >= 0)
                Field(declared.Fields[i], layout.Offsets[i], field, clrBase, abiBase, clrPath, abiPath);
            else
                Add(Descriptors.Fields, abiBase + field.Offset, false, field.Place, "{0} lacks a field for '{1}' of {2}, at {3}.", Name(clrPath), Join(abiPath, field.Name), Header(), abiBase + field.Offset);
        }
        foreach (int i in open)
            Add(Descriptors.Fields, abiBase + layout.Offsets[i], false, record.Place, "{0} is unknown to {1}.", Name(Join(clrPath, declared.Fields[i].Name)), Header());
    }

    /// <summary>The C# field of a C field, by C's name; -1 where there is none.</summary>
    private static int Take(ClrStruct declared, AbiField field, List<int> open)
    {
        if (field.Name.Length == 0)
            return -1;
        for (int at = 0; at < open.Count; at++)
        {
            int index = open[at];
            if (declared.Fields[index].NativeName != field.Name)
                continue;
            open.RemoveAt(at);
            return index;
        }
        return -1;
    }

    private void Field(ClrField declared, int clrOffset, AbiField field, int clrBase, int abiBase, string clrPath, string abiPath)
    {
        int ours = clrBase + clrOffset;
        int theirs = abiBase + field.Offset;
        if (ours != theirs)
        {
            Add(Descriptors.Offset, theirs, true, field.Place, "{0} is at {1}, {2} has '{3}' at {4} ({5}).",
                Name(Join(clrPath, declared.Name)), ours, field.Place.File, Join(abiPath, field.Name), theirs, _index.Model.Target);
        }
        ClrLayout layout = _engine.Layout(declared.Type)!; // the struct that holds it has one
        if (layout.Size != field.Size && _index.Resolve(field.Type) is not AbiArray)
        {
            Add(Descriptors.Size, theirs, true, field.Place, "{0} has {1} bytes at {2}, {3} has '{4}' ({5}) with {6} bytes at {7} ({8}). Correct its type in the overrides.",
                Name(Join(clrPath, declared.Name)), layout.Size, ours, field.Place.File, Join(abiPath, field.Name), field.CType, field.Size, theirs, _index.Model.Target);
            return;
        }
        if (_index.Resolve(field.Type) is not (AbiScalar or AbiPointer))
            Type(declared.Type, field.Type, ours, theirs, field.Place, Join(clrPath, declared.Name), Join(abiPath, field.Name));
    }

    private void Type(ClrType declared, AbiType type, int clrOffset, int abiOffset, AbiPlace place, string clrPath, string abiPath)
    {
        switch (_index.Resolve(type))
        {
            case AbiInline inline when declared is ClrStruct nested:
                Record(nested, inline.Record, clrOffset, abiOffset, clrPath, abiPath);
                break;
            case AbiInline:
                Add(Descriptors.Fields, abiOffset, false, place, "{0} is a '{1}', {2} has '{3}' with fields of its own ({4}).",
                    Name(clrPath), declared.Name, place.File, abiPath, _index.Model.Target);
                break;
            case AbiArray array:
                Array(declared, array, abiOffset, place, clrPath, abiPath);
                break;
            case AbiNamed named when _index.Find(named) is { } declaration && _typeOf(declaration) is { } expected && expected != declared.Name:
                Add(Descriptors.Fields, abiOffset, false, place, "{0} is a '{1}', {2} has '{3}' of type '{4}', which is '{5}' in C# ({6}).",
                    Name(clrPath), declared.Name, place.File, abiPath, declaration.Spelling, expected, _index.Model.Target);
                break;
        }
    }

    private void Array(ClrType declared, AbiArray array, int abiOffset, AbiPlace place, string clrPath, string abiPath)
    {
        if (declared is not ClrStruct { InlineLength: > 0, Fields.Count: 1 } inline || _engine.Layout(declared) is not { } layout)
        {
            Add(Descriptors.Size, abiOffset, true, place, "{0} is no inline array, {1} has {2} elements in '{3}' ({4}).",
                Name(clrPath), place.File, array.Count, abiPath, _index.Model.Target);
            return;
        }
        int elementSize = layout.Size / inline.InlineLength;
        int? abiElementSize = SizeOf(array.Element);
        if (inline.InlineLength != array.Count || (abiElementSize is { } expected && expected != elementSize))
        {
            Add(Descriptors.Size, abiOffset, true, place, "{0} has {1} elements of {2} bytes at {3}, {4} has '{5}' with {6} of {7} bytes at {3} ({8}).",
                Name(clrPath), inline.InlineLength, elementSize, abiOffset, place.File, abiPath, array.Count, abiElementSize ?? elementSize, _index.Model.Target);
            return;
        }
        // The first element stands for all: they are equally spaced on both sides.
        Type(inline.Fields[0].Type, array.Element, 0, 0, place, clrPath + "[]", abiPath + "[]");
    }

    private void Bits(
        ClrStruct declared, ClrLayout layout, AbiField field, int clrBase, int abiBase, string clrPath, string abiPath, List<int> open)
    {
        if (field.Name.Length == 0)
        {
            // Padding without a name: the unit may be there for others' sake.
            open.RemoveAll(i => declared.Fields[i].NativeName.Length == 0 && layout.Offsets[i] == field.Offset);
            return;
        }
        string cname = Join(abiPath, field.Name);
        ClrBits? bits = declared.Bits.FirstOrDefault(candidate => candidate.NativeName == field.Name);
        int unit = bits is null ? -1 : IndexOf(declared, bits.Field);
        if (bits is null || unit < 0)
        {
            Add(Descriptors.Fields, abiBase + field.Offset, false, field.Place, "{0} lacks a property for the bit-field '{1}' of {2}.", Name(clrPath), cname, Header());
            return;
        }
        open.Remove(unit);
        int ours = ((clrBase + layout.Offsets[unit]) * 8) + bits.Shift;
        int theirs = ((abiBase + field.Offset) * 8) + field.BitOffset;
        int room = (_engine.Layout(declared.Fields[unit].Type)?.Size ?? 0) * 8;
        if (ours != theirs || bits.Width != field.BitWidth || bits.Shift + bits.Width > room)
        {
            Add(Descriptors.Offset, abiBase + field.Offset, true, field.Place, "{0} has {1} bits at bit {2}, {3} has '{4}' with {5} bits at bit {6} ({7}).",
                Name(Join(clrPath, bits.Name)), bits.Width, ours, field.Place.File, cname, field.BitWidth, theirs, _index.Model.Target);
        }
    }

    private static int IndexOf(ClrStruct declared, string field)
    {
        for (int i = 0; i < declared.Fields.Count; i++)
        {
            if (declared.Fields[i].Name == field)
                return i;
        }
        return -1;
    }

    private void SizeAndAlign(ClrLayout layout, int size, int align, AbiPlace place, string clrPath, string abiPath)
    {
        string cname = abiPath.Length == 0 ? _declaration.Spelling : $"{_declaration.Spelling}.{abiPath}";
        if (layout.Size != size)
        {
            Add(Descriptors.Size, 0, false, place, "{0} has {1} bytes, {2} has '{3}' with {4} ({5}).",
                Name(clrPath), layout.Size, place.File, cname, size, _index.Model.Target);
        }
        if (layout.Align != align)
        {
            Add(Descriptors.Alignment, 0, false, place, "{0} is aligned to {1}, {2} has '{3}' aligned to {4} ({5}).",
                Name(clrPath), layout.Align, place.File, cname, align, _index.Model.Target);
        }
    }

    /// <summary>Bytes of an element in C; null where the model does not say.</summary>
    private int? SizeOf(AbiType type) => _index.Resolve(type) switch
    {
        AbiScalar scalar => AbiScalars.Size(scalar.Kind),
        AbiPointer pointer => pointer.Bits / 8,
        AbiInline inline => inline.Record.Size,
        AbiArray array => SizeOf(array.Element) * array.Count,
        AbiNamed named => _index.Find(named) switch
        {
            RecordDeclaration record => record.Record.Size,
            ArrayDeclaration array => array.Typedef.Size,
            EnumDeclaration group => AbiScalars.Size(group.Enum.Underlying),
            _ => null,
        },
        _ => null,
    };

    private string Name(string path) => path.Length == 0 ? $"'{_root.Name}'" : $"'{path}' of '{_root.Name}'";

    private string Header() => $"{_declaration.Spelling} in {_declaration.Place.File} ({_index.Model.Target})";

    private static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";

    private void Add(DiagnosticDescriptor kind, int offset, bool isOfField, AbiPlace place, string format, params object[] arguments) =>
        _differences.Add(new LayoutDifference(kind, offset, isOfField, place, string.Format(CultureInfo.InvariantCulture, format, arguments)));
}
