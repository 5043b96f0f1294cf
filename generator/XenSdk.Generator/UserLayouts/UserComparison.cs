using System.Globalization;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Compares a struct of the user's with a type of C: size, and the offset and size of every field, those of nested structs
/// too. Where the user has a number for what is a struct or an array in C, only its place and size count.
/// </summary>
internal sealed class UserComparison
{
    private readonly ClrLayoutEngine _engine;
    private readonly ModelIndex _index;
    private readonly UserStruct _user;
    private readonly string _root;
    private readonly List<UserDifference> _differences = [];
    private int _outermost = -1;

    private UserComparison(ClrLayoutEngine engine, ModelIndex index, UserStruct user, string root)
    {
        _engine = engine;
        _index = index;
        _user = user;
        _root = root;
    }

    /// <summary>Compares a struct with a declaration of C; says each thing that is to be corrected, and not its consequences.</summary>
    /// <param name="engine">Lays out the struct, which has a layout.</param>
    /// <param name="index">The declaration's model.</param>
    /// <param name="user">The struct.</param>
    /// <param name="name">What messages call the struct.</param>
    /// <param name="declaration">A struct, union or array of C.</param>
    public static IReadOnlyList<UserDifference> Compare(
        ClrLayoutEngine engine, ModelIndex index, UserStruct user, string name, Declaration declaration)
    {
        var comparison = new UserComparison(engine, index, user, name);
        int size;
        if (declaration is RecordDeclaration { Record: var record })
        {
            comparison.Record(user.Type, record, 0, 0, "", "");
            size = record.Size;
        }
        else
        {
            var array = (ArrayDeclaration)declaration;
            comparison.Array(user.Type, array.Array, array.Typedef.Size, array.Place, "", array.Spelling);
            size = array.Typedef.Size;
        }
        int ours = engine.Layout(user.Type)!.Size;
        if (ours != size)
        {
            comparison.Add(UserDifferenceKind.TotalSize,
                Text("'{0}' has {1} bytes, {2} has '{3}' with {4}", name, ours, declaration.Place.File, declaration.Spelling, size),
                ours < size
                    ? Text("Say so in [StructLayout(..., Size = {0})].", size)
                    : Text("Take what C does not have out of it, or lower the alignment by [StructLayout(..., Pack = ...)]."));
        }
        return Causes(comparison._differences, user.Type.Kind);
    }

    private void Record(ClrStruct declared, AbiRecord record, int clrBase, int abiBase, string clrPath, string abiPath)
    {
        ClrLayout layout = _engine.Layout(declared)!;
        IReadOnlyList<AbiField> fields = RecordFields.Of(record);
        var open = new List<int>(declared.Fields.Count);
        for (int i = 0; i < declared.Fields.Count; i++)
            open.Add(i);

        var matched = new List<AbiField>();
        var missing = new List<AbiField>();
        foreach (AbiField field in fields)
        {
            if (field.Size == 0 || field.BitWidth > 0)
                continue; // an empty record or a flexible array takes no room
            int found = Take(declared, field, open);
            (found < 0 ? missing : matched).Add(field);
            if (found >= 0)
                Within(clrPath, found, () => Field(declared.Fields[found], layout.Offsets[found], field, clrBase, abiBase, clrPath, abiPath));
        }
        foreach (AbiField field in missing)
        {
            if (!matched.Exists(other => Overlap(other, field))) // another member of a union stands for it
                Missing(field, abiBase, clrPath, abiPath);
        }
        foreach (AbiField bits in fields.Where(field => field.BitWidth > 0))
            Bits(declared, layout, bits, open, abiBase, clrPath, abiPath);
        foreach (int i in open)
        {
            if (!IsUnit(layout.Offsets[i], SizeOf(declared.Fields[i]), fields) && !IsPadding(declared, i, layout, record, fields))
                Within(clrPath, i, () => Surplus(declared.Fields[i], clrBase + layout.Offsets[i], record, clrPath, abiPath, fields));
        }
    }

    private void Missing(AbiField field, int abiBase, string clrPath, string abiPath) => Add(
        UserDifferenceKind.Missing,
        Text("{0} lacks a field for '{1}', which {2} has at byte {3} with {4} bytes ({5})",
            Name(clrPath), Join(abiPath, field.Name), field.Place.File, abiBase + field.Offset, field.Size, CType(field)),
        Text("Add a field '{0}', or mark the one that stands for it with [NativeName(\"{1}\")].", field.CSharpName, field.Name));

