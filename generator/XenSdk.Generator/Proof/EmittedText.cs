using System.Buffers;

namespace XenSdk.Generator;

/// <summary>The emitted text as the proof hands it to the compiler's parser.</summary>
internal static class EmittedText
{
    /// <summary>What can make a token go on in the next line: comments and strings that end elsewhere.</summary>
    private static readonly string[] s_openEnds = ["/*", "@\"", "@$\"", "\"\"\""];

    /// <summary>
    /// The text without the lines that hold nothing but a comment, of which more than half of it is made. Where no token can
    /// go on in the next line, a line that begins with <c>//</c> is a comment to the compiler too, and leaving it out changes
    /// no declaration. Where one could, the text stays as it is.
    /// </summary>
    public static string WithoutComments(string text)
    {
        foreach (string end in s_openEnds)
        {
            if (text.IndexOf(end, StringComparison.Ordinal) >= 0)
                return text;
        }
        char[] code = ArrayPool<char>.Shared.Rent(text.Length);
        int length = 0;
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int found ? found + 1 : text.Length;
            if (!IsComment(text, start, end))
            {
                text.CopyTo(start, code, length, end - start);
                length += end - start;
            }
            start = end;
        }
        string result = new(code, 0, length);
        ArrayPool<char>.Shared.Return(code);
        return result;
    }

    private static bool IsComment(string text, int start, int end)
    {
        while (start < end && text[start] == ' ')
            start++;
        return end - start >= 2 && text[start] == '/' && text[start + 1] == '/';
    }
}
