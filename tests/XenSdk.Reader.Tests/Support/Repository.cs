namespace XenSdk.Reader.Tests.Support;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Header => Path.Combine(Root, "abi", "xen.h");

    public static string Overrides => Path.Combine(Root, "abi", "overrides.json");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "abi", "xen.h")))
                return folder.FullName;
        }
        throw new InvalidOperationException("these tests run from a folder of the repository, which has abi/xen.h");
    }
}
