using System.Text.Json;

namespace XenSdk.Bench;

/// <summary>
/// What the in-process rows are measured by: some processes, one after the other, each of which measures every method. Where
/// a process's code and data happen to lie decides about single cycles of a loop, in C as in C#: so the median of many
/// processes counts.
/// </summary>
internal static class InProcessRound
{
    /// <summary>The command of <see cref="Program"/> that measures in this process.</summary>
    public const string Command = "in-process-round";

    /// <summary>Measures every method, and writes what each took to a file.</summary>
    public static void Write(string file)
    {
        var measured = new Dictionary<string, Measured>();
        foreach ((string method, Measured took) in BenchmarkRun.Of<CallBenchmarks>(warmUps: 60, iterations: 60)
            .Concat(BenchmarkRun.Of<QueueBenchmarks>(warmUps: 60, iterations: 60)))
            measured.Add(method, took);
        File.WriteAllText(file, JsonSerializer.Serialize(measured));
    }

    /// <summary>Measures in processes of their own.</summary>
    /// <returns>By method the median of the processes.</returns>
    public static IReadOnlyDictionary<string, Measured> Median(int processes)
    {
        string file = Path.GetTempFileName();
        try
        {
            var rounds = new List<Dictionary<string, Measured>>();
            for (int i = 0; i < processes; i++)
            {
                Processes.Run(Environment.ProcessPath!, [typeof(InProcessRound).Assembly.Location, Command, file]);
                rounds.Add(JsonSerializer.Deserialize<Dictionary<string, Measured>>(File.ReadAllText(file))!);
            }

            return rounds[0].Keys.ToDictionary(method => method, method => Median([.. rounds.Select(round => round[method])]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Measured Median(List<Measured> processes)
    {
        processes.Sort((left, right) => left.Nanoseconds.CompareTo(right.Nanoseconds));
        return processes[processes.Count / 2] with { Fastest = processes.Min(process => process.Fastest), Bytes = processes.Max(process => process.Bytes) };
    }
}
