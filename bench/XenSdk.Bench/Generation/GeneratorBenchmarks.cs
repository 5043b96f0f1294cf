using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Bench;

/// <summary>
/// The generator as the compiler runs it, in a process that has run it before. A cold run has a new driver, a new generator and
/// new inputs, of which nothing is known; a rerun has the driver of before and a compilation in which a C# file was edited.
/// </summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private ImmutableArray<AdditionalText> _models;
    private GeneratorDriver _ran = null!;
    private GeneratorDriver _ranWithout = null!;
    private Compilation[] _edits = [];
    private int _edit;

    [GlobalSetup]
    public void Prepare()
    {
        _models = ModelInput.Baked();
        Compilation compilation = Baseline.Compilation;
        _ran = RuntimeProject.Driver(_models).RunGenerators(compilation);
        _ranWithout = Baseline.Driver(_models).RunGenerators(compilation);
        _edits = Enumerable.Range(0, 64)
            .Select(i => compilation.ReplaceSyntaxTree(
                compilation.SyntaxTrees.First(),
                CSharpSyntaxTree.ParseText($"class C {{ int _edit{i}; }}", RuntimeProject.ParseOptions, "Program.cs")))
            .ToArray();
    }

    [Benchmark]
    public GeneratorDriver ColdRun() => RuntimeProject.Driver(_models).RunGenerators(Baseline.Compilation);

    [Benchmark]
    public GeneratorDriver ColdRunWithoutGenerator() => Baseline.Driver(_models).RunGenerators(Baseline.Compilation);

    [Benchmark]
    public GeneratorDriver RerunAfterEdit() => _ran.RunGenerators(_edits[_edit++ & 63]);

    [Benchmark]
    public GeneratorDriver RerunAfterEditWithoutGenerator() => _ranWithout.RunGenerators(_edits[_edit++ & 63]);
}
