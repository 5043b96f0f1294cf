using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Decides which hypercalls get a stub, with whose prototype, and who may call it.</summary>
internal sealed class HypercallPlacer
{
    private readonly BakedAbi? _baked;
    private readonly Func<ModelIndex, string, bool> _isRuntimesType;
    private readonly List<AbiDiagnostic> _diagnostics = [];

    public HypercallPlacer(IReadOnlyList<ModelIndex> indexes, BakedAbi? baked, Func<ModelIndex, string, bool> isRuntimesType)
    {
        _baked = baked;
        _isRuntimesType = isRuntimesType;
        // Guests in C# are 64-bit, so the stubs are those of the 64-bit targets; x86_64's prototype goes before arm64's.
        Hypercalls = indexes
            .Where(index => Placer.IsRootTarget(index.Model.Target))
            .SelectMany(index => index.Model.Hypercalls.Select(call => (Call: call, Index: index)))
            .GroupBy(found => found.Call.Name, StringComparer.Ordinal)
            .Select(same => Place(same.ToList()))
            .OfType<PlacedHypercall>()
            .OrderBy(placed => placed.Call.Number)
            .ToList();
    }

    public IReadOnlyList<PlacedHypercall> Hypercalls { get; }

    public IReadOnlyList<AbiDiagnostic> Diagnostics => _diagnostics;

    private PlacedHypercall? Place(List<(AbiHypercall Call, ModelIndex Index)> ofTargets)
    {
        (AbiHypercall call, ModelIndex index) = ofTargets.Find(found => found.Call.Origin != AbiPrototypeOrigin.None);
        if (call is null)
        {
            AbiHypercall bare = ofTargets[0].Call;
            if (Runtimes(bare.Name, ofTargets[0].Index.Model.Target) is null)
            {
                _diagnostics.Add(Report.Of(Descriptors.NoPrototype, bare.Place,
                    $"Nothing says what hypercall {bare.Number} '{bare.Name}' takes, so it gets no method. " +
                    "Give it a prototype under \"hypercalls\" in the overrides, and say who may call it."));
            }
            return null;
        }

        AbiTarget target = index.Model.Target;
        foreach ((AbiHypercall other, ModelIndex otherIndex) in ofTargets)
        {
            if (other.Number != call.Number)
            {
                _diagnostics.Add(Report.Of(Descriptors.SameName, other.Place, string.Format(
                    CultureInfo.InvariantCulture,
                    "Hypercall '{0}' is number {1} for {2} and {3} for {4}; one method cannot make both. Give one of them another name under \"names\" in the overrides.",
                    call.Name, call.Number, target, other.Number, otherIndex.Model.Target)));
            }
        }

        AbiModes modes = ofTargets.Aggregate(AbiModes.None, (all, found) => all | found.Call.Modes);
        var placed = new PlacedHypercall(call, target, modes);
        if (Runtimes(call.Name, target) is not { } runtimes)
            return placed;
        if (AbiShape.Same(runtimes with { Modes = default }, call with { Modes = default }))
            return TakesRuntimesTypes(call, index) ? null : placed;
        if (runtimes.Origin != AbiPrototypeOrigin.None)
        {
            _diagnostics.Add(Report.Of(Descriptors.DiffersFromRuntime, call.Place,
                $"Hypercall '{call.Name}' is not what the XenSdk runtime was built with. A method '{call.CSharpName}' is generated in this project, beside the runtime's."));
        }
        return placed;
    }

    /// <summary>Whether the runtime's method takes this header's types: it takes its own only.</summary>
    private bool TakesRuntimesTypes(AbiHypercall call, ModelIndex index) => call.Parameters
        .SelectMany(parameter => References.Of(parameter.Type, index)
            .Concat(parameter.EnumName.Length > 0 ? [EnumDeclaration.KeyOf(parameter.EnumName)] : []))
        .All(key => index.Find(key) is null || _isRuntimesType(index, key));

    /// <summary>The runtime's hypercall of a name; null where it has none.</summary>
    private AbiHypercall? Runtimes(string name, AbiTarget target) =>
        _baked?.Of(target)?.Model.Hypercalls.FirstOrDefault(call => call.Name == name);
}
