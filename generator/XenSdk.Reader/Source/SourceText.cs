using System.Text;

namespace XenSdk.Reader.Source;

/// <summary>The bytes of a file, and where its lines begin. Lines and columns count from 1, columns in bytes, as clang's do.</summary>
internal sealed class SourceText
{
    private readonly int[] _lineStarts;

    public SourceText(byte[] bytes)
    {
        Bytes = bytes;
        var starts = new List<int> { 0 };
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
                starts.Add(i + 1);
        }
        _lineStarts = [.. starts];
    }

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>Number of lines; a last line without an end counts.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>The line that a byte stands in.</summary>
    public int LineOf(int offset)
    {
        int index = Array.BinarySearch(_lineStarts, offset);
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>The column that a byte stands in.</summary>
    public int ColumnOf(int offset) => offset - _lineStarts[LineOf(offset) - 1] + 1;

    /// <summary>The text of a token. Bytes that are no UTF-8 become the replacement character.</summary>
    public string TextOf(Token token) => Encoding.UTF8.GetString(BytesOf(token));

    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> BytesOf(Token token) => Bytes.AsSpan(token.Start, token.End - token.Start);

    /// <summary>Whether a token is this one byte.</summary>
    public bool Is(Token token, char text) => token.End - token.Start == 1 && Bytes[token.Start] == text;

    /// <summary>Whether a line ends between two bytes, other than by a backslash that joins it to the next one.</summary>
    public bool EndsLineBetween(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (Bytes[i] != '\n')
                continue;
            int before = i > 0 && Bytes[i - 1] == '\r' ? i - 2 : i - 1;
            if (before < from || Bytes[before] != '\\')
                return true;
        }
        return false;
    }
}
