using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>A consumer's code, compiled with the analyzer as the compiler runs it. Where something is to be told is marked
/// with ⟦ ⟧.</summary>
internal sealed record UserCode(string Marked)
{
    private const string Usings = """
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using XenSdk;

        """;

    /// <summary>The models of the project's own headers.</summary>
    public ImmutableArray<ModelText> Files { get; init; } = [];

    public CSharpCompilationOptions Options { get; init; } = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);

    /// <summary>Other assemblies that it uses.</summary>
    public ImmutableArray<MetadataReference> Uses { get; init; } = [];

    public string FileName { get; init; } = "Program.cs";

    public string Text => Usings + Marked.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal);

    public UserCode WithModels(params AbiModel[] models) => this with
    {
        Files = [.. models.Select(model => new ModelText($"/project/{model.Source.Header}.{model.Target}.xenabi", AbiModelText.Write(model)))],
    };

    public CSharpCompilation Compilation => CSharpCompilation.Create(
        "consumer", [CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.CSharp12), FileName)], [.. References.All, .. Uses], Options);

    /// <summary>What the analyzer says, in the order of places.</summary>
    public Task<IReadOnlyList<Diagnostic>> Analyze() => Analyze(Compilation, Files);

    /// <summary>What the analyzer says of a compilation, in the order of places; it may not fail.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Analyze(Compilation compilation, ImmutableArray<ModelText> files)
    {
        var options = new AnalyzerOptions([.. files], new ProjectOptions(ImmutableDictionary<string, string>.Empty, files));
        var failures = new List<string>();
        var analysis = new CompilationWithAnalyzersOptions(
            options, (exception, _, _) => failures.Add(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new UserLayoutAnalyzer()], analysis)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        return [.. found.OrderBy(each => each.Location.SourceSpan.Start)];
    }

    /// <summary>What the analyzer says of code that compiles without it; at the marked places, and nowhere else.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAtMarks()
    {
        Assert.Empty(Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(each => each.Severity == DiagnosticSeverity.Error));
        IReadOnlyList<Diagnostic> found = await Analyze();
        string told = Text;
        foreach (Microsoft.CodeAnalysis.Text.TextSpan place in found.Select(each => each.Location.SourceSpan).Distinct().OrderByDescending(place => place.Start))
            told = told.Insert(place.End, "⟧").Insert(place.Start, "⟦");
        Assert.True(told == Usings + Marked, $"Expected at the marks of\n{Marked}\nand told\n{string.Join("\n", found)}");
        return found;
    }

    /// <summary>Compiles and loads it.</summary>
    public Assembly Load()
    {
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        stream.Position = 0;
        return new AssemblyLoadContext("consumer", isCollectible: true).LoadFromStream(stream);
    }
}
