using Microsoft.CodeAnalysis;

namespace XenSdk.Generator.Tests;

/// <summary>The assemblies that a consumer's compilation sees: the framework's, and the runtime.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> All { get; } = FrameworkAssemblies()
        .Append(typeof(NativeNameAttribute).Assembly.Location)
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToList();

    private static IEnumerable<string> FrameworkAssemblies()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder);
    }
}
