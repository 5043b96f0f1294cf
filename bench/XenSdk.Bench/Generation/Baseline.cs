using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Bench;

/// <summary>What a generator is compared with: the same compilation and a driver that has nothing to run.</summary>
internal static class Baseline
{
    public static CSharpCompilation Compilation { get; } = CSharpCompilation.Create(
        "Consumer", [CSharpSyntaxTree.ParseText("class C { }", RuntimeProject.ParseOptions, "Program.cs")]);

    public static GeneratorDriver Driver(ImmutableArray<AdditionalText> models) =>
        CSharpGeneratorDriver.Create([], models, RuntimeProject.ParseOptions, new RuntimeProject());
}
