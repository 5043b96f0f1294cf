using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Turns ABI models (<c>*.xenabi</c> among the additional files) into C#: structs, unions, arrays, enums, constants and
/// typed hypercalls, and proves that every struct has the layout that clang gave it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class XenAbiGenerator : IIncrementalGenerator
{
    private readonly Func<BakedAbi?> _baked;

    /// <summary>What the models say alike; null while one is being read.</summary>
    private AbiTextPool? _pool = new();

    /// <summary>A generator that knows what the runtime was built from.</summary>
    public XenAbiGenerator()
        : this(BakedModels.Load)
    {
    }

    internal XenAbiGenerator(Func<BakedAbi?> baked) => _baked = baked;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // What the project says. Nothing here looks at the compilation: an edit in a C# file changes no input.
        IncrementalValueProvider<GeneratorOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(GeneratorOptions.Of)
            .WithTrackingName(Steps.Options);

        // The model files, with what the build says about each; then what they hold, parsed once for each version of a text.
        IncrementalValuesProvider<ModelFile> files = context.AdditionalTextsProvider
            .Where(ModelSource.IsModel)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(ModelSource.Of)
            .WithTrackingName(Steps.ModelSources)
            .Select(Read)
            .WithTrackingName(Steps.ModelFiles);

        // The models of a namespace belong together: what its targets agree on is written once.
        IncrementalValuesProvider<ModelSet> sets = files.Collect()
            .Combine(options)
            .SelectMany(Combine)
            .WithTrackingName(Steps.ModelSets);

        // Which type stands in which namespace, and which the runtime has already.
        IncrementalValuesProvider<PlacementPlan> plans = sets
            .Select(Plan)
            .WithTrackingName(Steps.Plans);

        // The text of every file.
        IncrementalValuesProvider<Emission> emissions = plans
            .Select(Emit)
            .WithTrackingName(Steps.Emissions);

        IncrementalValuesProvider<GeneratedSource> sources = emissions
            .SelectMany((emission, _) => emission.Sources)
            .WithTrackingName(Steps.Sources);

        // The proof reads that text, and clang's layout from the plan; it sees nothing else of the emitter.
        IncrementalValuesProvider<ProofOutcome> proofs = emissions
            .Select(Prove)
            .WithTrackingName(Steps.Proofs);

        context.RegisterSourceOutput(sources, AddSource);
        context.RegisterSourceOutput(files.Select((file, _) => file.Content.Diagnostics), ReportDiagnostics);
        context.RegisterSourceOutput(sets.Select((set, _) => set.Diagnostics), ReportDiagnostics);
        context.RegisterSourceOutput(plans.Select((plan, _) => plan.Diagnostics), ReportDiagnostics);
        context.RegisterSourceOutput(emissions.Select((emission, _) => emission.Diagnostics), ReportDiagnostics);
        context.RegisterSourceOutput(proofs.Select((proof, _) => proof.Diagnostics), ReportDiagnostics);
        context.RegisterSourceOutput(proofs.Select((proof, _) => proof.Protocol()), AddProtocol);
    }

    private ModelFile Read(ModelSource source, CancellationToken cancellation)
    {
        // An editor can run drivers side by side: whoever comes second reads with a pool of its own.
        AbiTextPool pool = Interlocked.Exchange(ref _pool, null) ?? new AbiTextPool();
        ModelFile file = ModelFile.Read(source, pool, cancellation);
        _pool = pool;
        return file;
    }

    private static ImmutableArray<ModelSet> Combine((ImmutableArray<ModelFile> Files, GeneratorOptions Options) input, CancellationToken cancellation) => Guard.Run(
        () => ModelSets.Combine(input.Files, input.Options),
        failed => ImmutableArray.Create(new ModelSet(input.Options.DefaultNamespace, input.Options.BuildsRuntime, default, "", default, failed)));

    private PlacementPlan Plan(ModelSet set, CancellationToken cancellation) => Guard.Run(
        () => Placer.Plan(set, set.BuildsRuntime || set.IsStandalone ? null : _baked()),
        failed => new PlacementPlan(set, default, default, default, default, failed));

    private static Emission Emit(PlacementPlan plan, CancellationToken cancellation) => Guard.Run(
        () => Emitter.Emit(plan, cancellation),
        failed => new Emission(plan with { Types = default }, default, failed));

    private static ProofOutcome Prove(Emission emission, CancellationToken cancellation) => Guard.Run(
        () => LayoutProof.Check(emission.Plan, emission.Sources.Where(source => source.DeclaresTypes).Select(source => source.Text), cancellation),
        failed => new ProofOutcome(emission.Plan.Set.Namespace, emission.Plan.Set.HeaderNames, default, failed));

    private static void AddSource(SourceProductionContext context, GeneratedSource source) =>
        context.AddSource(source.HintName, SourceText.From(source.Text, System.Text.Encoding.UTF8));

    private static void AddProtocol(SourceProductionContext context, GeneratedSource? source)
    {
        if (source is not null)
            AddSource(context, source);
    }

    private static void ReportDiagnostics(SourceProductionContext context, EquatableArray<AbiDiagnostic> diagnostics)
    {
        foreach (AbiDiagnostic diagnostic in diagnostics)
            context.ReportDiagnostic(Report.ToRoslyn(diagnostic));
    }

    /// <summary>Names of the steps, for tests of what runs again.</summary>
    internal static class Steps
    {
        public const string Options = nameof(Options);
        public const string ModelSources = nameof(ModelSources);
        public const string ModelFiles = nameof(ModelFiles);
        public const string ModelSets = nameof(ModelSets);
        public const string Plans = nameof(Plans);
        public const string Emissions = nameof(Emissions);
        public const string Sources = nameof(Sources);
        public const string Proofs = nameof(Proofs);
    }
}
