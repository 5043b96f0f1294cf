using Microsoft.CodeAnalysis;

namespace XenSdk.Generator.Tests;

/// <summary>The assemblies that a consumer's compilation sees: the framework's, and the runtime.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> All { get; } = FrameworkAssemblies()
        .Append(typeof(NativeNameAttribute).Assembly.Location)
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToList();

    // A compilation opens what it is given, so only what consumers' code in these tests needs.
    private static IEnumerable<string> FrameworkAssemblies()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return new[] { "System.Private.CoreLib", "System.Runtime", "System.Runtime.InteropServices", "System.Collections", "System.Linq", "System.Memory" }
            .Select(name => Path.Combine(folder, name + ".dll"));
    }
}
