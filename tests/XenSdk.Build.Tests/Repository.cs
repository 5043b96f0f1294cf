namespace XenSdk.Build.Tests;

/// <summary>Where this checkout and its packages are.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>XenSdk.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The packages under test: <c>eng/pack.sh</c> makes them before these tests run.</summary>
    public static string Packages { get; } = Path.Combine(Root, "artifacts", "packages");

    /// <summary>Where consumers extract them; packing removes from it what it replaces.</summary>
    public static string ConsumerPackages { get; } = Path.Combine(Root, "artifacts", "consumer-packages");

    /// <summary>The one package of this name in <see cref="Packages"/>.</summary>
    public static string Package(string id, string extension = ".nupkg")
    {
        string[] found = Directory.Exists(Packages)
            ? Directory.GetFiles(Packages, $"{id}.*{extension}").Where(file => IsVersionOf(id, file)).ToArray()
            : [];
        Assert.True(found.Length == 1, $"{found.Length} packages of {id}{extension} are in {Packages}; eng/pack.sh makes exactly one.");
        return found[0];
    }

    private static bool IsVersionOf(string id, string file) => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]);

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
