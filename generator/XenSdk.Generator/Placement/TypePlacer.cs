using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Decides where structs, unions, arrays and enums stand.</summary>
internal sealed class TypePlacer
{
    private readonly string _root;
    private readonly BakedAbi? _baked;
    private readonly Dictionary<AbiTarget, HashSet<string>> _runtimes = [];
    private readonly Dictionary<AbiTarget, HashSet<string>> _inRoot = [];

    public TypePlacer(string root, IReadOnlyList<ModelIndex> indexes, BakedAbi? baked)
    {
        _root = root;
        _baked = baked;
        List<ModelIndex> rootIndexes = indexes.Where(index => Placer.IsRootTarget(index.Model.Target)).ToList();

        foreach (ModelIndex index in indexes)
            _runtimes[index.Model.Target] = RuntimesTypes(index);
        HashSet<string> agreed = AgreedOn(rootIndexes);
        foreach (ModelIndex index in rootIndexes)
            _inRoot[index.Model.Target] = agreed;
        foreach (ModelIndex index in indexes.Except(rootIndexes))
            _inRoot[index.Model.Target] = rootIndexes.Count == 0 ? [] : EqualToRoots(index, rootIndexes[0]);

        Types = indexes.SelectMany(index => index.Declarations.Select(declaration => Place(index, declaration, rootIndexes))).ToList();
        (Additions, Diagnostics) = baked is null ? ([], []) : RuntimeComparison.Compare(_root, indexes, baked, _runtimes);
    }

    public IReadOnlyList<PlacedType> Types { get; }

    public IReadOnlyList<PlacedAddition> Additions { get; }

    public IReadOnlyList<AbiDiagnostic> Diagnostics { get; }

    /// <summary>Whether a declaration's type is the runtime's.</summary>
    public bool IsRuntimes(ModelIndex index, string key) => _runtimes[index.Model.Target].Contains(key);

    /// <summary>The declarations that the runtime has in the same form.</summary>
    private HashSet<string> RuntimesTypes(ModelIndex index)
    {
        if (_baked?.Of(index.Model.Target) is not { } theirs)
            return [];
        return Agreement.Find(
            index.Declarations.Where(ours => theirs.Find(ours.Key) is { } same && RuntimeComparison.CanUse(same, ours)).Select(ours => ours.Key),
            key => References.Of(index.Find(key)!, index),
            name => index.Find(name) is null && theirs.Find(name) is null);
    }

    /// <summary>The declarations that all 64-bit targets have in the same form.</summary>
    private HashSet<string> AgreedOn(List<ModelIndex> rootIndexes)
    {
        if (rootIndexes.Count == 0)
            return [];
        ModelIndex first = rootIndexes[0];
        // One target agrees with itself, but for what is the runtime's.
        if (rootIndexes.Count == 1)
            return [.. first.Declarations.Where(declaration => !IsRuntimes(first, declaration.Key)).Select(declaration => declaration.Key)];
        IEnumerable<string> candidates = first.Declarations
            .Where(declaration => rootIndexes.All(index => !IsRuntimes(index, declaration.Key)
                && index.Find(declaration.Key) is { } other && AbiShape.Same(declaration, other)))
            .Select(declaration => declaration.Key);
        return Agreement.Find(
            candidates,
            key => References.Of(first.Find(key)!, first),
            name => rootIndexes.All(index => NamespaceOutsideRoot(index, name) == NamespaceOutsideRoot(first, name)));
    }

    /// <summary>The declarations of a 32-bit target that are equal to what stands in the root.</summary>
    private HashSet<string> EqualToRoots(ModelIndex index, ModelIndex rootIndex)
    {
        HashSet<string> inRoot = _inRoot[rootIndex.Model.Target];
        return Agreement.Find(
            inRoot.Where(key => !IsRuntimes(index, key) && index.Find(key) is { } ours && AbiShape.Same(rootIndex.Find(key)!, ours)),
            key => References.Of(index.Find(key)!, index),
            name => !inRoot.Contains(name) && NamespaceOutsideRoot(index, name) == NamespaceOutsideRoot(rootIndex, name));
    }

    /// <summary>Where a name is found that does not stand in the root; empty where it has no type.</summary>
    private string NamespaceOutsideRoot(ModelIndex index, string key)
    {
        if (IsRuntimes(index, key))
            return _baked!.TypeOf(index.Model.Target, key)!.FullName;
        return index.Find(key) is null ? "" : GeneratedNames.ScopeOf(_root, index.Model.Target);
    }

    private PlacedType Place(ModelIndex index, Declaration declaration, List<ModelIndex> rootIndexes)
    {
        AbiTarget target = index.Model.Target;
        if (IsRuntimes(index, declaration.Key))
            return _baked!.TypeOf(target, declaration.Key)! with { Target = target, IsRuntimes = true, IsWrittenFrom = false };
        bool inRoot = _inRoot[target].Contains(declaration.Key);
        return new PlacedType(
            target,
            declaration.Key,
            inRoot ? _root : GeneratedNames.ScopeOf(_root, target),
            declaration.CSharpName,
            IsRuntimes: false,
            IsWrittenFrom: !inRoot || ReferenceEquals(index, rootIndexes[0]));
    }
}
