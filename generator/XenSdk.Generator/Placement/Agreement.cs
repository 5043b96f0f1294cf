namespace XenSdk.Generator;

/// <summary>
/// The largest set of declarations that are the same on both sides, all that they name included: a struct that holds one
/// which differs, differs too.
/// </summary>
internal static class Agreement
{
    /// <summary>Finds the set.</summary>
    /// <param name="candidates">Declarations that look the same by themselves.</param>
    /// <param name="references">What a declaration names.</param>
    /// <param name="agreesOn">Whether both sides mean the same by a name that is no candidate.</param>
    public static HashSet<string> Find(
        IEnumerable<string> candidates, Func<string, IEnumerable<string>> references, Func<string, bool> agreesOn)
    {
        var agreed = new HashSet<string>(candidates, StringComparer.Ordinal);
        var all = new HashSet<string>(agreed, StringComparer.Ordinal);
        bool changed = true;
        while (changed)
        {
            changed = agreed.RemoveWhere(key => references(key).Any(name =>
                !agreed.Contains(name) && (all.Contains(name) || !agreesOn(name)))) > 0;
        }
        return agreed;
    }
}
