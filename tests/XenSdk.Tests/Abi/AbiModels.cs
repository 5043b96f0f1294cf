using XenSdk.Abi;

namespace XenSdk.Tests.Abi;

/// <summary>The baked models, which the build copies beside the tests.</summary>
internal static class AbiModels
{
    internal static AbiModel Read(string target)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "models", $"xen.{target}.xenabi");
        AbiReadResult result = AbiModelText.Read(File.ReadAllText(file), file);
        Assert.Empty(result.Diagnostics);
        return result.Model!;
    }
}
