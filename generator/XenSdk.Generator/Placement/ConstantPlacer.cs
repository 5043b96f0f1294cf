using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Decides where the constants stand, by the same rule as types: the runtime's, the root, the target's namespace.</summary>
internal sealed class ConstantPlacer
{
    private readonly BakedAbi? _baked;
    private readonly List<AbiDiagnostic> _diagnostics = [];

    public ConstantPlacer(string root, IReadOnlyList<ModelIndex> indexes, BakedAbi? baked)
    {
        _baked = baked;
        var ofTargets = indexes.Select(index => (index.Model.Target, Constants: New(index.Model))).ToList();
        var rootTargets = ofTargets.Where(found => Placer.IsRootTarget(found.Target)).ToList();

        var placed = new List<PlacedConstant>();
        var inRoot = new Dictionary<string, AbiMacro>(StringComparer.Ordinal);
        foreach (AbiMacro macro in rootTargets.Take(1).SelectMany(first => first.Constants.Values))
        {
            if (rootTargets.All(other => Has(other.Constants, macro)))
            {
                inRoot.Add(macro.Name, macro);
                placed.Add(new PlacedConstant(root, macro));
            }
        }
        foreach ((AbiTarget target, Dictionary<string, AbiMacro> constants) in ofTargets)
        {
            placed.AddRange(constants.Values.Where(macro => !Has(inRoot, macro))
                .Select(macro => new PlacedConstant(GeneratedNames.ScopeOf(root, target), macro)));
        }
        Constants = placed;
        Diagnostics = _diagnostics.Distinct().ToList();
    }

    public IReadOnlyList<PlacedConstant> Constants { get; }

    public IReadOnlyList<AbiDiagnostic> Diagnostics { get; }

    private static bool Has(Dictionary<string, AbiMacro> constants, AbiMacro macro) =>
        constants.TryGetValue(macro.Name, out AbiMacro? other) && AbiShape.Same(macro, other);

    /// <summary>A model's constants that the runtime lacks, or has with another value.</summary>
    private Dictionary<string, AbiMacro> New(AbiModel model)
    {
        if (_baked?.Of(model.Target) is not { } theirs)
            return ConstantsOf(model);
        Dictionary<string, AbiMacro> runtimes = ConstantsOf(theirs.Model);
        var found = new Dictionary<string, AbiMacro>(StringComparer.Ordinal);
        foreach (AbiMacro macro in ConstantsOf(model).Values.Where(macro => !Has(runtimes, macro)))
        {
            found.Add(macro.Name, macro);
            if (runtimes.TryGetValue(macro.Name, out AbiMacro? theirMacro) && !Equals(macro.Value, theirMacro.Value))
            {
                _diagnostics.Add(Report.Of(Descriptors.DiffersFromRuntime, macro.Place,
                    $"'{macro.Name}' is {macro.Value} here, and {theirMacro.Value} in what the XenSdk runtime was built with ({model.Target}). " +
                    $"Both exist: '{macro.Detail}' in this project's constants, and the runtime's."));
            }
        }
        return found;
    }

    private static Dictionary<string, AbiMacro> ConstantsOf(AbiModel model)
    {
        var constants = new Dictionary<string, AbiMacro>(StringComparer.Ordinal);
        foreach (AbiMacro macro in model.Macros)
        {
            if (macro.Disposition == AbiDisposition.Constant && macro.Value is not null && !constants.ContainsKey(macro.Name))
                constants.Add(macro.Name, macro);
        }
        return constants;
    }
}
