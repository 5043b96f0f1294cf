namespace XenSdk.RealXen.Tests;

/// <summary>A kernel, built once by <c>dotnet build</c> from the packages, as its user would.</summary>
internal sealed class GuestBuild
{
    // A project is built for two targets: at the same time they would restore it into the same files.
    private static readonly object s_oneAtATime = new();

    private static readonly Lazy<GuestBuild> s_sample = new(() => new GuestBuild(Repository.PathOf("samples", "guest"), "Guest", "x86_64"));
    private static readonly Lazy<GuestBuild> s_sampleForArm = new(() => new GuestBuild(Repository.PathOf("samples", "guest"), "Guest", "arm64"));
    private static readonly Lazy<GuestBuild> s_stubs = new(
        () => new GuestBuild(Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "Stubs"), "Stubs", "x86_64"));

    private static readonly Lazy<GuestBuild> s_script = new(
        () => new GuestBuild(Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "Script"), "Script", "x86_64"));

    private static readonly Lazy<GuestBuild> s_hypercalls = new(
        () => new GuestBuild(Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "Hypercalls"), "Hypercalls", "x86_64"));

    private static readonly Lazy<GuestBuild> s_domU = new(
        () => new GuestBuild(Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "DomU"), "DomU", "x86_64"));

    private static readonly Lazy<GuestBuild> s_hypercallsForArm = new(
        () => new GuestBuild(Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "Hypercalls"), "Hypercalls", "arm64"));

    private GuestBuild(string folder, string name, string target)
    {
        int exitCode;
        string output;
        lock (s_oneAtATime)
            (exitCode, output) = Command.Run("dotnet", "build", folder, "-c", "Release", "--nologo", "-v", "quiet", $"-p:XenGuestTarget={target}");
        Assert.True(exitCode == 0, $"{folder} does not build for {target}:\n{output}");
        Image = Path.Combine(folder, "bin", target, name + (target == "arm64" ? ".img" : ".elf"));
        DebugImage = Path.Combine(folder, "bin", target, name + ".elf.dbg");
        CompilerArguments = Path.Combine(folder, "obj", target, "guest", "ilc.rsp");
    }

    /// <summary>samples/guest for x86_64: boots as PV and as PVH.</summary>
    public static GuestBuild Sample => s_sample.Value;

    /// <summary>samples/guest for arm64.</summary>
    public static GuestBuild SampleForArm => s_sampleForArm.Value;

    /// <summary>A kernel with one method for each stub that is looked at; never booted.</summary>
    public static GuestBuild Stubs => s_stubs.Value;

    /// <summary>A kernel that goes through the script of hypercalls.</summary>
    public static GuestBuild Script => s_script.Value;

    /// <summary>A kernel that makes every hypercall, for x86_64.</summary>
    public static GuestBuild Hypercalls => s_hypercalls.Value;

    /// <summary>The same for arm64.</summary>
    public static GuestBuild HypercallsForArm => s_hypercallsForArm.Value;

    /// <summary>A kernel for domains without privileges, PV and PVH.</summary>
    public static GuestBuild DomU => s_domU.Value;

    /// <summary>What Xen boots.</summary>
    public string Image { get; }

    /// <summary>The same with symbols.</summary>
    public string DebugImage { get; }

    /// <summary>What ilc was given, a line each.</summary>
    public string CompilerArguments { get; }
}
