namespace XenSdk;

/// <summary>
/// The hypercalls that a guest can make over <typeparamref name="TPath"/>: every one is an extension method on this type,
/// and one that the path's kind of guest does not have does not compile.
/// </summary>
/// <typeparam name="TPath">How the call is made.</typeparam>
/// <param name="path">How the call is made.</param>
public readonly struct Hypercalls<TPath>(TPath path)
    where TPath : struct, IHypercallPath
{
    /// <summary>How the call is made.</summary>
    public TPath Path { get; } = path;
}
