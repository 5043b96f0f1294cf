using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Decides where everything stands. What the runtime has is used from there. Of the rest, what the 64-bit targets agree on
/// stands in the root; all else stands in its target's namespace, except what is equal to the root's.
/// </summary>
internal static class Placer
{
    /// <summary>Plans a set of models.</summary>
    /// <param name="set">The models.</param>
    /// <param name="baked">What the runtime has; null where the runtime itself is built.</param>
    public static PlacementPlan Plan(ModelSet set, BakedAbi? baked)
    {
        IReadOnlyList<ModelIndex> indexes = set.Models.Select(model => ModelIndex.Of(model)).ToList();
        var types = new TypePlacer(set.Namespace, indexes, baked);
        var constants = new ConstantPlacer(set.Namespace, indexes, baked);
        var hypercalls = new HypercallPlacer(indexes, baked, types.IsRuntimes);

        return new PlacementPlan(
            set,
            types.Types.ToEquatableArray(),
            constants.Constants.ToEquatableArray(),
            types.Additions.ToEquatableArray(),
            hypercalls.Hypercalls.ToEquatableArray(),
            types.Diagnostics.Concat(constants.Diagnostics).Concat(hypercalls.Diagnostics)
                .Select(found => found with { Place = found.Place is null ? null : set.Locate(found.Place) }).ToEquatableArray());
    }

    /// <summary>Whether a target is one of those that the root is for.</summary>
    public static bool IsRootTarget(AbiTarget target) => target.PointerBits == 64;
}
