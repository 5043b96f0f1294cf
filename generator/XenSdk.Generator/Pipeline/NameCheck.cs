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

    /// <summary>Scopes that are done with; there is one for every record, enum and hypercall.</summary>
    private readonly Stack<Scope> _unused = new();

    private NameCheck(List<AbiDiagnostic> diagnostics) => _diagnostics = diagnostics;

    /// <summary>The model with names that C# can have: the same objects where nothing is wrong with them.</summary>
    public static AbiModel Repair(AbiModel model, List<AbiDiagnostic> diagnostics) => new NameCheck(diagnostics).Repair(model);

    private AbiModel Repair(AbiModel model)
    {
        Scope types = Open(GeneratedNames.ReservedTypes);
        Scope constants = Open([GeneratedNames.Constants]);
        Scope calls = Open([GeneratedNames.Stubs]);
        EquatableArray<AbiRecord> records = Each(model.Records, record => Repair(record, types));
        EquatableArray<AbiTypedef> typedefs = Each(model.Typedefs, typedef => Repair(typedef, types));
        EquatableArray<AbiEnum> enums = Each(model.Enums, group => Repair(group, types));
        EquatableArray<AbiMacro> macros = Each(model.Macros, macro => Repair(macro, constants));
        EquatableArray<AbiHypercall> hypercalls = Each(model.Hypercalls, call => Repair(call, calls));
        return model with { Records = records, Typedefs = typedefs, Enums = enums, Macros = macros, Hypercalls = hypercalls };
    }

    private AbiRecord Repair(AbiRecord record, Scope types)
    {
        if (record.Size == 0 || ModelIndex.IsHandle(record.Name))
            return record;
        string name = types.Take(record.CSharpName, "", record.Name, record.Place);
        return Members(Same(name, record.CSharpName) ? record : record with { CSharpName = name }, record.Name);
    }

    private static AbiTypedef Repair(AbiTypedef typedef, Scope types)
    {
        if (typedef.Type is not AbiArray || typedef.Size == 0)
            return typedef;
        string name = types.Take(typedef.CSharpName, "", typedef.Name, typedef.Place);
        return Same(name, typedef.CSharpName) ? typedef : typedef with { CSharpName = name };
    }

    private static AbiMacro Repair(AbiMacro macro, Scope constants)
    {
        if (macro.Disposition != AbiDisposition.Constant)
            return macro;
        string name = constants.Take(macro.Detail, "", macro.Name, macro.Place);
        return Same(name, macro.Detail) ? macro : macro with { Detail = name };
    }

    private AbiEnum Repair(AbiEnum group, Scope types)
    {
        string name = types.Take(group.CSharpName, "", group.Name.Length > 0 ? group.Name : group.CSharpName, group.Place);
        Scope members = Open(["value__"]);
        EquatableArray<AbiEnumMember> repaired = Each(group.Members, member =>
        {
            string memberName = members.Take(member.CSharpName, "", member.Name, group.Place);
            return Same(memberName, member.CSharpName) ? member : member with { CSharpName = memberName };
        });
        Close(members);
        return Same(name, group.CSharpName) && repaired.IsSame(group.Members) ? group : group with { CSharpName = name, Members = repaired };
    }

    private AbiHypercall Repair(AbiHypercall call, Scope calls)
    {
        string name = calls.Take(call.CSharpName, "", call.Name, call.Place);
        Scope parameters = Open([]);
        EquatableArray<AbiParameter> repaired = Each(call.Parameters, parameter =>
        {
            string parameterName = parameters.Take(parameter.CSharpName, call.Name, parameter.Name, call.Place);
            return Same(parameterName, parameter.CSharpName) ? parameter : parameter with { CSharpName = parameterName };
        });
        Close(parameters);
        return Same(name, call.CSharpName) && repaired.IsSame(call.Parameters) ? call : call with { CSharpName = name, Parameters = repaired };
    }

    /// <summary>A record's fields, those of anonymous members too, and the types of records written in place share one scope
    /// with the record's own name.</summary>
    private AbiRecord Members(AbiRecord record, string path)
    {
        Scope members = Open([record.CSharpName]);
        EquatableArray<AbiField> fields = Repair(record.Fields, members, path);
        Close(members);
        return fields.IsSame(record.Fields) ? record : record with { Fields = fields };
    }

    private EquatableArray<AbiField> Repair(EquatableArray<AbiField> fields, Scope members, string path) => Each(fields, field =>
    {
        if (field.Name.Length == 0 && field.Type is AbiInline anonymous)
        {
            EquatableArray<AbiField> inner = Repair(anonymous.Record.Fields, members, path);
            return inner.IsSame(anonymous.Record.Fields) ? field : field with { Type = new AbiInline(anonymous.Record with { Fields = inner }) };
        }
        string name = field.Name.Length == 0 ? field.CSharpName : members.Take(field.CSharpName, path, field.Name, field.Place);
        AbiType type = Repair(field.Type, members, path, field.Name);
        return Same(name, field.CSharpName) && ReferenceEquals(type, field.Type) ? field : field with { CSharpName = name, Type = type };
    });

    private AbiType Repair(AbiType type, Scope members, string path, string field)
    {
        switch (type)
        {
            case AbiInline inline:
                string fullPath = $"{path}.{field}";
                string name = members.Take(inline.Record.CSharpName, "", fullPath, inline.Record.Place);
                AbiRecord named = Same(name, inline.Record.CSharpName) ? inline.Record : inline.Record with { CSharpName = name };
                AbiRecord repaired = Members(named, fullPath);
                return ReferenceEquals(repaired, inline.Record) ? inline : new AbiInline(repaired);
            case AbiArray array:
                AbiType element = Repair(array.Element, members, path, field);
                return ReferenceEquals(element, array.Element) ? array : array with { Element = element };
            default:
                return type;
        }
    }

    private static bool Same(string repaired, string name) => ReferenceEquals(repaired, name);

    private static EquatableArray<T> Each<T>(EquatableArray<T> items, Func<T, T> repair)
        where T : class, IEquatable<T>
    {
        T[]? changed = null;
        for (int i = 0; i < items.Count; i++)
        {
            T repaired = repair(items[i]);
            if (changed is null && !ReferenceEquals(repaired, items[i]))
                changed = items.ToArray();
            if (changed is not null)
                changed[i] = repaired;
        }
        return changed is null ? items : changed.ToEquatableArray();
    }

    private Scope Open(IEnumerable<string> reserved)
    {
        Scope scope = _unused.Count > 0 ? _unused.Pop() : new Scope(_diagnostics);
        foreach (string name in reserved)
            scope.Reserve(name);
        return scope;
    }

    private void Close(Scope scope)
    {
        scope.Clear();
        _unused.Push(scope);
    }

    private sealed class Scope(List<AbiDiagnostic> diagnostics)
    {
        private readonly Dictionary<string, (string Path, string CName)> _taken = new(StringComparer.Ordinal);

        public void Reserve(string name) => _taken[name] = ("", "");

        public void Clear() => _taken.Clear();

        /// <summary>The name, or one like it that is free and valid.</summary>
        /// <param name="name">The name.</param>
        /// <param name="path">C's name of what holds it; empty for what stands by itself.</param>
        /// <param name="cname">C's name of it.</param>
        /// <param name="place">Where it is.</param>
        public string Take(string name, string path, string cname, AbiPlace place)
        {
            string free = CSharpName.Repair(name);
            if (!Same(free, name))
            {
                diagnostics.Add(Report.Of(Descriptors.UnusableName, place, $"'{Spelling(path, cname)}' gets the name '{name}', which C# cannot have. {Remedy}"));
            }
            else if (_taken.TryGetValue(name, out (string Path, string CName) other))
            {
                diagnostics.Add(Report.Of(Descriptors.SameName, place, other.CName.Length == 0
                    ? $"'{Spelling(path, cname)}' gets the name '{name}', which is already that of what holds it or of something generated. {Remedy}"
                    : $"'{Spelling(path, cname)}' and '{Spelling(other.Path, other.CName)}' both get the name '{name}'. {Remedy}"));
            }
            string stem = free;
            for (int i = 2; _taken.ContainsKey(free); i++)
                free = stem + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            _taken.Add(free, (path, cname));
            return free;
        }

        private static string Spelling(string path, string cname) => path.Length == 0 ? cname : $"{path}.{cname}";
    }
}
