using System.Runtime.CompilerServices;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A model with its declarations found by name.</summary>
internal sealed class ModelIndex
{
    // The steps of the pipeline hand models on, which are values; what is looked up in one lives as long as it does.
    private static readonly ConditionalWeakTable<AbiModel, ModelIndex> s_indexes = new();

    private readonly Dictionary<string, Declaration> _declarations;
    private readonly Dictionary<string, AbiTypedef> _typedefs;
    private readonly HashSet<string> _records;
    private readonly Dictionary<string, EnumDeclaration> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbiEnum> _enumsByCName = new(StringComparer.Ordinal);

    private ModelIndex(AbiModel model)
    {
        Model = model;
        var order = new List<Declaration>(model.Records.Count + model.Enums.Count);
        _declarations = NewTable<Declaration>(model.Records.Count + model.Enums.Count);
        _typedefs = NewTable<AbiTypedef>(model.Typedefs.Count);
        _records = new HashSet<string>(StringComparer.Ordinal);
        foreach (AbiRecord record in model.Records)
        {
            _records.Add(record.Name);
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
            var declaration = new EnumDeclaration(group);
            _enums[group.CSharpName] = declaration;
            order.Add(declaration);
        }
        foreach (Declaration each in order)
            _declarations[each.Key] = each;
        Declarations = order;
    }

    /// <summary>The index of a model; made when it is first asked for.</summary>
    public static ModelIndex Of(AbiModel model) => s_indexes.GetValue(model, made => new ModelIndex(made));

    public AbiModel Model { get; }

    /// <summary>What becomes a type in C#, in the model's order: not guest handles, and nothing of no size.</summary>
    public IReadOnlyList<Declaration> Declarations { get; }

    /// <summary>A declaration by its key; null where there is none.</summary>
    public Declaration? Find(string key) => _declarations.TryGetValue(key, out Declaration? found) ? found : null;

    /// <summary>The enum of a C# name; null where there is none.</summary>
    public EnumDeclaration? FindEnum(string csharpName) =>
        csharpName.Length > 0 && _enums.TryGetValue(csharpName, out EnumDeclaration? found) ? found : null;

    /// <summary>A type with names of mere typedefs replaced by what they stand for, guest handles by pointers.</summary>
    public AbiType Resolve(AbiType type)
    {
        // A typedef of itself is no C, but may be a model: the number of typedefs bounds the search.
        for (int i = 0; i <= _typedefs.Count; i++)
        {
            if (type is not AbiNamed named || _records.Contains(named.Name)
                || !_typedefs.TryGetValue(named.Name, out AbiTypedef? typedef) || typedef.Type is AbiArray)
                return type;
            type = typedef.Type;
        }
        return type;
    }

    /// <summary>The declaration that a name in a type means; null for one that has no type in C#.</summary>
    public Declaration? Find(AbiNamed named) =>
        Find(named.Name) ?? (_enumsByCName.TryGetValue(named.Name, out AbiEnum? group) ? FindEnum(group.CSharpName) : null);

    private static Dictionary<string, T> NewTable<T>(int capacity) => new(capacity, StringComparer.Ordinal);

    /// <summary>Whether a C name is that of a wrapped pointer: <c>__guest_handle_void</c>.</summary>
    public static bool IsHandle(string name)
    {
        int space = name.IndexOf(' ');
        return string.CompareOrdinal(name, space + 1, "__guest_handle_", 0, "__guest_handle_".Length) == 0;
    }
}
