using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace XenSdk.Bench;

/// <summary>Runs classes of benchmarks in this process, and gives what each method took.</summary>
internal static class BenchmarkRun
{
    /// <summary>Runs a class.</summary>
    /// <param name="warmUps">Iterations before those that count; enough for the JIT to be done.</param>
    /// <param name="iterations">Iterations that count.</param>
    /// <param name="milliseconds">What an iteration takes.</param>
    /// <returns>Median, fastest and bytes by method.</returns>
    public static IReadOnlyDictionary<string, Measured> Of<T>(int warmUps, int iterations, int milliseconds)
    {
        Job job = Job.Default
            .WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false))
            // Many short iterations: most of them nothing else on the machine disturbs.
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(milliseconds))
            // What is timed at once takes a quarter of a microsecond at least, and the call of it two nanoseconds.
            .WithEvaluateOverhead(false)
            .WithWarmupCount(warmUps)
            .WithIterationCount(iterations);
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Repository.Path("artifacts/bench/BenchmarkDotNet"))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        Summary summary = BenchmarkRunner.Run<T>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            throw new InvalidOperationException($"{typeof(T).Name} did not run: {string.Join("; ", summary.ValidationErrors.Select(error => error.Message))}");
        return summary.Reports.ToDictionary(
            report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name + string.Concat(report.BenchmarkCase.Parameters.Items.Select(item => $" {item.Value}")),
            report => new Measured(report.ResultStatistics!.Median, report.ResultStatistics.Min, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0));
    }
}

/// <summary>What one operation took.</summary>
/// <param name="Nanoseconds">The median.</param>
/// <param name="Fastest">The least, which other programs of the machine disturb least.</param>
/// <param name="Bytes">Allocated.</param>
internal sealed record Measured(double Nanoseconds, double Fastest, long Bytes);
