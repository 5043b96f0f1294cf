using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>The models that a user's struct can mean: those of the project's own headers first, then those that XenSdk was
/// built from. Nothing is read before somebody asks.</summary>
internal sealed class UserModels
{
    // An editor compiles anew with each key that is pressed; a text that is the same is read once.
    private static readonly ConditionalWeakTable<SourceText, AbiReadResult> s_read = new();

    private readonly Lazy<IReadOnlyList<IReadOnlyList<ModelIndex>>> _sources;

    /// <summary>The models of a project.</summary>
    /// <param name="options">The compiler's, with the project's files.</param>
    /// <param name="cancellation">Stops the work.</param>
    public UserModels(AnalyzerOptions options, CancellationToken cancellation) =>
        _sources = new(() => Read(options, cancellation), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The declarations that a name of C has, one for each target; empty where there is none.</summary>
    /// <param name="name">C's name.</param>
    /// <param name="target">The only target that is asked for; null for every one.</param>
    public IReadOnlyList<(ModelIndex Index, Declaration Declaration)> Find(string name, AbiTarget? target)
    {
        foreach (IReadOnlyList<ModelIndex> source in _sources.Value)
        {
            List<(ModelIndex, Declaration)> found = source
                .Where(index => target is null || index.Model.Target.Equals(target))
                .Select(index => (Index: index, Declaration: Find(index, name)))
                .Where(candidate => candidate.Declaration is not null)
                .Select(candidate => (candidate.Index, candidate.Declaration!))
                .ToList();
            if (found.Count > 0)
                return found;
        }
        return [];
    }

    /// <summary>The targets that have a type of this name.</summary>
    public IEnumerable<AbiTarget> TargetsOf(string name) => _sources.Value
        .SelectMany(source => source).Where(index => Find(index, name) is not null).Select(index => index.Model.Target).Distinct();

    /// <summary>Whether a name is that of a typedef which is no struct: of a number, or of a pointer.</summary>
    public bool IsScalar(string name) => _sources.Value.SelectMany(source => source)
        .Any(index => index.Resolve(new AbiNamed(name)) is AbiScalar or AbiPointer || (ModelIndex.IsHandle(name) && index.Model.Records.Any(record => record.Name == name)));

    /// <summary>The names of every type that a struct can stand for.</summary>
    public IEnumerable<string> Names => _sources.Value.SelectMany(source => source)
        .SelectMany(index => index.Declarations).Where(declaration => declaration is not EnumDeclaration).Select(declaration => declaration.Key).Distinct();

    /// <summary>The headers that were looked at.</summary>
    public string HeaderNames => string.Join(", ", _sources.Value.SelectMany(source => source).Select(index => index.Model.Source.Header).Distinct());

    private static Declaration? Find(ModelIndex index, string name)
    {
        Declaration? found = index.Resolve(new AbiNamed(name)) is AbiNamed named ? index.Find(named.Name) : null;
        return found is EnumDeclaration ? null : found;
    }

    private static List<IReadOnlyList<ModelIndex>> Read(AnalyzerOptions options, CancellationToken cancellation)
    {
        List<ModelFile> files = options.AdditionalFiles.Where(ModelSource.IsModel)
            .Select(file => ReadFile(ModelSource.Of((file, options.AnalyzerConfigOptionsProvider), cancellation), cancellation)).ToList();
        ImmutableArray<ModelSet> sets = ModelSets.Combine(files, GeneratorOptions.Of(options.AnalyzerConfigOptionsProvider, cancellation));
        var sources = sets.Select(set => (IReadOnlyList<ModelIndex>)set.Models.Select(ModelIndex.Of).ToList()).ToList();
        if (BakedModels.Load() is { } baked)
            sources.Add(AbiTarget.All.Select(baked.Of).OfType<ModelIndex>().ToList());
        return sources;
    }

    /// <summary>A file; what is wrong with it is the generator's to say.</summary>
    private static ModelFile ReadFile(ModelSource source, CancellationToken cancellation)
    {
        if (source.File.GetText(cancellation) is not { } text)
            return ModelFile.Read(source, new AbiTextPool(), cancellation);
        AbiReadResult content = s_read.GetValue(text, _ => ModelFile.Read(source, new AbiTextPool(), cancellation).Content);
        return new ModelFile(source.File.Path, source.Namespace, source.HeaderPath, source.IsStandalone, content);
    }
}
