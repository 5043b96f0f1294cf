using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>All that Kernels/Hypercalls exercised in one boot.</summary>
public sealed partial class HypercallTable
{
    private static readonly Lazy<HypercallTable> s_pv = new(() => new("pv", GuestBuild.Hypercalls.Image));

    private HypercallTable(string mode, string image)
    {
        Machine = Machine.Boot(mode, image, "Hello from C#", "hypercalls");
        Exercises = [.. Machine.Kernel.Select(line => Exercise.Read(line, HeaderModel.Hypercalls)).OfType<Exercise>()];
        Build = Machine.Console.Select(line => XenVersion().Match(line)).First(match => match.Success).Groups[1].Value;
    }

    /// <summary>As PV dom0, on x86_64.</summary>
    public static HypercallTable Pv => s_pv.Value;

    /// <summary>The machine, which has come to its end.</summary>
    public Machine Machine { get; }

    /// <summary>What was exercised, in the order in which it was.</summary>
    public IReadOnlyList<Exercise> Exercises { get; }

    /// <summary>Version of Xen and of its package.</summary>
    public string Build { get; }

    /// <summary>What was done with one hypercall.</summary>
    public IReadOnlyList<Exercise> Of(string hypercall) => [.. Exercises.Where(exercise => exercise.Hypercall == hypercall)];

    [GeneratedRegex(@"Xen version (\S+ \(Debian [^)]+\))")]
    private static partial Regex XenVersion();
}
