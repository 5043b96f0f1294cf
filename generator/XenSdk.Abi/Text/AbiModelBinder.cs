namespace XenSdk.Abi;

/// <summary>Text to model, in one pass: gives the lines of the text their meaning, and reports every one that has none.</summary>
internal sealed class AbiModelBinder
{
    private readonly string _fileName;
    private readonly List<AbiDiagnostic> _diagnostics = [];
    private readonly AbiTextLine _line;
    private readonly AbiLineReader _read;

    private readonly List<AbiInput> _inputs = [];
    private readonly List<string> _defines = [];
    private readonly List<AbiTypedef> _typedefs = [];
    private readonly List<AbiRecord> _records = [];
    private readonly List<AbiEnum> _enums = [];
    private readonly List<AbiMacro> _macros = [];
    private readonly List<AbiHypercall> _hypercalls = [];
    private AbiTarget? _target;
    private AbiSource? _source;

    // Emptied before a list of the same kind can begin anew; fields are of records that stand in each other.
    private readonly Stack<List<AbiField>> _fieldLists = new();
    private readonly List<AbiEnumMember> _members = [];
    private readonly List<AbiParameter> _parameters = [];

    private AbiModelBinder(char[] text, int length, string fileName, AbiTextPool pool)
    {
        _fileName = fileName;
        _line = new AbiTextLine(text, length, Malformed);
        _read = new AbiLineReader(_line, pool, Malformed);
    }

    public static AbiReadResult Bind(char[] text, int length, string fileName, AbiTextPool pool)
    {
        var binder = new AbiModelBinder(text, length, fileName, pool);
        AbiModel? model = AbiTextEnds.Check(text, length, binder.Report) ? binder.BindModel() : null;
        return binder._diagnostics.Count == 0
            ? new AbiReadResult(model, default)
            : new AbiReadResult(null, binder._diagnostics.ToEquatableArray());
    }

    private AbiModel? BindModel()
    {
        _line.Advance(); // the version, which was checked
        for (_line.Advance(); !_line.IsAtEnd;)
            BindDeclaration();
        if (_target is null || _source is null)
        {
            Malformed(1, 1, $"there is no '{(_target is null ? "target" : "source")}' line");
            return null;
        }
        return new AbiModel(
            _target,
            _source with { Inputs = _inputs.ToEquatableArray(), Defines = _defines.ToEquatableArray() },
            _records.ToEquatableArray(),
            _typedefs.ToEquatableArray(),
            _enums.ToEquatableArray(),
            _macros.ToEquatableArray(),
            _hypercalls.ToEquatableArray());
    }

    private void BindDeclaration()
    {
        if (_line.IsDoc || _line.Depth > 0)
        {
            Misplaced("");
            return;
        }
        AbiTextSlice keyword = _line.Keyword;
        if (keyword.Is("macro"))
            _macros.Add(BindMacro());
        else if (keyword.Is("hypercall"))
            _hypercalls.Add(BindHypercall());
        else if (keyword.Is("struct") || keyword.Is("union"))
            _records.Add(BindRecord(_read.Word(0), keyword.Is("union")));
        else if (keyword.Is("enum"))
            _enums.Add(BindEnum());
        else if (keyword.Is("typedef"))
            _typedefs.Add(BindTypedef());
        else
            BindOrigin(keyword);
    }

    /// <summary>The lines that say what the model was made from.</summary>
    private void BindOrigin(AbiTextSlice keyword)
    {
        if (keyword.Is("target"))
        {
            _target = AbiTarget.Find(_read.Word(0));
            if (_target is null)
                Malformed(_line.Number, _line.Column, $"'{_read.Word(0)}' is no target");
        }
        else if (keyword.Is("source"))
        {
            _source = new AbiSource(_read.Word(0), _read.Number("reader"), _read.Required("hash"), default, default);
        }
        else if (keyword.Is("input"))
        {
            _inputs.Add(new AbiInput(_read.Word(0), _read.Word(1), _read.Word(2)));
        }
        else if (keyword.Is("define"))
        {
            _defines.Add(_read.Word(0));
        }
        else if (!keyword.Is("end"))
        {
            Malformed(_line.Number, _line.Column, $"'{keyword}' is no declaration");
        }
        _line.Advance();
    }

    private AbiTypedef BindTypedef()
    {
        var typedef = new AbiTypedef(_read.Word(0), _read.Required("as"), _read.Type("type"), _read.Number("size"),
            _read.Number("align"), "", _read.Place());
        return _read.AdvanceOverDoc() is { Length: > 0 } doc ? typedef with { Doc = doc } : typedef;
    }

