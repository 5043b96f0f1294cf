using System.Text;

namespace XenSdk.Generator;

/// <summary>Writes lines of C# at the depth of the open braces. Lines end with <c>\n</c> on every host.</summary>
internal sealed class CodeWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder _text = new(16 * 1024);
    private int _depth;

    /// <summary>Writes a line; an empty one is not indented.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * IndentWidth).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes a line that belongs to the one before it.</summary>
    public void Continuation(string line)
    {
        _depth++;
        Line(line);
        _depth--;
    }

    /// <summary>Opens a block.</summary>
    public void Open()
    {
        Line("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>Where the text ends now.</summary>
    public int Mark() => _text.Length;

    /// <summary>Takes back what was written since a mark.</summary>
    public void Return(int mark) => _text.Length = mark;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