    private void Surplus(ClrField field, int offset, AbiRecord record, string clrPath, string abiPath, IReadOnlyList<AbiField> fields) => Add(
        UserDifferenceKind.Surplus,
        Text("{0} has {1} bytes at byte {2}, and {3} has no such field in '{4}'", Name(Join(clrPath, field.Name)), SizeOf(field), offset,
            record.Place.File, abiPath.Length == 0 ? record.Name : abiPath),
        Text("Remove it, or mark it with [NativeName] and C's name.{0}",
            Suggestion.For(field.NativeName.Length > 0 ? field.NativeName : field.Name,
                fields.Select(each => field.NativeName.Length > 0 ? each.Name : each.CSharpName).Where(each => each.Length > 0))));

    /// <summary>The field that stands for a C field; -1 where there is none. What is marked goes before what is only called so.</summary>
    private static int Take(ClrStruct declared, AbiField field, List<int> open)
    {
        if (field.Name.Length == 0)
            return -1;
        int at = open.FindIndex(i => declared.Fields[i].NativeName == field.Name);
        if (at < 0)
            at = open.FindIndex(i => declared.Fields[i].NativeName.Length == 0 && (declared.Fields[i].Name == field.CSharpName || declared.Fields[i].Name == field.Name));
        if (at < 0)
            return -1;
        int found = open[at];
        open.RemoveAt(at);
        return found;
    }

    private void Field(ClrField declared, int clrOffset, AbiField field, int clrBase, int abiBase, string clrPath, string abiPath)
    {
        int ours = clrBase + clrOffset;
        int theirs = abiBase + field.Offset;
        string path = Join(clrPath, declared.Name);
        string cname = Join(abiPath, field.Name);
        if (ours != theirs)
        {
            Add(UserDifferenceKind.Offset,
                Text("{0} is at byte {1}, {2} has '{3}' at {4}", Name(path), ours, field.Place.File, cname, theirs),
                Text("Put the fields into C's order with nothing between them that C does not have, or say [FieldOffset({0})] in a struct of LayoutKind.Explicit.", clrBase == abiBase ? field.Offset : theirs));
        }
        AbiType type = _index.Resolve(field.Type);
        AbiArray? array = type as AbiArray ?? ((type is AbiNamed name ? _index.Find(name) : null) as ArrayDeclaration)?.Array;
        if (array is not null)
        {
            Array(declared.Type, array, field.Size, field.Place, path, cname);
            return;
        }
        int size = SizeOf(declared);
        if (size != field.Size)
        {
            Add(UserDifferenceKind.FieldSize,
                Text("{0} has {1} bytes, {2} has '{3}' ({4}) with {5}", Name(path), size, field.Place.File, cname, CType(field), field.Size),
                Text("Give it a type of {0} bytes.{1}", field.Size, IsPointer(declared.Type) && field.Size == 4 ? " A pointer has the 8 bytes of the process: use 'uint' or GuestPointer32." : ""));
            return;
        }
        Nested(declared.Type, type, ours, theirs, path, cname);
    }

    /// <summary>Compares what is within a field that has C's size.</summary>
    private void Nested(ClrType declared, AbiType type, int clrBase, int abiBase, string clrPath, string abiPath)
    {
        AbiRecord? record = type switch
        {
            AbiInline inline => inline.Record,
            AbiNamed named => (_index.Find(named) as RecordDeclaration)?.Record,
            _ => null,
        };
        if (record is not null && declared is ClrStruct { InlineLength: 0 } nested)
            Record(nested, record, clrBase, abiBase, clrPath, abiPath);
    }

    private void Array(ClrType declared, AbiArray array, int size, AbiPlace place, string clrPath, string abiPath)
    {
        int total = _engine.Layout(declared)!.Size;
        int elementSize = array.Count == 0 ? 0 : size / array.Count;
        if (declared is not ClrStruct { InlineLength: > 0 } inline)
        {
            if (total != size)
            {
                Add(UserDifferenceKind.FieldSize,
                    Text("{0} has {1} bytes, {2} has '{3}' with {4} elements of {5} bytes", Name(clrPath), total, place.File, abiPath, array.Count, elementSize),
                    Text("Give it the type of a struct with [InlineArray({0})], or make it a fixed buffer of {0} elements.", array.Count));
            }
            return;
        }
        int ourElement = total / inline.InlineLength;
        AbiType element = _index.Resolve(array.Element);
        if (inline.InlineLength == array.Count && ourElement == elementSize)
        {
            // The first element stands for all: they are equally spaced on both sides.
            if (element is AbiArray inner)
                Array(inline.Fields[0].Type, inner, elementSize, place, clrPath + "[]", abiPath + "[]");
            else
                Nested(inline.Fields[0].Type, element, 0, 0, clrPath + "[]", abiPath + "[]");
            return;
        }
        // C's arrays of arrays may be one long array.
        if (element is AbiArray rows && total == size && inline.InlineLength % array.Count == 0 && inline.InlineLength / array.Count == rows.Count)
            return;
        Add(UserDifferenceKind.FieldSize,
            Text("{0} has {1} elements of {2} bytes, {3} has '{4}' with {5} of {6}", Name(clrPath), inline.InlineLength, ourElement, place.File, abiPath, array.Count, elementSize),
            Text("Give it {0} elements of {1} bytes.", array.Count, elementSize));
    }

