namespace XenSdk.Reader.Naming;

/// <summary>
/// Every name that a header has, by the path that overrides use: what an override may speak of. Macros and hypercalls are
/// in it whether or not a target sees them.
/// </summary>
internal sealed class NameIndex
{
    private readonly List<HashSet<string>> _kinds = [];

    public NameIndex()
    {
        Types = Kind();
        Fields = Kind();
        Macros = Kind();
        Enumerators = Kind();
        Hypercalls = Kind();

        HashSet<string> Kind()
        {
            _kinds.Add([]);
            return _kinds[^1];
        }
    }

    /// <summary><c>struct mmu_update</c>, <c>domid_t</c>.</summary>
    public HashSet<string> Types { get; }

    /// <summary><c>struct tmem_op.u.new</c>.</summary>
    public HashSet<string> Fields { get; }

    /// <summary><c>VIRQ_TIMER</c>.</summary>
    public HashSet<string> Macros { get; }

    /// <summary>Members of C's own enums.</summary>
    public HashSet<string> Enumerators { get; }

    /// <summary><c>mmu_update</c>.</summary>
    public HashSet<string> Hypercalls { get; }

    /// <summary>All names of all kinds.</summary>
    public IEnumerable<string> All => _kinds.SelectMany(kind => kind);

    /// <summary>Whether there is such a name, of whatever kind.</summary>
    public bool Contains(string path) => _kinds.Exists(kind => kind.Contains(path));

    /// <summary>Puts in what another target has.</summary>
    public void UnionWith(NameIndex other)
    {
        for (int i = 0; i < _kinds.Count; i++)
            _kinds[i].UnionWith(other._kinds[i]);
    }
}
