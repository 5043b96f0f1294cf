using System.Globalization;

namespace XenSdk.Abi;

/// <summary>Text to model: gives the nodes of the text their meaning, and reports every one that has none.</summary>
internal sealed class AbiModelBinder
{
    private readonly string _fileName;
    private readonly List<AbiDiagnostic> _diagnostics = [];

    private readonly List<AbiInput> _inputs = [];
    private readonly List<string> _defines = [];
    private readonly List<AbiTypedef> _typedefs = [];
    private readonly List<AbiRecord> _records = [];
    private readonly List<AbiEnum> _enums = [];
    private readonly List<AbiMacro> _macros = [];
    private readonly List<AbiHypercall> _hypercalls = [];
    private AbiTarget? _target;
    private AbiTextNode? _source;

    private AbiModelBinder(string fileName) => _fileName = fileName;

    public static AbiReadResult Bind(string text, string fileName)
    {
        var binder = new AbiModelBinder(fileName);
        AbiModel? model = binder.BindModel(text);
        return binder._diagnostics.Count == 0
            ? new AbiReadResult(model, default)
            : new AbiReadResult(null, binder._diagnostics.ToEquatableArray());
    }

    private AbiModel? BindModel(string text)
    {
        List<AbiTextNode> nodes = new AbiTextNodeReader(text, Malformed).ReadAll();
        if (!IsOurVersion(nodes) || !IsComplete(nodes))
            return null;
        for (int i = 1; i < nodes.Count - 1; i++)
            BindDeclaration(nodes[i]);
        if (_target is null || _source is null)
        {
            Malformed(1, 1, $"there is no '{(_target is null ? "target" : "source")}' line");
            return null;
        }
        AbiNodeReader source = Of(_source);
        return new AbiModel(
            _target,
            new AbiSource(source.Word(0), source.Number("reader"), source.Required("hash"), _inputs.ToEquatableArray(), _defines.ToEquatableArray()),
            _records.ToEquatableArray(),
            _typedefs.ToEquatableArray(),
            _enums.ToEquatableArray(),
            _macros.ToEquatableArray(),
            _hypercalls.ToEquatableArray());
    }

    private bool IsOurVersion(List<AbiTextNode> nodes)
    {
        string expected = AbiModelText.FormatVersion.ToString(CultureInfo.InvariantCulture);
        if (nodes.Count > 0 && nodes[0].Keyword == "xenabi" && nodes[0].Words.Count == 1)
        {
            if (nodes[0].Words[0] == expected)
                return true;
            Report("XEN1101", nodes[0].Line, nodes[0].Column,
                $"this model has format version {nodes[0].Words[0]}, and this XenSdk reads version {expected}. " +
                "Read the header again with the xensdk tool of the same package version.");
            return false;
        }
        _diagnostics.Clear();
        Malformed(1, 1, $"the first line is not 'xenabi {expected}', so this is no model");
        return false;
    }

    /// <summary>A model ends with the count of its lines: whatever cuts a file short is noticed.</summary>
    private bool IsComplete(List<AbiTextNode> nodes)
    {
        AbiTextNode last = nodes[nodes.Count - 1];
        if (last.Keyword == "end" && last.Words.Count == 1)
        {
            if (AbiTextNumber.TryParse(last.Words[0], out int lines) && lines == last.Line)
                return true;
            Malformed(last.Line, last.Column, $"the last line says that the model has {last.Words[0]} lines, and this is line {last.Line}");
            return false;
        }
        Malformed(last.Line, last.Column, "the model ends too early: its last line should be 'end' and the number of lines");
        return false;
    }

