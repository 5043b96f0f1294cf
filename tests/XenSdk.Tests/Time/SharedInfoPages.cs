namespace XenSdk.Tests.Time;

/// <summary>The shared info page, by the target's name.</summary>
internal static unsafe class SharedInfoPages
{
    internal static SharedInfoView View(string target, void* page) => target switch
    {
        "x86_64" => SharedInfoView.Of((X86_64.SharedInfo*)page),
        "x86_32" => SharedInfoView.Of((X86_32.SharedInfo*)page),
        "arm64" => SharedInfoView.Of((Arm64.SharedInfo*)page),
        "arm32" => SharedInfoView.Of((Arm32.SharedInfo*)page),
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };
}
