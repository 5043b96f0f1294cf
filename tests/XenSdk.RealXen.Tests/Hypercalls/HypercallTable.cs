using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>All that Kernels/Hypercalls exercised in one boot.</summary>
public sealed partial class HypercallTable
{
    private static readonly Lazy<HypercallTable> s_pv = new(() => new("pv", GuestBuild.Hypercalls.Image));

    private static readonly Lazy<HypercallTable> s_arm = new(() => new("arm64", GuestBuild.HypercallsForArm.Image));

    private HypercallTable(string mode, string image)
    {
        Machine = Machine.Boot(mode, image, "Hello from C#", "hypercalls", "dom0_max_vcpus=2");
        Exercises = [.. Machine.Kernel.Select(line => Exercise.Read(line, HeaderModel.Hypercalls)).OfType<Exercise>()];
        Build = Machine.Console.Select(line => XenVersion().Match(line)).First(match => match.Success).Groups[1].Value;
    }

    /// <summary>As PV dom0, on x86_64.</summary>
    public static HypercallTable Pv => s_pv.Value;

    /// <summary>As dom0 on arm64.</summary>
    public static HypercallTable Arm => s_arm.Value;

    /// <summary>The machine, which has come to its end.</summary>
    public Machine Machine { get; }

    /// <summary>What was exercised, in the order in which it was.</summary>
    public IReadOnlyList<Exercise> Exercises { get; }

    /// <summary>Version of Xen and of its package.</summary>
    public string Build { get; }

    /// <summary>What was done with one hypercall.</summary>
    public IReadOnlyList<Exercise> Of(string hypercall) => [.. Exercises.Where(exercise => exercise.Hypercall == hypercall)];

    /// <summary>Fails unless a hypercall was made, and all that was done with it went as it should.</summary>
    public void AssertAsExpected(string hypercall) => AssertAsExpected($"{hypercall} was not called.", Of(hypercall));

    /// <summary>Fails unless a command of a hypercall was given, and went as it should.</summary>
    public void AssertAsExpected(string hypercall, string command)
        => AssertAsExpected(
            $"{command} of {hypercall} was not given.",
            [.. Of(hypercall).Where(exercise => exercise.Done.Contains(command, StringComparison.Ordinal))]);

    private void AssertAsExpected(string complaint, IReadOnlyList<Exercise> exercises)
    {
        Assert.True(exercises.Count > 0, $"{complaint}\n{Machine.LastWords}");
        Assert.True(exercises.All(exercise => exercise.IsAsExpected), string.Join('\n', exercises.Where(exercise => !exercise.IsAsExpected)));
    }

    [GeneratedRegex(@"Xen version (\S+ \(Debian [^)]+\))")]
    private static partial Regex XenVersion();
}
