using XenSdk.Abi;
using XenSdk.Reader.Declarations;

namespace XenSdk.Reader.Naming;

/// <summary>Reports where two things of a model get one C# name in one place: XEN1008.</summary>
internal static class NameCheck
{
    /// <summary>Checks a model. Handles and typedefs of scalars are nothing in C#, so their names do not count.</summary>
    /// <param name="model">The model.</param>
    /// <param name="log">Takes the errors.</param>
    public static void Run(AbiModel model, DiagnosticLog log)
    {
        var types = new Scope("the types", log);
        foreach (AbiRecord record in model.Records.Where(record => !TypeReader.IsHandle(record.Name)))
            types.Add(record.CSharpName, record.Name, record.Place);
        foreach (AbiTypedef typedef in model.Typedefs.Where(typedef => typedef.Type is AbiArray))
            types.Add(typedef.CSharpName, typedef.Name, typedef.Place);
        foreach (AbiEnum group in model.Enums)
            types.Add(group.CSharpName, group.Name.Length > 0 ? group.Name : $"the enum {group.CSharpName}", group.Place);

        foreach (AbiRecord record in model.Records)
            CheckRecord(record, record.Name);
        foreach (AbiEnum group in model.Enums)
        {
            var members = new Scope($"the members of {group.CSharpName}", log);
            foreach (AbiEnumMember member in group.Members)
                members.Add(member.CSharpName, member.Name, group.Place);
        }
        var constants = new Scope("the constants", log);
        foreach (AbiMacro macro in model.Macros.Where(macro => macro.Disposition == AbiDisposition.Constant))
            constants.Add(macro.Detail, macro.Name, macro.Place);
        var hypercalls = new Scope("the hypercalls", log);
        foreach (AbiHypercall call in model.Hypercalls)
        {
            hypercalls.Add(call.CSharpName, call.Name, call.Place);
            var parameters = new Scope($"the parameters of {call.Name}", log);
            foreach (AbiParameter parameter in call.Parameters)
                parameters.Add(parameter.CSharpName, parameter.Name, call.Place);
        }

        void CheckRecord(AbiRecord record, string path)
        {
            var members = new Scope($"the members of {path}", log);
            // C# does not let a member have its type's name.
            members.Add(record.CSharpName, path, record.Place);
            AddMembers(record, path, members);
        }

        void AddMembers(AbiRecord record, string path, Scope members)
        {
            foreach (AbiField field in record.Fields)
            {
                if (InlineOf(field.Type) is { } inline)
                {
                    string inlinePath = field.Name.Length == 0 ? path : $"{path}.{field.Name}";
                    if (field.Name.Length > 0)
                        members.Add(inline.CSharpName, $"the type of {inlinePath}", field.Place);
                    CheckRecord(inline, inlinePath);
                    // The members of a member without a name are reached through the record that holds it.
                    if (field.Name.Length == 0)
                        AddMembers(inline, path, members);
                }
                if (field.Name.Length > 0)
                    members.Add(field.CSharpName, $"{path}.{field.Name}", field.Place);
            }
        }
    }

    private static AbiRecord? InlineOf(AbiType type) => type switch
    {
        AbiInline inline => inline.Record,
        AbiArray array => InlineOf(array.Element),
        _ => null,
    };

    /// <summary>Names that must differ from each other.</summary>
    private sealed class Scope(string what, DiagnosticLog log)
    {
        private readonly Dictionary<string, string> _names = [];

        public void Add(string csharpName, string cName, AbiPlace place)
        {
            if (_names.TryAdd(csharpName, cName))
                return;
            log.Error("XEN1008", place,
                $"'{cName}' and '{_names[csharpName]}' would both be called '{csharpName}' among {what}. Give one of them another name under \"names\" in the overrides.");
        }
    }
}
