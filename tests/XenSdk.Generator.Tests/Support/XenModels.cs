using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>The models of <c>abi/xen.h</c>, as the repository has them.</summary>
internal static class XenModels
{
    public static IReadOnlyList<AbiModel> All { get; } = AbiTarget.All.Select(Read).ToList();

    public static AbiModel Of(AbiTarget target) => All.Single(model => model.Target.Equals(target));

    private static AbiModel Read(AbiTarget target)
    {
        string name = $"xen.{target}.xenabi";
        using var reader = new StreamReader(typeof(XenModels).Assembly.GetManifestResourceStream(name)!);
        AbiReadResult result = AbiModelText.Read(reader.ReadToEnd(), name);
        Assert.Empty(result.Diagnostics);
        return result.Model!;
    }
}
