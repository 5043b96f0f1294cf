using System.Globalization;
using System.Text;

namespace XenSdk.Abi;

/// <summary>Model to text. What has its usual value is left out, so that a line shows what is special about it.</summary>
internal sealed class AbiModelWriter
{
    private readonly StringBuilder _text = new();
    private int _lines;

    public static string Write(AbiModel model)
    {
        var writer = new AbiModelWriter();
        writer.WriteModel(model);
        return writer._text.ToString();
    }

    private void WriteModel(AbiModel model)
    {
        Line(0, "xenabi", AbiModelText.FormatVersion.ToString(CultureInfo.InvariantCulture));
        Line(0, "target", model.Target.Name);
        Line(0, "source", Quote(model.Source.Header), Pair("reader", model.Source.ReaderVersion), Pair("hash", model.Source.Hash));
        foreach (AbiInput input in model.Source.Inputs)
            Line(0, "input", input.Role, Quote(input.Name), input.Sha256);
        foreach (string define in model.Source.Defines)
            Line(0, "define", Quote(define));
        foreach (AbiTypedef typedef in model.Typedefs)
            WriteTypedef(typedef);
        foreach (AbiRecord record in model.Records)
            WriteRecord(record);
        foreach (AbiEnum group in model.Enums)
            WriteEnum(group);
        foreach (AbiMacro macro in model.Macros)
            WriteMacro(macro);
        foreach (AbiHypercall call in model.Hypercalls)
            WriteHypercall(call);
        Line(0, "end", (_lines + 1).ToString(CultureInfo.InvariantCulture));
    }

    private void WriteTypedef(AbiTypedef typedef)
    {
        Line(0, "typedef", Quote(typedef.Name), Pair("as", typedef.CSharpName), Pair("type", AbiTypeText.Write(typedef.Type)),
            Pair("size", typedef.Size), Pair("align", typedef.Align), At(typedef.Place));
        Doc(1, typedef.Doc);
    }

    private void WriteRecord(AbiRecord record)
    {
        Line(0, record.IsUnion ? "union" : "struct", Quote(record.Name), Pair("as", record.CSharpName),
            Pair("size", record.Size), Pair("align", record.Align), At(record.Place));
        Doc(1, record.Doc);
        WriteFields(1, record);
    }

    private void WriteFields(int depth, AbiRecord record)
    {
        foreach (AbiField field in record.Fields)
            WriteField(depth, field);
    }

    private void WriteField(int depth, AbiField field)
    {
        AbiRecord? inline = InlineRecord(field.Type);
        Line(depth, "field", Quote(field.Name), Pair("as", field.CSharpName), Pair("type", AbiTypeText.Write(field.Type)),
            Pair("c", field.CType), Pair("enum", field.EnumName), Pair("offset", field.Offset), Pair("size", field.Size),
            Pair("align", field.Align), field.BitWidth == 0 ? "" : Pair("bits", $"{field.BitOffset}+{field.BitWidth}"),
            At(field.Place));
        Doc(depth + 1, field.Doc);
        if (inline is null)
            return;
        Line(depth + 1, "record", Pair("as", inline.CSharpName), Pair("size", inline.Size), Pair("align", inline.Align), At(inline.Place));
        Doc(depth + 2, inline.Doc);
        WriteFields(depth + 2, inline);
    }

    /// <summary>The record written in place in a type; a field can be an array of one.</summary>
    private static AbiRecord? InlineRecord(AbiType type) => type switch
    {
        AbiInline inline => inline.Record,
        AbiArray array => InlineRecord(array.Element),
        AbiPointer pointer => InlineRecord(pointer.Pointee),
        _ => null,
    };

    private void WriteEnum(AbiEnum group)
    {
        Line(0, "enum", Quote(group.Name), Pair("as", group.CSharpName), Pair("type", AbiTypeText.Scalar(group.Underlying)),
            group.IsFlags ? "flags" : "", At(group.Place));
        Doc(1, group.Doc);
        foreach (AbiEnumMember member in group.Members)
        {
            Line(1, "member", Quote(member.Name), Pair("as", member.CSharpName), Pair("value", Integer(member.Value)));
            Doc(2, member.Doc);
        }
    }

    private void WriteMacro(AbiMacro macro)
    {
        string disposition = macro.Disposition switch
        {
            AbiDisposition.EnumMember => "enum",
            AbiDisposition.Constant => "constant",
            AbiDisposition.Skipped => "skipped",
            _ => "inactive",
        };
        Line(0, "macro", Quote(macro.Name), macro.Value is null ? "" : Pair("value", Integer(macro.Value)),
            Pair(disposition, macro.Detail), At(macro.Place));
        Doc(1, macro.Doc);
    }

    private void WriteHypercall(AbiHypercall call)
    {
        Line(0, "hypercall", call.Number.ToString(CultureInfo.InvariantCulture), Quote(call.Name), Pair("as", call.CSharpName),
            Pair("macro", call.Macro), Pair("modes", Modes(call.Modes)), Pair("from", Origin(call.Origin)),
            Pair("result", AbiTypeText.Write(call.Result)), Pair("c", call.CResult), call.ByStackFrame ? "frame" : "",
            Pair("deprecated", call.Deprecated), At(call.Place));
        Doc(1, call.Doc);
        foreach (AbiParameter parameter in call.Parameters)
        {
            Line(1, "parameter", Quote(parameter.Name), Pair("as", parameter.CSharpName),
                Pair("type", AbiTypeText.Write(parameter.Type)), Pair("c", parameter.CType), Pair("enum", parameter.EnumName),
                parameter.Direction == AbiDirection.In ? "" : Pair("direction", parameter.Direction == AbiDirection.Out ? "out" : "inout"),
                Pair("count", parameter.Count));
            Doc(2, parameter.Doc);
        }
    }

    private static string Modes(AbiModes modes)
    {
        var names = new List<string>();
        if ((modes & AbiModes.Pv) != 0)
            names.Add("pv");
        if ((modes & AbiModes.Hvm) != 0)
            names.Add("hvm");
        if ((modes & AbiModes.Arm) != 0)
            names.Add("arm");
        return string.Join(",", names);
    }

    private static string Origin(AbiPrototypeOrigin origin) => origin switch
    {
        AbiPrototypeOrigin.Header => "header",
        AbiPrototypeOrigin.Overrides => "overrides",
        _ => "",
    };

    private static string Integer(AbiInteger value) => $"{AbiTypeText.Scalar(value.Kind)}:{value}";

    private static string At(AbiPlace place) => Pair("at", place.ToString());

    private static string Pair(string key, int value) => $"{key}={value.ToString(CultureInfo.InvariantCulture)}";

    private static string Pair(string key, string value) =>
        value.Length == 0 ? "" : $"{key}={(value.IndexOfAny([' ', '"', '\\']) < 0 ? value : Quote(value))}";

    private static string Quote(string value) => $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private void Doc(int depth, string doc)
    {
        if (doc.Length == 0)
            return;
        foreach (string line in doc.Split('\n'))
            Line(depth, line.Length == 0 ? "|" : "| " + line);
    }

    private void Line(int depth, params string[] words)
    {
        _text.Append(' ', depth * 2).Append(words[0]);
        for (int i = 1; i < words.Length; i++)
        {
            if (words[i].Length > 0)
                _text.Append(' ').Append(words[i]);
        }
        _text.Append('\n');
        _lines++;
    }
}
