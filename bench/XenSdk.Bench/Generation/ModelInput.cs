using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using XenSdk.Generator;

namespace XenSdk.Bench;

/// <summary>A model file as the compiler hands it to a generator: read from the disk once, by the compiler.</summary>
internal sealed class ModelInput(string path) : AdditionalText
{
    // As the compiler makes it of a file: of this size, in pieces.
    private readonly SourceText _text = SourceText.From(new MemoryStream(File.ReadAllBytes(path)), Encoding.UTF8);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    /// <summary>The four models of <c>abi/xen.h</c>, as new inputs each time.</summary>
    public static ImmutableArray<AdditionalText> Baked() =>
        [.. Directory.GetFiles(Repository.Path("abi/models"), "*.xenabi").Order(StringComparer.Ordinal)
            .Select(file => new ModelInput(file))];
}

/// <summary>The options of a project that builds the runtime: everything is generated, nothing is found there already.</summary>
internal sealed class RuntimeProject : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(buildsRuntime: true);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Options.None;

    /// <summary>A driver that has not run yet.</summary>
    public static GeneratorDriver Driver(ImmutableArray<AdditionalText> models) => CSharpGeneratorDriver.Create(
        [new XenAbiGenerator().AsSourceGenerator()], models, ParseOptions, new RuntimeProject());

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp12, DocumentationMode.Parse);

    private sealed class Options(bool buildsRuntime) : AnalyzerConfigOptions
    {
        public static Options None { get; } = new(buildsRuntime: false);

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = buildsRuntime && key == "build_property.XenSdkBuildsRuntime" ? "true" : null;
            return value is not null;
        }
    }
}
