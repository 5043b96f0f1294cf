using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A model with its declarations found by name. Made when needed, never kept in the pipeline.</summary>
internal sealed class ModelIndex
{
    private readonly Dictionary<string, Declaration> _declarations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbiRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbiTypedef> _typedefs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbiEnum> _enumsByCName = new(StringComparer.Ordinal);

    public ModelIndex(AbiModel model)
    {
        Model = model;
        var order = new List<Declaration>();
        foreach (AbiRecord record in model.Records)
        {
            _records[record.Name] = record;
            if (!IsHandle(record.Name) && record.Size > 0)
                order.Add(new RecordDeclaration(record));
        }
        foreach (AbiTypedef typedef in model.Typedefs)
        {
            _typedefs[typedef.Name] = typedef;
            if (typedef.Type is AbiArray && typedef.Size > 0)
                order.Add(new ArrayDeclaration(typedef));
        }
        foreach (AbiEnum group in model.Enums)
        {
            if (group.Name.Length > 0)
                _enumsByCName[group.Name] = group;
            order.Add(new EnumDeclaration(group));
        }
        foreach (Declaration declaration in order)
            _declarations[declaration.Key] = declaration;
        Declarations = order;
    }

    public AbiModel Model { get; }

    /// <summary>What becomes a type in C#, in the model's order: not guest handles, and nothing of no size.</summary>
    public IReadOnlyList<Declaration> Declarations { get; }

    /// <summary>A declaration by its key; null where there is none.</summary>
    public Declaration? Find(string key) => _declarations.TryGetValue(key, out Declaration? found) ? found : null;

    /// <summary>The enum of a C# name; null where there is none.</summary>
    public EnumDeclaration? FindEnum(string csharpName) => Find(EnumDeclaration.KeyOf(csharpName)) as EnumDeclaration;

    /// <summary>A type with names of mere typedefs replaced by what they stand for, guest handles by pointers.</summary>
    public AbiType Resolve(AbiType type)
    {
        // A typedef of itself is no C, but may be a model: the number of typedefs bounds the search.
        for (int i = 0; i <= _typedefs.Count; i++)
        {
            if (type is not AbiNamed named || _records.ContainsKey(named.Name)
                || !_typedefs.TryGetValue(named.Name, out AbiTypedef? typedef) || typedef.Type is AbiArray)
                return type;
            type = typedef.Type;
        }
        return type;
    }

    /// <summary>The declaration that a name in a type means; null for one that has no type in C#.</summary>
    public Declaration? Find(AbiNamed named) =>
        Find(named.Name) ?? (_enumsByCName.TryGetValue(named.Name, out AbiEnum? group) ? FindEnum(group.CSharpName) : null);

    /// <summary>Whether a C name is that of a wrapped pointer: <c>__guest_handle_void</c>.</summary>
    public static bool IsHandle(string name)
    {
        int space = name.IndexOf(' ');
        return string.CompareOrdinal(name, space + 1, "__guest_handle_", 0, "__guest_handle_".Length) == 0;
    }
}
