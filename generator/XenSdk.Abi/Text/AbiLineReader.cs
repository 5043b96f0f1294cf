namespace XenSdk.Abi;

/// <summary>Takes typed values out of a line; reports one that is missing or malformed, and goes on with a neutral one.</summary>
internal sealed class AbiLineReader(AbiTextLine line, AbiTextPool pool, Action<int, int, string> report)
{
    private static readonly AbiPlace s_nowhere = new("", 0, 0);

    private char[] _words = new char[256];

    public bool Has(string key) => line.TryGet(key, out _);

    public bool Flag(string word)
    {
        for (int i = 0; i < line.WordCount; i++)
        {
            if (line.Word(i).Is(word))
                return true;
        }
        return false;
    }

    public AbiTextSlice OptionalSlice(string key) => line.TryGet(key, out AbiTextSlice value) ? value : default;

    public string Optional(string key) => pool.Get(OptionalSlice(key));

    public AbiTextSlice RequiredSlice(string key)
    {
        if (line.TryGet(key, out AbiTextSlice value))
            return value;
        Report($"'{line.Keyword}' has no '{key}'");
        return default;
    }

    public string Required(string key) => pool.Get(RequiredSlice(key));

    public AbiTextSlice WordSlice(int index)
    {
        if (index < line.WordCount)
            return line.Word(index);
        Report($"'{line.Keyword}' is not complete");
        return default;
    }

    public string Word(int index) => pool.Get(WordSlice(index));

    public int WordNumber(int index) => Number(WordSlice(index), "the number");

    public int Number(string key) => Number(RequiredSlice(key), key);

    public AbiType Type(string key) => Type(RequiredSlice(key), null);

    public AbiType Type(AbiTextSlice text, AbiRecord? inline) => Type(text, inline, line.Number, line.Column);

    /// <summary>The type that a text says which stands in an earlier line.</summary>
    public AbiType Type(AbiTextSlice text, AbiRecord? inline, int number, int column)
    {
        AbiType? type = AbiTypeText.Read(text, inline, pool);
        if (type is null)
            report(number, column, $"'{text}' is no type");
        return type ?? AbiTypeText.Void;
    }

    public AbiScalarKind Scalar(string key)
    {
        AbiTextSlice text = RequiredSlice(key);
        AbiScalarKind? kind = AbiTypeText.Scalar(text);
        if (kind is null)
            Report($"'{text}' is no scalar type");
        return kind ?? AbiScalarKind.Void;
    }

    /// <summary>A value such as <c>s32:-1</c>.</summary>
    public AbiInteger Integer(string key)
    {
        AbiTextSlice text = RequiredSlice(key);
        int colon = text.IndexOf(':');
        AbiScalarKind? kind = colon < 0 ? null : AbiTypeText.Scalar(text.Slice(0, colon));
        AbiTextSlice digits = text.Slice(colon + 1);
        if (kind is AbiScalarKind.S32 or AbiScalarKind.S64 && digits.TryParse(out long signed))
            return new AbiInteger(kind.Value, unchecked((ulong)signed));
        if (kind is AbiScalarKind.U32 or AbiScalarKind.U64 && digits.TryParse(out ulong value))
            return new AbiInteger(kind.Value, value);
        Report($"'{text}' is no value");
        return new AbiInteger(AbiScalarKind.S32, 0);
    }

    /// <summary>A place such as <c>xen.h:12:3</c>.</summary>
    public AbiPlace Place()
    {
        AbiTextSlice text = RequiredSlice("at");
        int column = text.LastIndexOf(':');
        int row = column <= 0 ? -1 : text.Slice(0, column).LastIndexOf(':');
        if (row >= 0
            && text.Slice(row + 1, column - row - 1).TryParse(out int rowNumber)
            && text.Slice(column + 1).TryParse(out int columnNumber))
            return new AbiPlace(pool.Get(text.Slice(0, row)), rowNumber, columnNumber);
        Report($"'{text}' is no place");
        return s_nowhere;
    }

    /// <summary>A bit-field's place such as <c>3+5</c>; (0, 0) for other fields.</summary>
    public (int Offset, int Width) Bits()
    {
        if (!line.TryGet("bits", out AbiTextSlice text))
            return (0, 0);
        int plus = text.IndexOf('+');
        if (plus >= 0 && text.Slice(0, plus).TryParse(out int offset) && text.Slice(plus + 1).TryParse(out int width))
            return (offset, width);
        Report($"'{text}' is no bit-field");
        return (0, 0);
    }

    public (AbiDisposition Disposition, string Detail) Disposition()
    {
        if (Has("enum"))
            return (AbiDisposition.EnumMember, Optional("enum"));
        if (Has("constant"))
            return (AbiDisposition.Constant, Optional("constant"));
        if (Has("inactive"))
            return (AbiDisposition.Inactive, Optional("inactive"));
        return (AbiDisposition.Skipped, Required("skipped"));
    }

    public AbiDirection Direction()
    {
        switch (Optional("direction"))
        {
            case "":
                return AbiDirection.In;
            case "out":
                return AbiDirection.Out;
            case "inout":
                return AbiDirection.InOut;
            default:
                Report($"'{Optional("direction")}' is no direction");
                return AbiDirection.In;
        }
    }

    public AbiPrototypeOrigin Origin()
    {
        switch (Optional("from"))
        {
            case "":
                return AbiPrototypeOrigin.None;
            case "header":
                return AbiPrototypeOrigin.Header;
            case "overrides":
                return AbiPrototypeOrigin.Overrides;
            default:
                Report($"'{Optional("from")}' is no origin of a prototype");
                return AbiPrototypeOrigin.None;
        }
    }

    public AbiModes Modes()
    {
        AbiModes modes = AbiModes.None;
        AbiTextSlice rest = OptionalSlice("modes");
        while (rest.Length > 0)
        {
            int comma = rest.IndexOf(',');
            AbiTextSlice name = comma < 0 ? rest : rest.Slice(0, comma);
            rest = comma < 0 ? default : rest.Slice(comma + 1);
            if (name.Is("pv"))
                modes |= AbiModes.Pv;
            else if (name.Is("hvm"))
                modes |= AbiModes.Hvm;
            else if (name.Is("arm"))
                modes |= AbiModes.Arm;
            else if (name.Length > 0)
                Report($"'{name}' is no mode");
        }
        return modes;
    }

    /// <summary>Goes past the line, and past the header's words below it, which it gives.</summary>
    public string AdvanceOverDoc()
    {
        int depth = line.Depth;
        int length = 0;
        bool isFirst = true;
        for (line.Advance(); !line.IsAtEnd && line.IsDoc && line.Depth == depth + 1; line.Advance())
        {
            AbiTextSlice words = line.Keyword;
            if (length + words.Length + 1 > _words.Length)
                Array.Resize(ref _words, (length + words.Length + 1) * 2);
            if (!isFirst)
                _words[length++] = '\n';
            isFirst = false;
            Array.Copy(words.Text, words.Start, _words, length, words.Length);
            length += words.Length;
        }
        return pool.Get(new AbiTextSlice(_words, 0, length));
    }

    private int Number(AbiTextSlice text, string what)
    {
        if (text.TryParse(out int value))
            return value;
        Report($"{(what == "the number" ? what : $"'{what}'")} of '{line.Keyword}' is '{text}', not a number");
        return 0;
    }

    private void Report(string what) => report(line.Number, line.Column, what);
}
