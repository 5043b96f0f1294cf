using System.Text.Json;

namespace XenSdk.Bench;

/// <summary>
/// What the in-process rows are measured by: many processes, one after the other, each of which measures every method, and right
/// behind it its twin in C.
/// </summary>
/// <remarks>
/// Two things that are neither C's nor C#'s decide about single cycles of a loop. Where a process's code and data happen to lie:
/// so the median of many processes counts. And what runs on the other thread of the processor's core, which may be another
/// machine's: it takes up to half of the speed, for milliseconds or seconds, so the fastest of many short iterations counts for a
/// process.
/// </remarks>
internal static class InProcessRound
{
    /// <summary>The command of <see cref="Program"/> that measures in this process.</summary>
    public const string Command = "in-process-round";

    /// <summary>Measures every method, and writes what each took to a file.</summary>
    public static void Write(string file)
    {
        var measured = new Dictionary<string, Measured>();
        foreach ((string method, Measured took) in BenchmarkRun.Of<CallBenchmarks>(warmUps: 60, iterations: 100, milliseconds: 2)
            .Concat(BenchmarkRun.Of<QueueBenchmarks>(warmUps: 60, iterations: 100, milliseconds: 2)))
            measured.Add(method, took);
        File.WriteAllText(file, JsonSerializer.Serialize(measured));
    }

    /// <summary>Measures in processes of their own.</summary>
    /// <returns>For each process what each method took.</returns>
    public static IReadOnlyList<IReadOnlyDictionary<string, Measured>> Measure(int processes)
    {
        // The JIT's last tier comes while a method is warmed up, and not a tenth of a second or more after the JIT was last busy.
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "0");
        string file = Path.GetTempFileName();
        try
        {
            var rounds = new List<Dictionary<string, Measured>>();
            for (int i = 0; i < processes; i++)
            {
                Processes.Run(Environment.ProcessPath!, [typeof(InProcessRound).Assembly.Location, Command, file]);
                rounds.Add(JsonSerializer.Deserialize<Dictionary<string, Measured>>(File.ReadAllText(file))!);
            }

            return rounds;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The median of a figure among processes.</summary>
    public static double Median(IEnumerable<double> processes)
    {
        double[] sorted = [.. processes.Order()];
        return sorted[sorted.Length / 2];
    }
}
