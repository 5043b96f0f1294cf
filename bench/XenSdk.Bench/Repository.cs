using System.Reflection;

namespace XenSdk.Bench;

/// <summary>The checkout that this program was built in.</summary>
internal static class Repository
{
    private static readonly string s_root = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    /// <summary>The full path of a file of the checkout.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(s_root, relative);
}
