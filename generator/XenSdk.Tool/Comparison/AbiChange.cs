namespace XenSdk.Tool.Comparison;

/// <summary>Something that is not the same in two models.</summary>
/// <param name="Old">What it was; null where it is new.</param>
/// <param name="New">What it is; null where it is gone.</param>
internal sealed record AbiChange(AbiItem? Old, AbiItem? New)
{
    /// <summary><c>added</c>, <c>removed</c> or <c>changed</c>.</summary>
    public string Word => Old is null ? "added" : New is null ? "removed" : "changed";

    /// <summary>What it is; the facts aside, the same on both sides.</summary>
    public AbiItem Item => (New ?? Old)!;

    /// <summary>The facts of one side that the other has otherwise, or lacks; all, where there is no other side.</summary>
    public static IEnumerable<AbiFact> Differing(AbiItem side, AbiItem? other) => side.Facts
        .Where(fact => other is null || !other.Facts.Any(theirs => theirs.Name == fact.Name && theirs.Key == fact.Key));
}
