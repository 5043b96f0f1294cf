using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace XenSdk.Generator;

/// <summary>
/// Writes lines of C# at the depth of the open braces. Lines end with <c>\n</c> on every host. What stands between <c>$"</c> and
/// <c>"</c> goes straight into the text: most lines are made of parts, and none of them needs a string of its own.
/// </summary>
internal sealed class CodeWriter : IDisposable
{
    private const int IndentWidth = 4;

    private char[] _text = ArrayPool<char>.Shared.Rent(32 * 1024);
    private int _length;
    private int _depth;

    /// <summary>The header's words as they are being written.</summary>
    public DocBlocks Words { get; } = new();

    /// <summary>Writes a line; an empty one is not indented.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            Begin();
            Add(line);
        }
        Add('\n');
    }

    /// <summary>Writes a line of parts.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref Parts line) => Add('\n');

    /// <summary>Begins a line that parts are added to.</summary>
    public void Begin()
    {
        int indent = _depth * IndentWidth;
        Reserve(indent);
        for (int i = 0; i < indent; i++)
            _text[_length++] = ' ';
    }

    /// <summary>Adds to the line that was begun.</summary>
    public void Add(string text) => Add(text, 0, text.Length);

    /// <summary>Adds a part of a text to the line that was begun.</summary>
    public void Add(string text, int start, int length)
    {
        Reserve(length);
        text.CopyTo(start, _text, _length, length);
        _length += length;
    }

    /// <summary>Adds to the line that was begun.</summary>
    public void Add(char c)
    {
        Reserve(1);
        _text[_length++] = c;
    }

    /// <summary>Adds a part to the line that was begun.</summary>
    public void Add<T>(T part)
        where T : struct, ICodePart => part.WriteTo(this);

    /// <summary>Adds a number to the line that was begun.</summary>
    public void Add(int number)
    {
        if (number is >= 0 and < 10)
            Add((char)('0' + number));
        else
            Add(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the line that was begun.</summary>
    public void End() => Add('\n');

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
    public int Mark() => _length;

    /// <summary>Takes back what was written since a mark.</summary>
    public void Return(int mark) => _length = mark;

    /// <summary>The text, and nothing any more for what is written next.</summary>
    public string Take()
    {
        string text = new(_text, 0, _length);
        _length = 0;
        return text;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
    }

    private void Reserve(int length)
    {
        if (_length + length <= _text.Length)
            return;
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + length, _text.Length * 2));
        Array.Copy(_text, larger, _length);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
    }

    /// <summary>Parts of a line, from its first column on.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Parts
    {
        private readonly CodeWriter _code;

        public Parts(int literalLength, int formattedCount, CodeWriter code)
        {
            _code = code;
            code.Begin();
        }

        public void AppendLiteral(string text) => _code.Add(text);

        public void AppendFormatted(string text) => _code.Add(text);

        public void AppendFormatted(int number) => _code.Add(number);

        public void AppendFormatted<T>(T part)
            where T : struct, ICodePart => _code.Add(part);
    }
}

/// <summary>What has a way of its own to be written into a line, and is never a string by itself.</summary>
internal interface ICodePart
{
    /// <summary>Writes it.</summary>
    void WriteTo(CodeWriter code);
}
