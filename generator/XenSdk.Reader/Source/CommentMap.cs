namespace XenSdk.Reader.Source;

/// <summary>
/// Says which comments belong to what: those directly before a declaration, those beside it, and those before a run of
/// macros. Everything goes by lines, as a reader of the header takes it; a comment after a closing brace speaks of the
/// brace (<c>}; /* 64 bytes (x86) */</c>) and belongs to nothing.
/// </summary>
internal sealed class CommentMap(SourceFile file)
{
    private readonly SourceText _text = file.Text;
    private readonly Token[] _tokens = file.Tokens;

    /// <summary>The words on a declaration: what stands beside it, then what stands before it.</summary>
    /// <param name="start">Where its first token stands.</param>
    /// <param name="name">Where the name that it declares stands.</param>
    public string OfDeclaration(int start, int name) => CommentText.Paragraphs(Beside(name, sharesLine: true), Before(start));

    /// <summary>The words on a member of an enum: as on a declaration, but members on one line share nothing.</summary>
    public string OfEnumerator(int start, int name) => CommentText.Paragraphs(Beside(name, sharesLine: false), Before(start));

    /// <summary>The words on a record: what stands before it, and directly after its opening brace.</summary>
    public string OfRecord(int start)
    {
        string before = Before(start);
        return CommentText.Paragraphs(before.Length > 0 ? before : BeforeMacrosOnTop(start), AfterOpeningBrace(start));
    }

    /// <summary>The words before a declaration.</summary>
    public string Before(int start) => Clean(CommentsBefore(FirstOfDeclaration(file.TokenAt(start))));

    /// <summary>The words beside a macro.</summary>
    public string BesideMacro(MacroDefinition macro) => Clean(CommentsAt(file.TokenAt(macro.End), macro.End));

    /// <summary>The comments before a macro, one by one; a heading of its own above them is the first.</summary>
    public List<string> BeforeMacro(MacroDefinition macro)
    {
        List<Token> comments = CommentsBefore(file.TokenAt(macro.Start));
        if (comments.Count > 0)
            AddHeading(comments);
        return comments.ConvertAll(comment => CommentText.Clean(_text.TextOf(comment)));
    }

    /// <summary>Every comment of the file that has more than one line.</summary>
    public IEnumerable<Token> Blocks() => _tokens.Where(token =>
        token.Kind == TokenKind.Comment && _text.LineOf(token.Start) != _text.LineOf(token.End - 1));

    /// <summary>The last line of a macro, the comment beside it included.</summary>
    public int LastLineOf(MacroDefinition macro)
    {
        List<Token> beside = CommentsAt(file.TokenAt(macro.End), macro.End);
        return LastLine(beside.Count > 0 ? beside[^1].End : macro.End);
    }

    private string Clean(List<Token> comments) =>
        CommentText.Join(comments.Select(comment => CommentText.Clean(_text.TextOf(comment))));

    private int LastLine(int end) => _text.LineOf(Math.Max(end - 1, 0));

    /// <summary>Goes back over what a declaration can begin with (<c>typedef</c>, <c>const</c>), within the line.</summary>
    private int FirstOfDeclaration(int index)
    {
        while (index > 0 && _tokens[index - 1].Kind == TokenKind.Word
            && !_text.EndsLineBetween(_tokens[index - 1].End, _tokens[index].Start))
        {
            index--;
        }
        return index;
    }

    /// <summary>The comments that end on the line before a token, or before it on its own line, without a gap between them.</summary>
    private List<Token> CommentsBefore(int index)
    {
        var comments = new List<Token>();
        if (index >= _tokens.Length)
            return comments;
        int line = _text.LineOf(_tokens[index].Start);
        for (int i = index - 1; i >= 0 && _tokens[i].Kind == TokenKind.Comment; i--)
        {
            if (line - LastLine(_tokens[i].End) > 1 || !file.IsFirstOfLine(i) || ContinuesBeside(i))
                break;
            comments.Insert(0, _tokens[i]);
            line = _text.LineOf(_tokens[i].Start);
        }
        return comments;
    }

    /// <summary>Whether a comment goes on with one that stands beside something on the line above: same column, and not the first.</summary>
    private bool ContinuesBeside(int index)
    {
        int column = _text.ColumnOf(_tokens[index].Start);
        return column > 1
            && index > 0
            && _tokens[index - 1].Kind == TokenKind.Comment
            && _text.LineOf(_tokens[index].Start) - LastLine(_tokens[index - 1].End) == 1
            && _text.ColumnOf(_tokens[index - 1].Start) == column
            && (!file.IsFirstOfLine(index - 1) || ContinuesBeside(index - 1));
    }

