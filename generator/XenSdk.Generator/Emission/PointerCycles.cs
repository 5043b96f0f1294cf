namespace XenSdk.Generator;

/// <summary>
/// Finds declarations that reach each other through fields. The CLR does not load two structs that hold a
/// <c>GuestPointer64</c> of one another, so pointers within such a ring are written without their type.
/// </summary>
internal sealed class PointerCycles
{
    private readonly Dictionary<string, List<string>> _references;
    private readonly Dictionary<string, HashSet<string>> _reachable = new(StringComparer.Ordinal);

    public PointerCycles(ModelIndex index) => _references = index.Declarations
        .GroupBy(declaration => declaration.Key, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => References.Of(same.First(), index).Distinct().ToList(), StringComparer.Ordinal);

    /// <summary>Whether what a pointer in <paramref name="holder"/> points at leads back to the holder.</summary>
    public bool Connect(string? holder, string pointee) => holder is not null && ReachableFrom(pointee).Contains(holder);

    private HashSet<string> ReachableFrom(string start)
    {
        if (_reachable.TryGetValue(start, out HashSet<string>? reachable))
            return reachable;
        reachable = new HashSet<string>(StringComparer.Ordinal) { start };
        var open = new Stack<string>();
        open.Push(start);
        while (open.Count > 0)
        {
            if (!_references.TryGetValue(open.Pop(), out List<string>? next))
                continue;
            foreach (string key in next.Where(reachable.Add))
                open.Push(key);
        }
        return _reachable[start] = reachable;
    }
}
