using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Where one target's declarations stand in C#, and what their types stand for, whoever writes their names.</summary>
internal sealed class TypeHomes
{
    private readonly Dictionary<string, PlacedType> _homes = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _targets;
    private PointerCycles? _cycles;

    private TypeHomes(ModelIndex index, IReadOnlyDictionary<string, string> targets)
    {
        Index = index;
        _targets = targets;
    }

    public ModelIndex Index { get; }

    /// <summary>Which pointers cannot have a type.</summary>
    public PointerCycles Cycles => _cycles ??= new PointerCycles(Index);

    /// <summary>The homes of a plan's types, for each target.</summary>
    public static Dictionary<AbiTarget, TypeHomes> Of(PlacementPlan plan)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        Dictionary<AbiTarget, TypeHomes> homes = plan.Set.Models.ToDictionary(
            model => model.Target, model => new TypeHomes(ModelIndex.Of(model), targets));
        foreach (PlacedType type in plan.Types)
        {
            targets[type.FullName] = targets.TryGetValue(type.FullName, out string? others) ? $"{others}, {type.Target.Name}" : type.Target.Name;
            Dictionary<string, PlacedType> ofTarget = homes[type.Target]._homes;
            if (!ofTarget.ContainsKey(type.Key))
                ofTarget.Add(type.Key, type);
        }
        return homes;
    }

    /// <summary>Where a declaration stands.</summary>
    public PlacedType HomeOf(Declaration declaration) => _homes[declaration.Key];

    /// <summary>The targets whose declaration a type stands for, as a list of names.</summary>
    public string TargetsOf(Declaration declaration) => _targets[HomeOf(declaration).FullName];
}
