using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using XenSdk.Generator;
using XenSdk.Reader;

namespace XenSdk.Bench;

/// <summary>How time and memory grow with the header: each room by itself, over headers of 100, 1,000 and 10,000 structs.</summary>
internal static class GrowthRows
{
    private const string Group = "Growth: headers of 100, 1,000 and 10,000 structs";
    private static readonly int[] s_sizes = [100, 1_000, 10_000];

    public static void Write(bool isQuick)
    {
        var measured = new Dictionary<string, List<(double Time, double Bytes)>>();
        Measure(300, 60, []); // until the JIT is done with what is measured
        foreach (int size in s_sizes)
            Measure(size, Math.Max(isQuick ? 2 : 5, 4_000 / size), measured);
        RowFile.Write("growth", measured.SelectMany(room => Rows(room.Key, room.Value)));
    }

    /// <summary>One row for time and one for memory.</summary>
    private static IEnumerable<Row> Rows(string room, List<(double Time, double Bytes)> figures) =>
    [
        Row($"{room}: processor time", figures.ConvertAll(figure => figure.Time / 1e6), "ms"),
        Row($"{room}: memory", figures.ConvertAll(figure => figure.Bytes / 1e6), "MB"),
    ];

    /// <summary>The exponent is that of the power of the size that fits the three figures best; the sizes are equally far apart in
    /// their logarithms, so the first and the last one decide. The last step by itself is told, too.</summary>
    private static Row Row(string name, List<double> figures, string unit) => new(Group, name, Math.Log10(figures[2] / figures[0]) / 2, null, "exponent", 1.1)
    {
        Limit = $"{string.Join(", ", figures.Select(Text))} {unit}; the last step by itself {Text(Math.Log10(figures[2] / figures[1]))}"
            + (unit == "ms" ? ": from the caches into memory, and the collector's part" : ""),
    };

    private static string Text(double value) => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static void Measure(int size, int rounds, Dictionary<string, List<(double Time, double Bytes)>> measured)
    {
        string header = Repository.Path($"artifacts/bench/synthetic-{size}.h");
        Directory.CreateDirectory(Path.GetDirectoryName(header)!);
        File.WriteAllText(header, SyntheticHeader.Of(size));

        var request = new ReadRequest { Header = header };
        AbiModel model = Step("reader", () => Read(request));
        string path = Repository.Path($"artifacts/bench/synthetic-{size}.xenabi");
        File.WriteAllText(path, AbiModelText.Write(model));
        ImmutableArray<AdditionalText> inputs = [new ModelInput(path)];

        ModelFile file = Step("model text", () => ModelFile.Read(new ModelSource(inputs[0], "", "", false), new AbiTextPool(), default));
        PlacementPlan plan = Step("generator: merging and placing", () => Placer.Plan(ModelSets.Combine([file], new GeneratorOptions(true, "XenSdk"))[0], null));
        Emission emission = Step("generator: emission", () => Emitter.Emit(plan, default));
        ProofOutcome proof = Step("proof", () => LayoutProof.Check(plan, emission.Sources.Where(source => source.DeclaresTypes).Select(source => source.Text), default));
        if (proof.Diagnostics.Count > 0 || proof.Targets[0].Types < size)
            throw new InvalidOperationException($"the proof of {size} structs found {proof.Diagnostics.Count} differences in {proof.Targets[0].Types} types");
        Step("driver, everything", () => RuntimeProject.Driver([new ModelInput(path)]).RunGenerators(Baseline.Compilation));

        T Step<T>(string room, Func<T> work)
        {
            T result = default!;
            double least = double.MaxValue;
            long bytes = 0;
            for (int i = 0; i < rounds; i++)
            {
                result = default!;
                GC.Collect(); // what an earlier round left is not this one's to walk
                long before = GC.GetTotalAllocatedBytes(precise: true);
                // The processor's time, and not the clock's: other programs of the machine take none of it.
                TimeSpan start = Environment.CpuUsage.TotalTime;
                result = work();
                least = Math.Min(least, (Environment.CpuUsage.TotalTime - start).TotalNanoseconds);
                bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            }
            if (!measured.TryGetValue(room, out List<(double, double)>? figures))
                measured.Add(room, figures = []);
            figures.Add((least, bytes));
            return result;
        }
    }

    private static AbiModel Read(ReadRequest request)
    {
        HeaderReadResult result = HeaderReader.Read(request, [AbiTarget.X86_64]);
        return result.HasErrors ? throw new InvalidOperationException(result.Diagnostics[0].ToString()) : result.Models[0];
    }
}
