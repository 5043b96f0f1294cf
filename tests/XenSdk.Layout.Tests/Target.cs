namespace XenSdk.Layout.Tests;

/// <summary>A target as the compilers know it. Kept apart from the product's own list, which it checks.</summary>
/// <param name="Name">Xen's name.</param>
/// <param name="Triple">What <c>clang -target</c> takes.</param>
/// <param name="Include">The folder of its companion headers in <c>abi/include</c>.</param>
/// <param name="GccSwitch">The switch that makes this machine's gcc compile for it; null where it cannot.</param>
public sealed record Target(string Name, string Triple, string Include, string? GccSwitch)
{
    public static readonly Target X86_64 = new("x86_64", "x86_64-unknown-linux-gnu", "x86", "-m64");
    public static readonly Target X86_32 = new("x86_32", "i386-unknown-linux-gnu", "x86", "-m32");
    public static readonly Target Arm64 = new("arm64", "aarch64-unknown-linux-gnu", "arm", null);
    public static readonly Target Arm32 = new("arm32", "armv7-unknown-linux-gnueabihf", "arm", null);

    public static IReadOnlyList<Target> All { get; } = [X86_64, X86_32, Arm64, Arm32];

    /// <summary>For theories: every target by name.</summary>
    public static TheoryData<string> Names => [.. All.Select(target => target.Name)];

    /// <summary>For theories: the targets that gcc compiles for too.</summary>
    public static TheoryData<string> NamesForGcc => [.. All.Where(target => target.GccSwitch is not null).Select(target => target.Name)];

    public static Target Named(string name) => All.Single(target => target.Name == name);

    /// <summary>What the hermetic reading of xen.h needs, for either compiler.</summary>
    public IReadOnlyList<string> HermeticSwitches =>
    [
        "-nostdinc", "-ffreestanding", "-std=gnu11",
        "-I", RepositoryFiles.Path("abi", "include", Include),
        "-I", RepositoryFiles.Path("abi", "include", "common"),
        "-I", RepositoryFiles.Path("abi"),
    ];

    public override string ToString() => Name;
}
