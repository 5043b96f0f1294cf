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
        IEnumerable<string> candidates, Func<string, IReadOnlyList<string>> references, Func<string, bool> agreesOn)
    {
        var agreed = new HashSet<string>(candidates, StringComparer.Ordinal);
        var holders = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var differing = new Stack<string>();
        foreach (string key in agreed)
        {
            foreach (string name in references(key))
            {
                if (!agreed.Contains(name))
                {
                    if (!agreesOn(name))
                        differing.Push(key);
                    continue;
                }
                if (!holders.TryGetValue(name, out List<string>? ofName))
                    holders.Add(name, ofName = []);
                ofName.Add(key);
            }
        }

        // Each that differs takes along those that hold it, once.
        while (differing.Count > 0)
        {
            string key = differing.Pop();
            if (!agreed.Remove(key) || !holders.TryGetValue(key, out List<string>? holding))
                continue;
            foreach (string holder in holding)
                differing.Push(holder);
        }
        return agreed;
    }
}
