using XenSdk.Abi;
using XenSdk.Reader.Naming;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Probing;

namespace XenSdk.Reader.Macros;

/// <summary>Makes enums of the macros that the overrides group, and says of every macro what became of it.</summary>
internal sealed class MacroEnums(
    ReadSession session, EnumGroups groups, MacroDocs docs, NameTable names, ProbeResult probe, DiagnosticLog log)
{
    private readonly Dictionary<string, string> _memberNames = [];

    /// <summary>The enums, in the order of the overrides; one without a member on this target is none.</summary>
    public List<AbiEnum> Build(IReadOnlyList<MacroValue> values)
    {
        var enums = new List<AbiEnum>();
        ILookup<string?, MacroValue> members = values.Where(value => value.Value is not null).ToLookup(value => groups.Of(value.Name));
        foreach (Entry<EnumOverride> group in session.Overrides.Enums.All)
        {
            MacroValue[] ofGroup = members[group.Key].ToArray();
            if (ofGroup.Length > 0)
                enums.Add(Build(group, ofGroup));
        }
        return enums;
    }

    /// <summary>What became of a macro; after <see cref="Build(IReadOnlyList{MacroValue})"/>.</summary>
    public AbiMacro Describe(MacroValue value)
    {
        AbiPlace place = session.PlaceOf(value.Definition);
        (AbiDisposition disposition, string detail) = value switch
        {
            { IsActive: false } => (AbiDisposition.Inactive, value.Reason),
            { Value: null } => (AbiDisposition.Skipped, value.Reason),
            _ when _memberNames.TryGetValue(value.Name, out string? member) => (AbiDisposition.EnumMember, member),
            _ => (AbiDisposition.Constant, names.OfPath(value.Name, value.Name, place)),
        };
        return new AbiMacro(value.Name, value.Value, disposition, detail, docs.OfMacro(value.Name), place);
    }

    private AbiEnum Build(Entry<EnumOverride> group, MacroValue[] values)
    {
        AbiScalarKind underlying = Underlying(group, values);
        MacroValue[] tooLarge = Array.FindAll(values, value => !Fits(value.Value!, underlying));
        if (group.Value.Type is { IsLenient: false } type && tooLarge.Length > 0)
        {
            string more = tooLarge.Length > 1 ? $", nor {tooLarge.Length - 1} more" : string.Empty;
            log.Error("XEN1004", type.Place, $"'{type.Value}' cannot hold {tooLarge[0].Name} = {tooLarge[0].Value}{more}. Give the enum '{group.Key}' a type that can.");
        }
        AbiEnumMember[] members = Array.ConvertAll(values, value => Member(group, value));
        string doc = docs.OfEnum(group.Key);
        return new AbiEnum(
            string.Empty,
            group.Key,
            underlying,
            group.Value.Flags?.Value ?? false,
            members.ToEquatableArray(),
            doc.Length > 0 ? doc : group.Value.Doc?.Value ?? string.Empty,
            session.PlaceOf(values[0].Definition));
    }

    private AbiEnumMember Member(Entry<EnumOverride> group, MacroValue value)
    {
        string name = names.OfMember(
            value.Name, EnumGroups.Strip(value.Name, group.Value), group.Value.Names.Find(value.Name)?.Value, session.PlaceOf(value.Definition));
        _memberNames[value.Name] = $"{group.Key}.{name}";
        return new AbiEnumMember(value.Name, name, value.Value!, docs.OfMacro(value.Name));
    }

    private AbiScalarKind Underlying(Entry<EnumOverride> group, MacroValue[] values)
    {
        if (group.Value.Type is { } text && probe.TypeOf(text) is { } type)
        {
            if (type is AbiScalar { Kind: >= AbiScalarKind.S8 and <= AbiScalarKind.U64 } scalar)
                return scalar.Kind;
            if (!text.IsLenient)
                log.Error("XEN1004", text.Place, $"the enum '{group.Key}' has the type '{text.Value}', which is no integer. Use one, such as uint32_t.");
        }
        bool isWide = values.Any(value => value.Value!.Kind is AbiScalarKind.S64 or AbiScalarKind.U64);
        bool isNegative = values.Any(value => value.Value!.IsSigned && unchecked((long)value.Value.Bits) < 0);
        bool isSigned = isNegative || values.All(value => value.Value!.IsSigned);
        return isWide
            ? (isSigned ? AbiScalarKind.S64 : AbiScalarKind.U64)
            : (isSigned ? AbiScalarKind.S32 : AbiScalarKind.U32);
    }

    private static bool Fits(AbiInteger value, AbiScalarKind kind)
    {
        bool isNegative = value.IsSigned && unchecked((long)value.Bits) < 0;
        long signed = unchecked((long)value.Bits);
        return kind switch
        {
            AbiScalarKind.S8 => isNegative ? signed >= sbyte.MinValue : value.Bits <= (ulong)sbyte.MaxValue,
            AbiScalarKind.S16 => isNegative ? signed >= short.MinValue : value.Bits <= (ulong)short.MaxValue,
            AbiScalarKind.S32 => isNegative ? signed >= int.MinValue : value.Bits <= int.MaxValue,
            AbiScalarKind.S64 => isNegative || value.Bits <= long.MaxValue,
            AbiScalarKind.U8 => !isNegative && value.Bits <= byte.MaxValue,
            AbiScalarKind.U16 => !isNegative && value.Bits <= ushort.MaxValue,
            AbiScalarKind.U32 => !isNegative && value.Bits <= uint.MaxValue,
            _ => !isNegative,
        };
    }
}
