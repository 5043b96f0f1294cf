using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>How types are written in the code of one target's declarations.</summary>
internal sealed class TypeNames
{
    private readonly string _namespace;
    private readonly Dictionary<string, PlacedType> _homes;
    private readonly PointerCycles _cycles;
    private readonly ILookup<string, string> _targets;

    /// <param name="index">The target's declarations.</param>
    /// <param name="plan">Where they stand.</param>
    /// <param name="namespace">Where the code stands.</param>
    public TypeNames(ModelIndex index, PlacementPlan plan, string @namespace)
    {
        Index = index;
        _namespace = @namespace;
        _homes = plan.Types.Where(type => type.Target.Equals(index.Model.Target)).GroupBy(type => type.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        _cycles = new PointerCycles(index);
        _targets = plan.Types.ToLookup(type => type.FullName, type => type.Target.Name, StringComparer.Ordinal);
    }

    public ModelIndex Index { get; }

    /// <summary>A declaration's type.</summary>
    public string Of(Declaration declaration) => Qualify(_homes[declaration.Key].Namespace, declaration.CSharpName);

    /// <summary>The targets whose declaration a type stands for, as a list of names.</summary>
    public string TargetsOf(Declaration declaration) => string.Join(", ", _targets[_homes[declaration.Key].FullName]);

    /// <summary>A pointer: typed where what it points at has a type in C#, and where the CLR can load that.</summary>
    /// <param name="pointer">The pointer.</param>
    /// <param name="holder">Key of the declaration that holds it; null for a parameter.</param>
    public string Of(AbiPointer pointer, string? holder)
    {
        string name = Qualify(ClrPrimitives.RuntimeNamespace, pointer.Bits == 32 ? "GuestPointer32" : "GuestPointer64");
        return Pointee(pointer.Pointee, holder) is { } pointee ? $"{name}<{pointee}>" : name;
    }

    /// <summary>What a pointer points at; null for void and for what has no type in C#.</summary>
    public string? Pointee(AbiType type, string? holder) => Index.Resolve(type) switch
    {
        AbiScalar { Kind: AbiScalarKind.Void } => null,
        AbiScalar scalar => AbiScalars.Keyword(scalar.Kind),
        AbiPointer pointer => Of(pointer, holder),
        AbiNamed named => Index.Find(named) is { } declaration && !_cycles.Connect(holder, declaration.Key) ? Of(declaration) : null,
        _ => null,
    };

    /// <summary>A name of the own namespace, or of one around it, stands by itself; any other in full, so that no type of the
    /// user's can come between.</summary>
    private string Qualify(string @namespace, string name)
    {
        bool isInScope = _namespace == @namespace || _namespace.StartsWith(@namespace + ".", StringComparison.Ordinal);
        string escaped = CSharpName.Escape(name);
        if (isInScope)
            return escaped;
        return @namespace.StartsWith(_namespace + ".", StringComparison.Ordinal)
            ? $"{CSharpName.EscapeDotted(@namespace.Substring(_namespace.Length + 1))}.{escaped}"
            : $"global::{CSharpName.EscapeDotted(@namespace)}.{escaped}";
    }
}
