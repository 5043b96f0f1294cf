using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Which declaration stands in which namespace, and what of it is generated here.</summary>
/// <param name="Set">The models.</param>
/// <param name="Types">One for each target and declaration.</param>
/// <param name="Constants">The constants to generate.</param>
/// <param name="Additions">Members that the header adds to enums of the runtime.</param>
/// <param name="Hypercalls">The stubs to generate.</param>
/// <param name="Diagnostics">What the header and the runtime disagree about.</param>
internal sealed record PlacementPlan(
    ModelSet Set,
    EquatableArray<PlacedType> Types,
    EquatableArray<PlacedConstant> Constants,
    EquatableArray<PlacedAddition> Additions,
    EquatableArray<PlacedHypercall> Hypercalls,
    EquatableArray<AbiDiagnostic> Diagnostics)
{
    /// <summary>The root, then the namespace of each target: the order of what is generated.</summary>
    public IEnumerable<string> Namespaces =>
        Set.Models.Select(model => GeneratedNames.ScopeOf(Set.Namespace, model.Target)).Prepend(Set.Namespace);
}

/// <summary>Where a target's declaration is found in C#.</summary>
/// <param name="Target">The target.</param>
/// <param name="Key">The declaration's key.</param>
/// <param name="Namespace">The namespace of its type.</param>
/// <param name="CSharpName">The name of its type.</param>
/// <param name="IsRuntimes">Whether the type is the runtime's, so that nothing is generated.</param>
/// <param name="IsWrittenFrom">Whether the type is generated from this target's declaration; the other targets whose type it
/// is have an equal one.</param>
internal sealed record PlacedType(AbiTarget Target, string Key, string Namespace, string CSharpName, bool IsRuntimes, bool IsWrittenFrom)
{
    public string FullName { get; } = $"{Namespace}.{CSharpName}";
}

/// <summary>A constant to generate.</summary>
internal sealed record PlacedConstant(string Namespace, AbiMacro Macro);

/// <summary>A member that the header adds to an enum of the runtime.</summary>
internal sealed record PlacedAddition(string Namespace, AbiTarget Target, string EnumName, AbiEnumMember Member);

/// <summary>A hypercall to generate a stub for.</summary>
/// <param name="Call">The prototype that the stub has.</param>
/// <param name="Target">The target that the prototype is of.</param>
/// <param name="Modes">Who may call it, of all 64-bit targets together.</param>
internal sealed record PlacedHypercall(AbiHypercall Call, AbiTarget Target, AbiModes Modes);
