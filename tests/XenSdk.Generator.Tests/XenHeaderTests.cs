using System.Reflection;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>The real header, for all targets at once.</summary>
public class XenHeaderTests
{
    [Fact]
    public void All_targets_compile_together_and_have_the_layout_that_clang_gave_them()
    {
        GenerationResult result = Generation.Of([.. XenModels.All]).Run();
        if (Environment.GetEnvironmentVariable("DUMP") is { } folder)
            foreach (GeneratedSourceResult source in result.Driver.Results[0].GeneratedSources)
                File.WriteAllText(Path.Combine(folder, source.HintName), source.SourceText.ToString());
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Info));
        Assembly assembly = result.Load();
        foreach (AbiModel model in XenModels.All)
            RunningLayout.AssertIsThatOf(model, assembly, $"Sample.{model.Target.Scope}", "Sample");
    }
}
