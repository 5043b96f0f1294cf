namespace XenSdk.RealXen.Tests;

/// <summary>Where this checkout is, and what was made of it.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>XenSdk.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where consoles are kept, and what was fetched for booting.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts", "real-xen");

    /// <summary>A package that <c>eng/pack.sh</c> has made.</summary>
    public static string Package(string id) => Path.Combine(Root, "artifacts", "packages", $"{id}.0.1.0.nupkg");

    /// <summary>A file or folder of this checkout.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "XenSdk.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has XenSdk.sln.");
    }
}
