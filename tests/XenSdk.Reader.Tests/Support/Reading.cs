using XenSdk.Abi;

namespace XenSdk.Reader.Tests.Support;

/// <summary>Reads small headers.</summary>
internal static class Reading
{
    /// <summary>The model of a header's text, which must be without fault.</summary>
    public static AbiModel Model(string header, AbiTarget? target = null, string? overrides = null, params (string Name, string Text)[] more)
    {
        HeaderReadResult result = Result(header, target ?? AbiTarget.X86_64, overrides, more);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity != AbiSeverity.Info);
        return Assert.Single(result.Models);
    }

    /// <summary>The faults of a header's text: id, file name, line and column.</summary>
    public static (string Id, string File, int Line, int Column)[] Faults(string header, string? overrides = null, AbiTarget? target = null) =>
        [.. Result(header, target ?? AbiTarget.X86_64, overrides).Diagnostics
            .Where(diagnostic => diagnostic.Severity != AbiSeverity.Info)
            .Select(diagnostic => (diagnostic.Id, Path.GetFileName(diagnostic.Place?.File ?? ""), diagnostic.Place?.Line ?? 0, diagnostic.Place?.Column ?? 0))];

    /// <summary>The one error of a header's text and overrides.</summary>
    public static AbiDiagnostic Error(string header, string? overrides = null, AbiTarget? target = null) =>
        Assert.Single(Result(header, target ?? AbiTarget.X86_64, overrides).Diagnostics, diagnostic => diagnostic.Severity != AbiSeverity.Info);

    /// <summary>Whatever comes of a header's text.</summary>
    public static HeaderReadResult Result(string header, AbiTarget target, string? overrides = null, params (string Name, string Text)[] more)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("test.h", header);
        foreach ((string name, string text) in more)
            folder.Write(name, text);
        return HeaderReader.Read(
            new ReadRequest
            {
                Header = path,
                Overrides = overrides is null ? [] : [folder.Write("test.json", overrides)],
                IncludeFolders = more.Length > 0 ? [folder.Root] : [],
            },
            [target]);
    }

    public static AbiRecord Record(this AbiModel model, string name) => Assert.Single(model.Records, record => record.Name == name);

    public static AbiEnum Enum(this AbiModel model, string csharpName) => Assert.Single(model.Enums, group => group.CSharpName == csharpName);

    public static AbiMacro Macro(this AbiModel model, string name) => Assert.Single(model.Macros, macro => macro.Name == name);

    public static AbiHypercall Hypercall(this AbiModel model, string name) => Assert.Single(model.Hypercalls, call => call.Name == name);

    public static AbiField Field(this AbiRecord record, string name) => Assert.Single(record.Fields, field => field.Name == name);

    public static AbiRecord Inline(this AbiField field) => field.Type switch
    {
        AbiInline inline => inline.Record,
        AbiArray { Element: AbiInline inline } => inline.Record,
        _ => throw new InvalidOperationException($"'{field.Name}' is no record in place but {field.Type}"),
    };

    /// <summary>A scalar, written shortly.</summary>
    public static AbiType Of(AbiScalarKind kind) => new AbiScalar(kind);
}
