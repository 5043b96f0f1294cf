using System.Globalization;

namespace XenSdk.Abi;

/// <summary>Takes typed values out of a node; reports one that is missing or malformed, and goes on with a neutral one.</summary>
internal readonly struct AbiNodeReader(AbiTextNode node, Action<int, int, string> report)
{
    private static readonly AbiPlace s_nowhere = new("", 0, 0);

    public AbiTextNode Node { get; } = node;

    public bool Has(string key) => Node.Attributes.ContainsKey(key);

    public bool Flag(string word) => Node.Words.Contains(word);

    public string Optional(string key) => Node.Attributes.TryGetValue(key, out string? value) ? value : "";

    public string Required(string key)
    {
        if (!Has(key))
            Report($"'{Node.Keyword}' has no '{key}'");
        return Optional(key);
    }

    public string Word(int index)
    {
        if (index < Node.Words.Count)
            return Node.Words[index];
        Report($"'{Node.Keyword}' is not complete");
        return "";
    }

    public int WordNumber(int index) => Number(Word(index), "the number");

    public int Number(string key) => Number(Required(key), $"'{key}'");

    public AbiType Type(string key, AbiRecord? inline)
    {
        AbiType? type = AbiTypeText.Read(Required(key), inline);
        if (type is null)
            Report($"'{Optional(key)}' is no type");
        return type ?? new AbiScalar(AbiScalarKind.Void);
    }

    public AbiScalarKind Scalar(string key)
    {
        AbiScalarKind? kind = AbiTypeText.Scalar(Required(key));
        if (kind is null)
            Report($"'{Optional(key)}' is no scalar type");
        return kind ?? AbiScalarKind.Void;
    }

    /// <summary>A value such as <c>s32:-1</c>.</summary>
    public AbiInteger Integer(string key)
    {
        string text = Required(key);
        int colon = text.IndexOf(':');
        AbiScalarKind? kind = colon < 0 ? null : AbiTypeText.Scalar(text.Substring(0, colon));
        string digits = text.Substring(colon + 1);
        if (kind is AbiScalarKind.S32 or AbiScalarKind.S64
            && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed))
            return new AbiInteger(kind.Value, unchecked((ulong)signed));
        if (kind is AbiScalarKind.U32 or AbiScalarKind.U64
            && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
            return new AbiInteger(kind.Value, value);
        Report($"'{text}' is no value");
        return new AbiInteger(AbiScalarKind.S32, 0);
    }

    /// <summary>A place such as <c>xen.h:12:3</c>.</summary>
    public AbiPlace Place()
    {
        string text = Required("at");
        int column = text.LastIndexOf(':');
        int line = column <= 0 ? -1 : text.LastIndexOf(':', column - 1);
        if (line >= 0
            && AbiTextNumber.TryParse(text.Substring(line + 1, column - line - 1), out int lineNumber)
            && AbiTextNumber.TryParse(text.Substring(column + 1), out int columnNumber))
            return new AbiPlace(text.Substring(0, line), lineNumber, columnNumber);
        Report($"'{text}' is no place");
        return s_nowhere;
    }

    /// <summary>A bit-field's place such as <c>3+5</c>; (0, 0) for other fields.</summary>
    public (int Offset, int Width) Bits()
    {
        if (!Has("bits"))
            return (0, 0);
        string[] parts = Optional("bits").Split('+');
        if (parts.Length == 2 && AbiTextNumber.TryParse(parts[0], out int offset) && AbiTextNumber.TryParse(parts[1], out int width))
            return (offset, width);
        Report($"'{Optional("bits")}' is no bit-field");
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
        foreach (string name in Optional("modes").Split(','))
        {
            switch (name)
            {
                case "":
                    break;
                case "pv":
                    modes |= AbiModes.Pv;
                    break;
                case "hvm":
                    modes |= AbiModes.Hvm;
                    break;
                case "arm":
                    modes |= AbiModes.Arm;
                    break;
                default:
                    Report($"'{name}' is no mode");
                    break;
            }
        }
        return modes;
    }

    private int Number(string text, string what)
    {
        if (AbiTextNumber.TryParse(text, out int value))
            return value;
        Report($"{what} of '{Node.Keyword}' is '{text}', not a number");
        return 0;
    }

    private void Report(string what) => report(Node.Line, Node.Column, what);
}
