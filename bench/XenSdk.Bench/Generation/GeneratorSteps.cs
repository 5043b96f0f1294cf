using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using XenSdk.Generator;

namespace XenSdk.Bench;

/// <summary>Where the generator's time and memory go: each step by itself, over the four models.</summary>
internal static class GeneratorSteps
{
    public static void Print(int rounds)
    {
        ImmutableArray<AdditionalText> inputs = ModelInput.Baked();
        var options = new GeneratorOptions(true, "XenSdk");
        List<ModelFile> files = [];
        ImmutableArray<ModelSet> sets = [];
        PlacementPlan plan = null!;
        Emission emission = null!;
        ProofOutcome proof = null!;
        var steps = new (string Name, Action Work)[]
        {
            ("text to string", () => { foreach (AdditionalText input in inputs) _ = input.GetText()!.ToString(); }),
            ("read models", () =>
            {
                var pool = new AbiTextPool();
                files = inputs.Select(input => ModelFile.Read(new ModelSource(input, "", "", false), pool, default)).ToList();
            }),
            ("combine", () => sets = ModelSets.Combine(files, options)),
            ("plan", () => plan = Placer.Plan(sets[0], null)),
            ("emit", () => emission = Emitter.Emit(plan, default)),
            ("parse C#", () => EmittedTypes.Read(emission.Sources.Where(source => source.DeclaresTypes).Select(source => source.Text), _ => null)),
            ("prove (parses)", () => proof = LayoutProof.Check(plan, emission.Sources.Where(source => source.DeclaresTypes).Select(source => source.Text), default)),
            ("equality", () => { if (!emission.Equals(Emitter.Emit(plan, default))) throw new InvalidOperationException(); }),
            ("driver, all", () => RuntimeProject.Driver(ModelInput.Baked()).RunGenerators(Baseline.Compilation)),
            ("driver, none", () => Baseline.Driver(ModelInput.Baked()).RunGenerators(Baseline.Compilation)),
        };
        Console.WriteLine($"{"step",-16} {"min ms",8} {"median",8} {"KiB",8}");
        foreach ((string name, Action work) in steps)
        {
            var times = new List<double>();
            long bytes = 0;
            for (int i = 0; i < rounds; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                work();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            }
            times.Sort();
            Console.WriteLine($"{name,-16} {times[0],8:F2} {times[rounds / 2],8:F2} {bytes / 1024.0,8:F0}");
        }
    }
}
