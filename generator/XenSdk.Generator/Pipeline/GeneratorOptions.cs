using Microsoft.CodeAnalysis.Diagnostics;

namespace XenSdk.Generator;

/// <summary>What the project says to the generator.</summary>
/// <param name="BuildsRuntime">Whether the project is the runtime itself, whose types stand in <c>XenSdk</c>.</param>
/// <param name="DefaultNamespace">Where types stand whose model names no namespace.</param>
internal sealed record GeneratorOptions(bool BuildsRuntime, string DefaultNamespace)
{
    public static GeneratorOptions Of(AnalyzerConfigOptionsProvider provider, CancellationToken _)
    {
        AnalyzerConfigOptions options = provider.GlobalOptions;
        string fallback = options.Text("build_property.RootNamespace");
        if (fallback.Length == 0)
            fallback = options.Text("build_property.AssemblyName");
        bool buildsRuntime = string.Equals(options.Text("build_property.XenSdkBuildsRuntime"), "true", StringComparison.OrdinalIgnoreCase);
        return new GeneratorOptions(buildsRuntime, CSharpName.ToNamespace(fallback, "XenAbi"));
    }
}

internal static class AnalyzerConfigOptionsText
{
    /// <summary>The value of a key without spaces around it; empty where there is none.</summary>
    public static string Text(this AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out string? value) ? value.Trim() : "";
}
