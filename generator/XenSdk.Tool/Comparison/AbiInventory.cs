using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Tool.Comparison;

/// <summary>
/// Lists what a model says of the ABI: types and their fields, enums, macros that are numbers, hypercalls. The header's words,
/// the places, and what things are called in C# are no part of it.
/// </summary>
internal static class AbiInventory
{
    private static readonly (AbiModes Mode, string Name)[] s_guests = [(AbiModes.Pv, "pv"), (AbiModes.Hvm, "hvm"), (AbiModes.Arm, "arm")];

    public static IEnumerable<AbiItem> Of(AbiModel model)
    {
        // A hypercall's number is told with it.
        var numbers = new HashSet<string>(model.Hypercalls.Select(call => call.Macro), StringComparer.Ordinal);
        return model.Records.SelectMany(OfRecord)
            .Concat(model.Typedefs.Select(OfTypedef))
            .Concat(model.Enums.Where(group => group.Name.Length > 0).SelectMany(OfEnum))
            .Concat(model.Macros.Where(macro => macro.Value is not null && !numbers.Contains(macro.Name))
                .Select(macro => new AbiItem("constant", macro.Name, string.Empty, [Value(macro.Value!), Words("type", macro.Value!.Keyword)])))
            .Concat(model.Hypercalls.Select(OfHypercall));
    }

    private static IEnumerable<AbiItem> OfRecord(AbiRecord record) => Fields(record.Name, record.Name + ".", 0, record)
        .Prepend(new AbiItem(record.IsUnion ? "union" : "struct", record.Name, string.Empty, [Size(record.Size), Align(record.Align)]));

    /// <summary>The fields; those of a record that is written in place by dotted path, and those of one without a name as if they
    /// stood in the record around it.</summary>
    private static IEnumerable<AbiItem> Fields(string owner, string prefix, int start, AbiRecord record)
    {
        foreach (AbiField field in record.Fields)
        {
            string path = prefix + field.Name;
            if (field.Name.Length > 0)
                yield return new AbiItem("field", path, owner, FactsOf(field, start));
            if (LayoutTable.InlineOf(field.Type, ref path) is not { } inline)
                continue;
            foreach (AbiItem item in Fields(owner, field.Name.Length > 0 ? path + "." : prefix, start + field.Offset, inline))
                yield return item;
        }
    }

    private static List<AbiFact> FactsOf(AbiField field, int start)
    {
        var facts = new List<AbiFact> { Number("offset", $"at {start + field.Offset}", start + field.Offset), Size(field.Size) };
        if (field.BitWidth > 0)
            facts.AddRange([Number("bitOffset", $"from bit {field.BitOffset}", field.BitOffset), Number("bitWidth", $"{field.BitWidth} wide", field.BitWidth)]);
        facts.Add(Type(field.Type, field.CType));
        return facts;
    }

    private static AbiItem OfTypedef(AbiTypedef typedef) => new(
        "typedef", typedef.Name, string.Empty, [Type(typedef.Type, string.Empty), Size(typedef.Size), Align(typedef.Align)]);

    private static IEnumerable<AbiItem> OfEnum(AbiEnum group) => group.Members
        .Select(member => new AbiItem("enumerator", member.Name, group.Name, [Value(member.Value)]))
        .Prepend(new AbiItem("enum", group.Name, string.Empty, [Size(LayoutTable.SizeOf(group.Underlying))]));

    private static AbiItem OfHypercall(AbiHypercall call)
    {
        bool isKnown = call.Origin != AbiPrototypeOrigin.None;
        string parameters = string.Join(", ", call.Parameters.Select(parameter => LayoutText.Declare(parameter.CType, parameter.Name)));
        string key = string.Join(',', call.Parameters.Select(parameter => TypeKey.Of(parameter.Type)).Prepend(TypeKey.Of(call.Result)));
        string prototype = $"{call.CResult} {call.Name}({(parameters.Length > 0 ? parameters : "void")})";
        string guests = string.Join(", ", s_guests.Where(guest => call.Modes.HasFlag(guest.Mode)).Select(guest => guest.Name));
        return new AbiItem("hypercall", call.Name, string.Empty,
        [
            Number("number", $"number {call.Number}", call.Number),
            isKnown
                ? new AbiFact("prototype", prototype, key, prototype)
                : new AbiFact("prototype", "no prototype", string.Empty, string.Empty),
            new AbiFact("guests", $"for {(guests.Length > 0 ? guests : "no guest")}", guests, guests),
        ]);
    }

    private static AbiFact Type(AbiType type, string spelled)
    {
        string key = TypeKey.Of(type), text = spelled.Length > 0 ? spelled : key;
        return new("type", text, key, text);
    }

    private static AbiFact Size(int size) => Number("size", $"{size} {(size == 1 ? "byte" : "bytes")}", size);

    private static AbiFact Align(int align) => Number("align", $"aligned to {align}", align);

    private static AbiFact Value(AbiInteger value) =>
        Number("value", value.ToString(), value.IsSigned ? unchecked((long)value.Bits) : value.Bits);

    private static AbiFact Number(string name, string text, decimal number) =>
        new(name, text, number.ToString(CultureInfo.InvariantCulture), number);

    private static AbiFact Words(string name, string text) => new(name, text, text, text);
}