    private void BindDeclaration(AbiTextNode node)
    {
        AbiNodeReader read = Of(node);
        switch (node.Keyword)
        {
            case "target":
                _target = AbiTarget.Find(read.Word(0));
                if (_target is null)
                    Malformed(node.Line, node.Column, $"'{read.Word(0)}' is no target");
                break;
            case "source":
                _source = node;
                break;
            case "input":
                _inputs.Add(new AbiInput(read.Word(0), read.Word(1), read.Word(2)));
                break;
            case "define":
                _defines.Add(read.Word(0));
                break;
            case "typedef":
                _typedefs.Add(new AbiTypedef(read.Word(0), read.Required("as"), read.Type("type", null), read.Number("size"),
                    read.Number("align"), node.Doc, read.Place()));
                break;
            case "struct":
            case "union":
                _records.Add(BindRecord(read, read.Word(0), node.Keyword == "union"));
                break;
            case "enum":
                _enums.Add(BindEnum(read));
                break;
            case "macro":
                _macros.Add(BindMacro(read));
                break;
            case "hypercall":
                _hypercalls.Add(BindHypercall(read));
                break;
            default:
                Malformed(node.Line, node.Column, $"'{node.Keyword}' is no declaration");
                break;
        }
    }

    private AbiRecord BindRecord(AbiNodeReader read, string name, bool isUnion)
    {
        IEnumerable<AbiField> fields = Children(read, "field").Select(BindField);
        return new AbiRecord(name, read.Optional("as"), isUnion, read.Number("size"), read.Number("align"),
            fields.ToEquatableArray(), read.Node.Doc, read.Place());
    }

    private AbiField BindField(AbiNodeReader read)
    {
        AbiRecord? inline = null;
        foreach (AbiNodeReader record in Children(read, "record"))
            inline = BindRecord(record, "", read.Optional("type").Contains(AbiTypeText.InlineUnion));
        (int bitOffset, int bitWidth) = read.Bits();
        return new AbiField(read.Word(0), read.Optional("as"), read.Type("type", inline), read.Optional("c"),
            read.Optional("enum"), read.Number("offset"), read.Number("size"), read.Number("align"), bitOffset, bitWidth,
            read.Node.Doc, read.Place());
    }

    private AbiEnum BindEnum(AbiNodeReader read)
    {
        IEnumerable<AbiEnumMember> members = Children(read, "member").Select(member => new AbiEnumMember(
            member.Word(0), member.Required("as"), member.Integer("value"), member.Node.Doc));
        return new AbiEnum(read.Word(0), read.Required("as"), read.Scalar("type"), read.Flag("flags"),
            members.ToEquatableArray(), read.Node.Doc, read.Place());
    }

    private static AbiMacro BindMacro(AbiNodeReader read)
    {
        (AbiDisposition disposition, string detail) = read.Disposition();
        return new AbiMacro(read.Word(0), read.Has("value") ? read.Integer("value") : null, disposition, detail,
            read.Node.Doc, read.Place());
    }

    private AbiHypercall BindHypercall(AbiNodeReader read)
    {
        IEnumerable<AbiParameter> parameters = Children(read, "parameter").Select(parameter => new AbiParameter(
            parameter.Word(0), parameter.Required("as"), parameter.Type("type", null), parameter.Optional("c"),
            parameter.Optional("enum"), parameter.Direction(), parameter.Optional("count"), parameter.Node.Doc));
        return new AbiHypercall(read.WordNumber(0), read.Word(1), read.Required("as"), read.Required("macro"), read.Modes(),
            read.Origin(), read.Type("result", null), read.Optional("c"), parameters.ToEquatableArray(), read.Flag("frame"),
            read.Optional("deprecated"), read.Node.Doc, read.Place());
    }

    private IEnumerable<AbiNodeReader> Children(AbiNodeReader parent, string keyword)
    {
        foreach (AbiTextNode child in parent.Node.Children)
        {
            if (child.Keyword == keyword)
                yield return Of(child);
            else
                Malformed(child.Line, child.Column, $"'{child.Keyword}' does not belong here; '{keyword}' does");
        }
    }

    private AbiNodeReader Of(AbiTextNode node) => new(node, Malformed);

    private void Malformed(int line, int column, string what) =>
        Report("XEN1102", line, column, $"{what}. The model is truncated or malformed: read the header again.");

    private void Report(string id, int line, int column, string message) =>
        _diagnostics.Add(new AbiDiagnostic(id, AbiSeverity.Error, new AbiPlace(_fileName, line, column), message));
}
