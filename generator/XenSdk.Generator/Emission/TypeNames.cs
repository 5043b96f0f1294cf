using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>How types are written in the code of one target's declarations.</summary>
/// <param name="homes">Where they stand.</param>
/// <param name="namespace">Where the code stands.</param>
internal sealed class TypeNames(TypeHomes homes, string @namespace)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public ModelIndex Index => homes.Index;

    /// <summary>A declaration's type.</summary>
    public string Of(Declaration declaration)
    {
        if (!_names.TryGetValue(declaration.Key, out string? name))
            _names.Add(declaration.Key, name = Qualify(homes.HomeOf(declaration).Namespace, declaration.CSharpName));
        return name;
    }

    /// <summary>The targets whose declaration a type stands for, as a list of names.</summary>
    public string TargetsOf(Declaration declaration) => homes.TargetsOf(declaration);

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
        AbiNamed named => Index.Find(named) is { } declaration && !homes.Cycles.Connect(holder, declaration.Key) ? Of(declaration) : null,
        _ => null,
    };

    /// <summary>A name of the own namespace, or of one around it, stands by itself; any other in full, so that no type of the
    /// user's can come between.</summary>
    private string Qualify(string home, string name)
    {
        string escaped = CSharpName.Escape(name);
        if (IsIn(@namespace, home))
            return escaped;
        return home.Length > @namespace.Length && IsIn(home, @namespace)
            ? $"{CSharpName.EscapeDotted(home.Substring(@namespace.Length + 1))}.{escaped}"
            : $"global::{CSharpName.EscapeDotted(home)}.{escaped}";
    }

    /// <summary>Whether a namespace is another one, or within it.</summary>
    private static bool IsIn(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] == '.');
}
