namespace XenSdk.Reader.Source;

/// <summary>What a token of C is, as far as the reader cares.</summary>
internal enum TokenKind
{
    /// <summary>An operator, a bracket, <c>#</c>.</summary>
    Punctuation,

    /// <summary>An identifier or a keyword: to the preprocessor they are the same.</summary>
    Word,

    /// <summary>A number, a character or a string.</summary>
    Literal,

    /// <summary>A comment.</summary>
    Comment,
}

/// <summary>A token: its bytes run from <paramref name="Start"/> to before <paramref name="End"/>.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End);
