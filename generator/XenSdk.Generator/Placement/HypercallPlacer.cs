using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Decides which hypercalls get a stub, with whose prototype, and who may call it.</summary>
internal sealed class HypercallPlacer
{
    /// <summary>How many hypercalls a message names.</summary>
    private const int MostNames = 3;

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
        ReportWithoutMethod(indexes);
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

    /// <summary>Says once what only 32-bit targets have, unless the runtime has it.</summary>
    private void ReportWithoutMethod(IReadOnlyList<ModelIndex> indexes)
    {
        ILookup<bool, AbiModel> models = indexes.Select(index => index.Model).ToLookup(model => Placer.IsRootTarget(model.Target));
        var inRoot = new HashSet<string>(models[true].SelectMany(model => model.Hypercalls).Select(call => call.Name), StringComparer.Ordinal);
        var missing = models[false]
            .SelectMany(model => model.Hypercalls.Select(call => (Call: call, model.Target)))
            .Where(found => found.Call.Origin != AbiPrototypeOrigin.None && !inRoot.Contains(found.Call.Name) && !HasRuntimesMethod(found.Call, found.Target))
            .ToList();
        if (missing.Count == 0)
            return;

        List<string> names = missing.Select(found => $"'{found.Call.Name}'").Distinct().ToList();
        string calls = names.Count == 1 ? $"Hypercall {names[0]} gets"
            : names.Count <= MostNames ? $"Hypercalls {string.Join(", ", names)} get"
            : string.Format(CultureInfo.InvariantCulture, "Hypercalls {0} and {1} more get", string.Join(", ", names.Take(MostNames)), names.Count - MostNames);
        string targets = string.Join(" and ", missing.Select(found => found.Target.Name).Distinct());
        string remedy = models[true].Any()
            ? $"the header has {(names.Count == 1 ? "it" : "them")} for {targets} only. Declare {(names.Count == 1 ? "it" : "them")} for a 64-bit target too"
            : $"the header is read for {targets} only. Read it for x86_64 or arm64 too";
        _diagnostics.Add(Report.Of(Descriptors.NoMethod, missing[0].Call.Place,
            $"{calls} no method: methods are for 64-bit guests, and {remedy}, or put XEN1014 into NoWarn where only the types are wanted."));
    }

    private bool HasRuntimesMethod(AbiHypercall call, AbiTarget target) =>
        Runtimes(call.Name, target) is { } runtimes
        && AbiShape.Same(runtimes with { Modes = default }, call with { Modes = default })
        && _baked!.Plan.Hypercalls.Any(placed => placed.Call.Name == call.Name);

    /// <summary>Whether the runtime's method takes this header's types: it takes its own only.</summary>
    private bool TakesRuntimesTypes(AbiHypercall call, ModelIndex index) => call.Parameters
        .SelectMany(parameter => References.Of(parameter.Type, index)
            .Concat(parameter.EnumName.Length > 0 ? [EnumDeclaration.KeyOf(parameter.EnumName)] : []))
        .All(key => index.Find(key) is null || _isRuntimesType(index, key));

    /// <summary>The runtime's hypercall of a name; null where it has none.</summary>
    private AbiHypercall? Runtimes(string name, AbiTarget target) =>
        _baked?.Of(target)?.Model.Hypercalls.FirstOrDefault(call => call.Name == name);
}
