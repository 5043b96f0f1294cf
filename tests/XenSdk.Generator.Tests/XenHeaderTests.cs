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
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Info));
        Assembly assembly = result.Load();
        foreach (AbiModel model in XenModels.All)
            RunningLayout.AssertIsThatOf(model, assembly, $"Sample.{model.Target.Scope}", "Sample");
    }

    [Fact]
    public void The_runtime_as_it_is_loaded_has_the_layout_that_clang_gave_each_target()
    {
        foreach (AbiModel model in XenModels.All)
            RunningLayout.AssertIsThatOf(model, typeof(NativeNameAttribute).Assembly, $"XenSdk.{model.Target.Scope}", "XenSdk");
    }

    [Fact]
    public void Every_hypercall_number_of_the_header_has_a_method()
    {
        string[] numbers = XenModels.Of(AbiTarget.X86_64).Hypercalls.Select(call => call.Macro).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(47, numbers.Length);
        Assert.Equal(numbers, typeof(HypercallStubs).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<NativeNameAttribute>()!.Name).Distinct().Order(StringComparer.Ordinal));
    }
}
