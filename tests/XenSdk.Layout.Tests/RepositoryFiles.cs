namespace XenSdk.Layout.Tests;

/// <summary>Finds the files under test, wherever the test was built.</summary>
public static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    public static string Header => Path("abi", "xen.h");

    public static string Overrides => Path("abi", "overrides.json");

    public static string Schema => Path("abi", "overrides.schema.json");

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "abi", "xen.h")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} has abi/xen.h");
    }
}
