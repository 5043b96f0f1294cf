using Microsoft.CodeAnalysis;

namespace XenSdk.Generator;

/// <summary>A struct of the user's as the layout engine takes it, and what stands in the way of a layout.</summary>
/// <param name="Type">The struct.</param>
/// <param name="Fields">The fields of it and of the structs within, in the order of <see cref="ClrStruct.Fields"/>.</param>
/// <param name="Refusals">Why it has no layout that could be compared; empty where it has one.</param>
/// <param name="HasErrors">Whether the compiler has something to say about it first.</param>
internal sealed record UserStruct(
    ClrStruct Type, IReadOnlyDictionary<ClrStruct, IReadOnlyList<IFieldSymbol>> Fields, IReadOnlyList<UserRefusal> Refusals, bool HasErrors)
{
    /// <summary>The symbol of a field.</summary>
    public IFieldSymbol? SymbolOf(ClrStruct type, int field) => Fields.TryGetValue(type, out IReadOnlyList<IFieldSymbol>? symbols) && field < symbols.Count ? symbols[field] : null;
}

/// <summary>Why a struct cannot be compared.</summary>
/// <param name="Field">Which of its fields is the cause, or holds the cause; null where it is the struct itself.</param>
/// <param name="Reason">The cause and the remedy, in sentences.</param>
internal sealed record UserRefusal(IFieldSymbol? Field, string Reason);
