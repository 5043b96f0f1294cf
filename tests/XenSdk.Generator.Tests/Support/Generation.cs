using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>Runs the generator as the compiler does: by its driver, over model files and a project's options.</summary>
internal sealed record Generation
{
    public ImmutableArray<ModelText> Files { get; init; } = [];

    /// <summary>The consumer's own code.</summary>
    public string Code { get; init; } = "";

    /// <summary>What the runtime was generated from; null as where there is no baked model.</summary>
    public IReadOnlyList<AbiModel>? Baked { get; init; }

    public ImmutableDictionary<string, string> Properties { get; init; } =
        ImmutableDictionary<string, string>.Empty.Add("build_property.RootNamespace", "Sample");

    public CSharpCompilationOptions Options { get; init; } = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
        generalDiagnosticOption: ReportDiagnostic.Error, optimizationLevel: OptimizationLevel.Release);

    public static Generation Of(params AbiModel[] models) => new()
    {
        Files = models.Select(model => new ModelText($"/project/{model.Source.Header}.{model.Target}.xenabi", AbiModelText.Write(model))).ToImmutableArray(),
    };

    public Generation WithCode(string code) => this with { Code = code };

    public Generation WithProperty(string name, string value) => this with { Properties = Properties.SetItem(name, value) };

    /// <summary>For consumers that have pointers of their own; what is generated needs none.</summary>
    public Generation AllowingUnsafe() => this with { Options = Options.WithAllowUnsafe(true) };

    public CSharpCompilation Compilation => CSharpCompilation.Create(
        "Sample", [CSharpSyntaxTree.ParseText(Code, ParseOptions.WithDocumentationMode(DocumentationMode.Parse), "Program.cs")], References.All, Options);

    /// <summary>Documentation is checked in generated code, as in a project that has a documentation file.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    public GeneratorDriver Driver => CSharpGeneratorDriver.Create(
        [new XenAbiGenerator(() => Baked is null ? null : new BakedAbi(Baked)).AsSourceGenerator()],
        Files, ParseOptions, new ProjectOptions(Properties, Files),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public GenerationResult Run()
    {
        GeneratorDriver driver = Driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation compilation, out ImmutableArray<Diagnostic> diagnostics);
        return new GenerationResult(driver.GetRunResult(), compilation, diagnostics);
    }
}

/// <summary>What came of it.</summary>
internal sealed record GenerationResult(GeneratorDriverRunResult Driver, Compilation Compilation, ImmutableArray<Diagnostic> Diagnostics)
{
    public IEnumerable<string> Ids => Diagnostics.Select(diagnostic => diagnostic.Id);

    public string Text(string hintName) => Driver.Results.Single().GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    public string AllText => string.Join("\n", Driver.Results.Single().GeneratedSources.Select(source => source.SourceText.ToString()));

    /// <summary>Compiles and loads what was generated; the test fails with the compiler's messages where it does not.</summary>
    public Assembly Load()
    {
        Assert.Empty(Diagnostics);
        Assert.Empty(CompilerMessages);
        using var stream = new MemoryStream();
        Assert.True(Compilation.Emit(stream).Success);
        stream.Position = 0;
        return new AssemblyLoadContext("sample", isCollectible: true).LoadFromStream(stream);
    }

    /// <summary>Everything that the compiler says about all files, hidden things aside.</summary>
    public IEnumerable<string> CompilerMessages => Compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden).Select(diagnostic => diagnostic.ToString());
}
