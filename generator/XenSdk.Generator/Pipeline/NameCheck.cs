using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Makes sure that every name of a model can stand in C#, and stands once in its scope. What cannot is reported and gets a
/// name that can, so that all that follows need not think of it and the report is not buried under the compiler's.
/// </summary>
internal sealed class NameCheck
{
    private const string Remedy = "Give it another name under \"names\" in the overrides.";

    private readonly List<AbiDiagnostic> _diagnostics;

    private NameCheck(List<AbiDiagnostic> diagnostics) => _diagnostics = diagnostics;

    /// <summary>The model with names that C# can have.</summary>
    public static AbiModel Repair(AbiModel model, List<AbiDiagnostic> diagnostics) => new NameCheck(diagnostics).Repair(model);

    private AbiModel Repair(AbiModel model)
    {
        var types = new Scope(this, GeneratedNames.ReservedTypes);
        var constants = new Scope(this, [GeneratedNames.Constants]);
        var calls = new Scope(this, [GeneratedNames.Stubs]);
        return model with
        {
            Records = Each(model.Records, record => record.Size == 0 || ModelIndex.IsHandle(record.Name)
                ? record
                : Repair(record with { CSharpName = types.Take(record.CSharpName, record.Name, record.Place) }, record.Name)),
            Typedefs = Each(model.Typedefs, typedef => typedef.Type is AbiArray && typedef.Size > 0
                ? typedef with { CSharpName = types.Take(typedef.CSharpName, typedef.Name, typedef.Place) }
                : typedef),
            Enums = Each(model.Enums, group => Repair(group, types)),
            Macros = Each(model.Macros, macro => macro.Disposition == AbiDisposition.Constant
                ? macro with { Detail = constants.Take(macro.Detail, macro.Name, macro.Place) }
                : macro),
            Hypercalls = Each(model.Hypercalls, call => Repair(call, calls)),
        };
    }

    private AbiEnum Repair(AbiEnum group, Scope types)
    {
        string spelling = group.Name.Length > 0 ? group.Name : group.CSharpName;
        var members = new Scope(this, ["value__"]);
        return group with
        {
            CSharpName = types.Take(group.CSharpName, spelling, group.Place),
            Members = Each(group.Members, member => member with { CSharpName = members.Take(member.CSharpName, member.Name, group.Place) }),
        };
    }

    private AbiHypercall Repair(AbiHypercall call, Scope calls)
    {
        var parameters = new Scope(this, []);
        return call with
        {
            CSharpName = calls.Take(call.CSharpName, call.Name, call.Place),
            Parameters = Each(call.Parameters, parameter => parameter with
            {
                CSharpName = parameters.Take(parameter.CSharpName, $"{call.Name}.{parameter.Name}", call.Place),
            }),
        };
    }

    /// <summary>A record's fields, those of anonymous members too, and the types of records written in place share one scope
    /// with the record's own name.</summary>
    private AbiRecord Repair(AbiRecord record, string path) =>
        record with { Fields = Repair(record.Fields, new Scope(this, [record.CSharpName]), path) };

    private EquatableArray<AbiField> Repair(EquatableArray<AbiField> fields, Scope members, string path) => Each(fields, field =>
    {
        if (field.Name.Length == 0 && field.Type is AbiInline anonymous)
            return field with { Type = new AbiInline(anonymous.Record with { Fields = Repair(anonymous.Record.Fields, members, path) }) };
        string name = $"{path}.{field.Name}";
        return field with
        {
            CSharpName = field.Name.Length == 0 ? field.CSharpName : members.Take(field.CSharpName, name, field.Place),
            Type = Repair(field.Type, members, name),
        };
    });

    private AbiType Repair(AbiType type, Scope members, string path) => type switch
    {
        AbiInline inline => new AbiInline(Repair(
            inline.Record with { CSharpName = members.Take(inline.Record.CSharpName, path, inline.Record.Place) }, path)),
        AbiArray array => array with { Element = Repair(array.Element, members, path) },
        _ => type,
    };

    private static EquatableArray<T> Each<T>(EquatableArray<T> items, Func<T, T> repair)
        where T : IEquatable<T> => items.Select(repair).ToEquatableArray();

    private sealed class Scope
    {
        private readonly NameCheck _check;
        private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);

        public Scope(NameCheck check, IEnumerable<string> reserved)
        {
            _check = check;
            foreach (string name in reserved)
                _taken[name] = "";
        }

        /// <summary>The name, or one like it that is free and valid.</summary>
        public string Take(string name, string cname, AbiPlace place)
        {
            string free = CSharpName.Repair(name);
            if (free != name)
            {
                _check._diagnostics.Add(Report.Of(Descriptors.UnusableName, place, $"'{cname}' gets the name '{name}', which C# cannot have. {Remedy}"));
            }
            else if (_taken.TryGetValue(name, out string? other))
            {
                _check._diagnostics.Add(Report.Of(Descriptors.SameName, place, other.Length == 0
                    ? $"'{cname}' gets the name '{name}', which is already that of what holds it or of something generated. {Remedy}"
                    : $"'{cname}' and '{other}' both get the name '{name}'. {Remedy}"));
            }
            string stem = free;
            for (int i = 2; _taken.ContainsKey(free); i++)
                free = stem + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            _taken.Add(free, cname);
            return free;
        }
    }
}
