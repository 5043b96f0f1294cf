using System.Diagnostics;

namespace XenSdk.Bench;

/// <summary>The generator's rows.</summary>
internal static class GeneratorRows
{
    private const string Group = "The generator, over the four models of xen.h";

    public static void Write(bool isQuick)
    {
        // Before anything is warm: this program started for nothing else.
        long start = Stopwatch.GetTimestamp();
        RuntimeProject.Driver(ModelInput.Baked()).RunGenerators(Baseline.Compilation);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        IReadOnlyDictionary<string, Measured> measured = BenchmarkRun.Of<GeneratorBenchmarks>(warmUps: isQuick ? 250 : 500, iterations: isQuick ? 100 : 400, milliseconds: 10);
        Measured cold = measured[nameof(GeneratorBenchmarks.ColdRun)];
        Measured rerun = measured[nameof(GeneratorBenchmarks.RerunAfterEdit)];
        Measured without = measured[nameof(GeneratorBenchmarks.RerunAfterEditWithoutGenerator)];
        RowFile.Write("generator",
        [
            new Row(Group, "cold run: new driver, new generator, new inputs; time", cold.Nanoseconds / 1e6, null, "ms", 10)
            {
                Limit = $"a third each: reading the models, writing the code, parsing it again to prove it; the fastest run took {Text(cold.Fastest / 1e6)} ms",
            },
            new Row(Group, "cold run, allocated", cold.Bytes / 1024.0 / 1024.0, null, "MiB", 4) { Limit = "0.6 MiB is the text that is generated" },
            new Row(Group, "first run in a process, Roslyn's own code compiled by the JIT too", first, null, "ms", null) { Limit = "the JIT" },
            new Row(Group, "rerun after an edit in a C# file, above a driver with no generator",
                Math.Max(0, rerun.Nanoseconds - without.Nanoseconds) / 1e3, null, "µs", 50)
            {
                Limit = $"Roslyn's comparison of the unchanged inputs of each step; fastest against fastest, {Text((rerun.Fastest - without.Fastest) / 1e3)} µs",
            },
        ]);
    }

    private static string Text(double value) => value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
