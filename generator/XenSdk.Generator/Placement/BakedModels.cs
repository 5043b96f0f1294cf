using System.Reflection;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>The models that this assembly carries: what the runtime of the same package was generated from.</summary>
internal static class BakedModels
{
    private static readonly Lazy<BakedAbi?> s_baked = new(ReadResources);

    /// <summary>Reads them, when first asked for; null where the assembly was built without any.</summary>
    public static BakedAbi? Load() => s_baked.Value;

    private static BakedAbi? ReadResources()
    {
        Assembly assembly = typeof(BakedModels).Assembly;
        List<AbiModel> models = assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(AbiModelText.FileExtension, StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => Read(assembly, name))
            .ToList();
        return models.Count == 0 ? null : new BakedAbi(models);
    }

    private static AbiModel Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        AbiReadResult result = AbiModelText.Read(reader.ReadToEnd(), name);
        return result.Model ?? throw new InvalidOperationException(result.Diagnostics[0].ToString());
    }
}