    /// <summary>A heading is a block of one line of text, with one empty line between it and what it heads.</summary>
    private void AddHeading(List<Token> comments)
    {
        int index = file.TokenAt(comments[0].Start) - 1;
        if (index < 0 || _tokens[index].Kind != TokenKind.Comment || !file.IsFirstOfLine(index))
            return;
        Token heading = _tokens[index];
        bool isBlock = _text.LineOf(heading.Start) != LastLine(heading.End);
        bool isOneLine = !CommentText.Clean(_text.TextOf(heading)).Contains('\n', StringComparison.Ordinal);
        if (isBlock && isOneLine && _text.LineOf(comments[0].Start) - LastLine(heading.End) == 2)
            comments.Insert(0, heading);
    }

    /// <summary>
    /// A long comment, an empty line, macros without a word, and on the next line a record: the comment is about the record
    /// (start_info has MAX_GUEST_CMDLINE on top of it).
    /// </summary>
    private string BeforeMacrosOnTop(int start)
    {
        int line = _text.LineOf(start);
        int? first = null;
        for (int i = file.Macros.Length - 1; i >= 0; i--)
        {
            MacroDefinition macro = file.Macros[i];
            if (macro.Start > start)
                continue;
            if (LastLine(macro.End) != line - 1 || CommentsAt(file.TokenAt(macro.End), macro.End).Count > 0)
                break;
            line = _text.LineOf(macro.Start);
            first = macro.Start;
        }
        if (first is null)
            return string.Empty;
        int index = file.TokenAt(first.Value) - 1;
        bool isItsComment = index >= 0
            && _tokens[index].Kind == TokenKind.Comment
            && file.IsFirstOfLine(index)
            && line - LastLine(_tokens[index].End) == 2
            && _text.LineOf(_tokens[index].Start) != LastLine(_tokens[index].End);
        return isItsComment ? CommentText.Clean(_text.TextOf(_tokens[index])) : string.Empty;
    }

    private string AfterOpeningBrace(int start)
    {
        for (int i = file.TokenAt(start); i < _tokens.Length; i++)
        {
            if (_text.Is(_tokens[i], ';'))
                break;
            if (_text.Is(_tokens[i], '{'))
                return Clean(CommentsAt(i + 1, _tokens[i].End));
        }
        return string.Empty;
    }

    /// <summary>
    /// The words beside a declared name: comments before the comma or semicolon that ends its declarator, or after it on
    /// the same line. Several declarators on a line share what stands at the line's end.
    /// </summary>
    private string Beside(int name, bool sharesLine)
    {
        var own = new List<Token>();
        int depth = 0;
        for (int i = file.TokenAt(name); i < _tokens.Length; i++)
        {
            Token token = _tokens[i];
            if (token.Kind == TokenKind.Comment)
            {
                if (depth == 0)
                    own.Add(token);
                continue;
            }
            if (_text.Is(token, '(') || _text.Is(token, '['))
                depth++;
            else if (_text.Is(token, ')') || _text.Is(token, ']'))
                depth--;
            else if (_text.Is(token, '}'))
                break;
            bool endsAll = _text.Is(token, ';');
            if (depth > 0 || (!endsAll && !_text.Is(token, ',')))
                continue;
            own.AddRange(CommentsAt(i + 1, token.End));
            if (own.Count > 0 || endsAll || !sharesLine || i + 1 >= _tokens.Length || _text.EndsLineBetween(token.End, _tokens[i + 1].Start))
                break;
        }
        return Clean(own);
    }

    /// <summary>The comments from a token on that begin on the line where something ends, and those that go on with them below.</summary>
    private List<Token> CommentsAt(int index, int end)
    {
        var comments = new List<Token>();
        int line = LastLine(end);
        for (; index < _tokens.Length && _tokens[index].Kind == TokenKind.Comment; index++)
        {
            bool isOnLine = _text.LineOf(_tokens[index].Start) == line;
            if (!isOnLine && !(comments.Count > 0 && ContinuesBeside(index)))
                break;
            comments.Add(_tokens[index]);
        }
        return comments;
    }
}
