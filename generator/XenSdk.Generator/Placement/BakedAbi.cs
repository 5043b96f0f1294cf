using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>What the runtime assembly was generated from: its models, and where each of their declarations stands.</summary>
internal sealed class BakedAbi
{
    private readonly Dictionary<AbiTarget, ModelIndex> _indexes;
    private readonly Dictionary<(AbiTarget, string), PlacedType> _types;

    public BakedAbi(IEnumerable<AbiModel> models)
    {
        List<AbiModel> ordered = AbiTarget.All.SelectMany(target => models.Where(model => model.Target.Equals(target)).Take(1)).ToList();
        var set = new ModelSet(ClrPrimitives.RuntimeNamespace, true, ordered.ToEquatableArray(), "", default, default);
        _indexes = ordered.ToDictionary(model => model.Target, model => ModelIndex.Of(model));
        Plan = Placer.Plan(set, null);
        _types = Plan.Types.ToDictionary(type => (type.Target, type.Key));
        TypesByName = Plan.Types.GroupBy(type => type.FullName).ToDictionary(same => same.Key, same => same.First());
    }

    public PlacementPlan Plan { get; }

    /// <summary>The runtime's generated types by full name.</summary>
    public IReadOnlyDictionary<string, PlacedType> TypesByName { get; }

    /// <summary>The model that the runtime has of a target; null where it has none.</summary>
    public ModelIndex? Of(AbiTarget target) => _indexes.TryGetValue(target, out ModelIndex? index) ? index : null;

    /// <summary>Where the runtime has a declaration; null where it has none.</summary>
    public PlacedType? TypeOf(AbiTarget target, string key) => _types.TryGetValue((target, key), out PlacedType? type) ? type : null;
}