    private AbiRecord BindRecord(string name, bool isUnion)
    {
        int depth = _line.Depth;
        string csharpName = _read.Optional("as");
        int size = _read.Number("size");
        int align = _read.Number("align");
        AbiPlace place = _read.Place();
        string doc = _read.AdvanceOverDoc();

        List<AbiField> fields = _fieldLists.Count > 0 ? _fieldLists.Pop() : [];
        while (IsChildOf(depth, "field"))
            fields.Add(BindField());
        var record = new AbiRecord(name, csharpName, isUnion, size, align, fields.ToEquatableArray(), doc, place);
        fields.Clear();
        _fieldLists.Push(fields);
        return record;
    }

    private AbiField BindField()
    {
        int depth = _line.Depth;
        string name = _read.Word(0);
        string csharpName = _read.Optional("as");
        AbiTextSlice typeText = _read.RequiredSlice("type");
        // What a record written in place holds stands below the line.
        AbiType? type = AbiTypeText.IsInPlace(typeText) ? null : _read.Type(typeText, null);
        (int line, int column) = (_line.Number, _line.Column);
        string ctype = _read.Optional("c");
        string enumName = _read.Optional("enum");
        int offset = _read.Number("offset");
        int size = _read.Number("size");
        int align = _read.Number("align");
        (int bitOffset, int bitWidth) = _read.Bits();
        AbiPlace place = _read.Place();
        string doc = _read.AdvanceOverDoc();

        AbiRecord? inline = null;
        while (IsChildOf(depth, "record"))
            inline = BindRecord("", AbiTypeText.IsInPlaceUnion(typeText));
        type ??= _read.Type(typeText, inline, line, column);
        return new AbiField(name, csharpName, type, ctype, enumName, offset, size, align, bitOffset, bitWidth, doc, place);
    }

    private AbiEnum BindEnum()
    {
        int depth = _line.Depth;
        string name = _read.Word(0);
        string csharpName = _read.Required("as");
        AbiScalarKind underlying = _read.Scalar("type");
        bool isFlags = _read.Flag("flags");
        AbiPlace place = _read.Place();
        string doc = _read.AdvanceOverDoc();

        _members.Clear();
        while (IsChildOf(depth, "member"))
        {
            string memberName = _read.Word(0);
            string memberCSharpName = _read.Required("as");
            AbiInteger value = _read.Integer("value");
            _members.Add(new AbiEnumMember(memberName, memberCSharpName, value, _read.AdvanceOverDoc()));
        }
        return new AbiEnum(name, csharpName, underlying, isFlags, _members.ToEquatableArray(), doc, place);
    }

    private AbiMacro BindMacro()
    {
        string name = _read.Word(0);
        (AbiDisposition disposition, string detail) = _read.Disposition();
        AbiInteger? value = _read.Has("value") ? _read.Integer("value") : null;
        AbiPlace place = _read.Place();
        return new AbiMacro(name, value, disposition, detail, _read.AdvanceOverDoc(), place);
    }

    private AbiHypercall BindHypercall()
    {
        int depth = _line.Depth;
        var call = new AbiHypercall(_read.WordNumber(0), _read.Word(1), _read.Required("as"), _read.Required("macro"), _read.Modes(),
            _read.Origin(), _read.Type("result"), _read.Optional("c"), default, _read.Flag("frame"),
            _read.Optional("deprecated"), "", _read.Place());
        string doc = _read.AdvanceOverDoc();

        _parameters.Clear();
        while (IsChildOf(depth, "parameter"))
        {
            var parameter = new AbiParameter(
                _read.Word(0), _read.Required("as"), _read.Type("type"), _read.Optional("c"),
                _read.Optional("enum"), _read.Direction(), _read.Optional("count"), "");
            _parameters.Add(_read.AdvanceOverDoc() is { Length: > 0 } words ? parameter with { Doc = words } : parameter);
        }
        return call with { Doc = doc, Parameters = _parameters.ToEquatableArray() };
    }

    /// <summary>Whether the line is what can stand below a declaration; goes past what stands there and cannot.</summary>
    private bool IsChildOf(int depth, string keyword)
    {
        while (!_line.IsAtEnd && _line.Depth > depth)
        {
            if (!_line.IsDoc && _line.Depth == depth + 1 && _line.Keyword.Is(keyword))
                return true;
            Misplaced(keyword);
        }
        return false;
    }

    /// <summary>Reports a line that cannot stand where it does, and goes past what is below it.</summary>
    private void Misplaced(string expected)
    {
        Malformed(_line.Number, _line.Column,
            _line.IsDoc ? "words about nothing: a line with '|' belongs right below a declaration"
            : expected.Length == 0 ? $"'{_line.Keyword}' does not belong here"
            : $"'{_line.Keyword}' does not belong here; '{expected}' does");
        int depth = _line.Depth;
        do
            _line.Advance();
        while (!_line.IsAtEnd && _line.Depth > depth);
    }

    private void Malformed(int line, int column, string what) =>
        Report("XEN1102", line, column, $"{what}. The model is truncated or malformed: read the header again.");

    private void Report(string id, int line, int column, string message) =>
        _diagnostics.Add(new AbiDiagnostic(id, AbiSeverity.Error, new AbiPlace(_fileName, line, column), message));
}
