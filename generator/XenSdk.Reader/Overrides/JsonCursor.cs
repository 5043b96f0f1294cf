using System.Text.Json;
using XenSdk.Abi;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Overrides;

/// <summary>
/// Walks the JSON of one overrides file and knows at every step where it stands. A value of the wrong type is reported and
/// passed over, so that one run tells of every fault.
/// </summary>
internal ref struct JsonCursor
{
    private readonly SourceText _text;
    private readonly string _path;
    private readonly bool _isLenient;
    private readonly DiagnosticLog _log;
    private readonly int _start;
    private Utf8JsonReader _reader;

    public JsonCursor(SourceText text, string path, bool isLenient, DiagnosticLog log)
    {
        _text = text;
        _path = path;
        _isLenient = isLenient;
        _log = log;
        // A byte order mark is no part of JSON, and editors write one.
        _start = text.Bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        _reader = new Utf8JsonReader(
            text.Bytes.AsSpan(_start),
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        _reader.Read();
    }

    public readonly bool IsObject => _reader.TokenType == JsonTokenType.StartObject;

    public readonly bool IsString => _reader.TokenType == JsonTokenType.String;

    /// <summary>Where the value or key stands that was just read.</summary>
    public readonly AbiPlace Place
    {
        get
        {
            int offset = _start + (int)_reader.TokenStartIndex;
            return new AbiPlace(_path, _text.LineOf(offset), _text.ColumnOf(offset));
        }
    }

    /// <summary>Goes to the end of the text, which must hold nothing more.</summary>
    public void Finish() => _reader.Read();

    /// <summary>Begins an object; false, and an error, where the value is none.</summary>
    public bool BeginObject(string what) => Expect(JsonTokenType.StartObject, what, "an object { … }");

    /// <summary>Goes to the next member and its value; false at the end of the object.</summary>
    public bool NextMember(HashSet<string> seen, out Entry<bool> member)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            member = null!;
            return false;
        }
        member = new Entry<bool>(_reader.GetString()!, Place, _isLenient, true);
        if (!seen.Add(member.Key))
            _log.Error("XEN1003", member.Place, $"the key '{member.Key}' is given twice in one object. Join the two, or delete one.");
        _reader.Read();
        return true;
    }

    /// <summary>Passes over the value.</summary>
    public void Skip() => _reader.Skip();

    /// <summary>The key is none of those that belong here.</summary>
    public void Unknown(Entry<bool> member, string where, string[] known)
    {
        string suggestion = Suggestion.For(member.Key, known);
        string all = string.Join(", ", known.Where(key => key[0] != '$'));
        _log.Error("XEN1003", member.Place, $"'{member.Key}' is no key of {where}.{suggestion} Keys are: {all}.");
        Skip();
    }

    public Located<string>? String(string what) =>
        Expect(JsonTokenType.String, what, "a string")
            ? new Located<string>(_reader.GetString()!, Place, _isLenient) { IsVerbatim = !_reader.ValueIsEscaped }
            : null;

    /// <summary>A string with something in it.</summary>
    public Located<string>? Word(string what)
    {
        Located<string>? value = String(what);
        if (value is null || value.Value.Trim().Length > 0)
            return value;
        _log.Error("XEN1004", value.Place, $"{what} is empty. Give it a value, or delete the key.");
        return null;
    }

    public Located<bool>? Bool(string what)
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return new Located<bool>(_reader.GetBoolean(), Place, _isLenient);
        Expect(JsonTokenType.True, what, "true or false");
        return null;
    }

    public Located<Located<string>[]>? Words(string what)
    {
        if (!Expect(JsonTokenType.StartArray, what, "an array of strings [ … ]"))
            return null;
        AbiPlace place = Place;
        var words = new List<Located<string>>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (Word($"an element of {what}") is { } word)
                words.Add(word);
        }
        return new Located<Located<string>[]>([.. words], place, _isLenient);
    }

    /// <summary>A string that must be one of a few.</summary>
    public void NotOneOf(Located<string> value, string what, string[] known)
    {
        string suggestion = Suggestion.For(value.Value, known);
        _log.Error("XEN1004", value.Place, $"'{value.Value}' is no {what}.{suggestion} Use one of: {string.Join(", ", known)}.");
    }

    private bool Expect(JsonTokenType type, string what, string name)
    {
        if (_reader.TokenType == type)
            return true;
        string found = _reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "true or false",
            _ => "null",
        };
        _log.Error("XEN1004", Place, $"{what} is {found}; it must be {name}.");
        Skip();
        return false;
    }
}
