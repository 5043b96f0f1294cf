using XenSdk.Reader.Source;

namespace XenSdk.Reader.Hypercalls;

/// <summary>A prototype that a comment of the header has, and where the comment begins.</summary>
internal sealed record HeaderPrototype(string Hypercall, string Text, int Offset)
{
    /// <summary>Every one of a header.</summary>
    public static List<HeaderPrototype> FindAll(SourceFile header)
    {
        var found = new List<HeaderPrototype>();
        foreach (Token comment in header.Tokens)
        {
            if (comment.Kind != TokenKind.Comment)
                continue;
            foreach (PrototypeComment prototype in PrototypeComment.FindAll(CommentText.Clean(header.Text.TextOf(comment))))
                found.Add(new HeaderPrototype(prototype.Hypercall, prototype.Text, comment.Start));
        }
        return found;
    }
}
