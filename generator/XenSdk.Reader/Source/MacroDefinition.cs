namespace XenSdk.Reader.Source;

/// <summary>A <c>#define</c> as it stands in a file, whether or not the preprocessor comes past it.</summary>
/// <param name="Name">The macro's name.</param>
/// <param name="Start">Where the <c>#</c> stands.</param>
/// <param name="NameStart">Where the name stands.</param>
/// <param name="End">Where the last token of the definition ends.</param>
/// <param name="IsFunctionLike">Whether it has parameters.</param>
/// <param name="Body">The tokens that it stands for, without comments; parameters included where it has them.</param>
internal sealed record MacroDefinition(string Name, int Start, int NameStart, int End, bool IsFunctionLike, Token[] Body)
{
    /// <summary>Whether it stands for nothing.</summary>
    public bool IsEmpty => !IsFunctionLike && Body.Length == 0;
}