    /// <summary>C's bit-fields stand in a unit, which has no name in C: any field that holds all of their bits will do.</summary>
    private void Bits(ClrStruct declared, ClrLayout layout, AbiField bits, List<int> open, int abiBase, string clrPath, string abiPath)
    {
        (int start, int end) = BytesOf(bits);
        if (bits.Name.Length == 0 || open.Exists(i => layout.Offsets[i] <= start && layout.Offsets[i] + SizeOf(declared.Fields[i]) >= end))
            return;
        Add(UserDifferenceKind.Missing,
            Text("{0} has no field that holds the bits of '{1}', of which {2} has {3} at bit {4}", Name(clrPath), Join(abiPath, bits.Name),
                bits.Place.File, bits.BitWidth, ((abiBase + bits.Offset) * 8) + bits.BitOffset),
            Text("Add a field of {0} bytes at byte {1} for the unit.", bits.Size, bits.Offset));
    }

    /// <summary>Whether a field holds bits of bit-fields, and nothing else of C's.</summary>
    private static bool IsUnit(int offset, int size, IReadOnlyList<AbiField> fields)
    {
        bool Overlaps(AbiField field) => BytesOf(field) is var (from, to) && from < offset + size && offset < to;
        return fields.Any(field => field.BitWidth > 0 && Overlaps(field)) && !fields.Any(field => field.BitWidth == 0 && Overlaps(field));
    }

    /// <summary>Whether a field is private, and where C has nothing.</summary>
    private bool IsPadding(ClrStruct declared, int index, ClrLayout layout, AbiRecord record, IReadOnlyList<AbiField> fields)
    {
        int start = layout.Offsets[index], end = start + SizeOf(declared.Fields[index]);
        return declared.Fields[index].NativeName.Length == 0
            && _user.SymbolOf(declared, index) is { DeclaredAccessibility: Accessibility.Private, AssociatedSymbol: null }
            && end <= record.Size
            && !fields.Any(field => BytesOf(field) is var (from, to) && from < end && start < to);
    }

    private static bool Overlap(AbiField a, AbiField b) =>
        a.Offset < b.Offset + b.Size && b.Offset < a.Offset + a.Size;

    private static (int Start, int End) BytesOf(AbiField field) => field.BitWidth == 0
        ? (field.Offset, field.Offset + field.Size)
        : (field.Offset + (field.BitOffset / 8), field.Offset + ((field.BitOffset + field.BitWidth + 7) / 8));

    /// <summary>One wrong width moves every field behind it, and a field too many or too few as well: where such things are
    /// told, what has moved is not, and the whole's size only where nothing else is wrong.</summary>
    private static List<UserDifference> Causes(List<UserDifference> all, ClrLayoutKind kind)
    {
        List<UserDifference> causes = all.FindAll(found => found.Kind is not (UserDifferenceKind.Offset or UserDifferenceKind.TotalSize));
        List<UserDifference> moved = all.FindAll(found => found.Kind == UserDifferenceKind.Offset);
        if (kind == ClrLayoutKind.Explicit)
            causes.AddRange(moved);
        else if (causes.Count == 0 && moved.Count > 0)
            causes.Add(moved[0] with { Message = moved[0].Message + More(moved.Count - 1) });
        return causes.Count > 0 ? causes : all;
    }

    private static string More(int count) => count switch
    {
        0 => "",
        1 => ", and one more is not where C has it",
        _ => Text(", and {0} more are not where C has them", count),
    };

    /// <summary>Does what concerns a field, which is one of the struct itself where there is no path yet.</summary>
    private void Within(string clrPath, int field, Action work)
    {
        if (clrPath.Length > 0)
        {
            work();
            return;
        }
        _outermost = field;
        work();
        _outermost = -1;
    }

    private int SizeOf(ClrField field) => _engine.Layout(field.Type)!.Size;

    private static bool IsPointer(ClrType type) => type is ClrPrimitive { Layout.Size: 8 } && (type.Name is "nint" or "nuint" || type.Name.EndsWith("*", StringComparison.Ordinal));

    private static string CType(AbiField field) => field.CType.Length > 0 ? field.CType : field.Type is AbiInline { Record.IsUnion: true } ? "union" : "struct";

    private string Name(string path) => path.Length == 0 ? $"'{_root}'" : $"'{path}' of '{_root}'";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Text(string format, params object[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);

    private void Add(UserDifferenceKind kind, string message, string remedy) => _differences.Add(new UserDifference(kind, _outermost, message, remedy));
}
