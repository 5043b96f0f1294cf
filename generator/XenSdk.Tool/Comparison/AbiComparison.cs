using XenSdk.Abi;

namespace XenSdk.Tool.Comparison;

/// <summary>Finds what differs between two models of one target.</summary>
internal static class AbiComparison
{
    /// <summary>The differences in the order of the old header, what is new behind what it follows in the new one.</summary>
    public static IReadOnlyList<AbiChange> Compare(AbiModel old, AbiModel @new)
    {
        var changes = new LinkedList<(AbiItem? Old, AbiItem? New)>();
        var nodes = new Dictionary<(string, string), LinkedListNode<(AbiItem? Old, AbiItem? New)>>();
        foreach (AbiItem item in AbiInventory.Of(old))
            nodes.TryAdd(item.Identity, changes.AddLast((item, null)));

        LinkedListNode<(AbiItem? Old, AbiItem? New)>? previous = null;
        foreach (AbiItem item in AbiInventory.Of(@new))
        {
            if (nodes.TryGetValue(item.Identity, out LinkedListNode<(AbiItem? Old, AbiItem? New)>? node))
                node.Value = (node.Value.Old, item);
            else
                nodes.Add(item.Identity, node = previous is null ? changes.AddFirst((null, item)) : changes.AddAfter(previous, (null, item)));
            previous = node;
        }
        return changes.Where(pair => !AreSame(pair.Old, pair.New)).Select(pair => new AbiChange(pair.Old, pair.New)).ToList();
    }

    private static bool AreSame(AbiItem? old, AbiItem? @new) =>
        old is not null && @new is not null
        && old.Facts.Select(fact => (fact.Name, fact.Key)).SequenceEqual(@new.Facts.Select(fact => (fact.Name, fact.Key)));
}
