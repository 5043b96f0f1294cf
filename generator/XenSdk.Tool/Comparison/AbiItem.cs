namespace XenSdk.Tool.Comparison;

/// <summary>Something of the ABI that has a name, and what there is to say about it.</summary>
/// <param name="Kind">What it is, in C's words: <c>struct</c>, <c>field</c>, <c>constant</c>, <c>hypercall</c>.</param>
/// <param name="Name">Its name in C; of a field, behind that of its type and a dot.</param>
/// <param name="Owner">The name of the type that it is a member of; empty where it is none.</param>
/// <param name="Facts">What there is to say, always in the same order for a kind.</param>
internal sealed record AbiItem(string Kind, string Name, string Owner, IReadOnlyList<AbiFact> Facts)
{
    /// <summary>What tells it from others.</summary>
    public (string Kind, string Name) Identity => (Kind, Name);
}

/// <summary>One thing that can differ.</summary>
/// <param name="Name">What it is: <c>offset</c>.</param>
/// <param name="Text">Its value for eyes.</param>
/// <param name="Key">What is compared: two values are the same when these are.</param>
/// <param name="Value">Its value for programs: a <see langword="decimal"/> or a <see langword="string"/>.</param>
internal sealed record AbiFact(string Name, string Text, string Key, object Value);
