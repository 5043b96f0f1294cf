using System.Text;

namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>docs/real-xen.md, which the tests write.</summary>
internal static class RealXenDocument
{
    private const string SeenOn = "Seen on Xen ";

    /// <summary>Where it is.</summary>
    public static string File { get; } = Repository.PathOf("docs", "real-xen.md");

    /// <summary>What it should say.</summary>
    public static string Write(HypercallTable pv, HypercallTable arm)
    {
        var text = new StringBuilder();
        text.Append("""
            # Hypercalls on real Xen

            What `tests/XenSdk.RealXen.Tests/Kernels/Hypercalls`, a kernel in C#, asked of the real hypervisor through the SDK's typed
            stubs, what Xen answered, and what was then seen to have changed. A line without an effect is one of which Xen's answer is
            all there is to see. Every line is asserted: the tests fail where Xen answers something else, where an effect is not seen,
            where a hypercall of `xen.h` was not made, and where this file is not what the run saw.

            This file is written by the tests: `XENSDK_WRITE_GOLDEN=1 dotnet tests/XenSdk.RealXen.Tests/bin/Release/net10.0/XenSdk.RealXen.Tests.dll -class XenSdk.RealXen.Tests.Hypercalls.RealXenDocumentTests`.


            """);
        Append(text, "PV dom0 on x86_64", pv);
        text.Append('\n');
        Append(text, "dom0 on arm64", arm);
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The text without what changes with every update of Debian's.</summary>
    public static string WithoutBuild(string text)
        => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith(SeenOn, StringComparison.Ordinal)));

    private static void Append(StringBuilder text, string title, HypercallTable table)
    {
        int effects = table.Exercises.Count(exercise => exercise.HasEffect);
        text.Append($"## {title}\n\n{SeenOn}{table.Build}, in QEMU.\n\n");
        text.Append($"{table.Exercises.Count} exercises, {effects} of them with an effect that was looked for.\n\n");
        text.Append("| hypercall | what was done | Xen's answer | effect that was seen |\n|---|---|---|---|\n");
        foreach (Exercise exercise in table.Exercises.OrderBy(exercise => Number(exercise.Hypercall)))
            text.Append($"| {exercise.Hypercall} | {exercise.Done} | {exercise.Answer}{(exercise.Answer == exercise.Expected ? "" : $", **expected {exercise.Expected}**")} | {exercise.Effect}{(exercise.Seen == "no" ? " **not seen**" : "")} |\n");
    }

    private static int Number(string hypercall) => HeaderModel.Hypercalls.First(pair => pair.Value == hypercall).Key;
}
