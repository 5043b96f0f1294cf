using System.Collections.Immutable;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Model files to sets of models by namespace.</summary>
internal static class ModelSets
{
    public static ImmutableArray<ModelSet> Combine(IEnumerable<ModelFile> all, GeneratorOptions options)
    {
        // Sorted by path, so that the order in which the build lists its files is of no account.
        IEnumerable<ModelFile> files = all
            .Where(file => file.Content.Model is not null)
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        return files
            .GroupBy(file => NamespaceOf(file, options), StringComparer.Ordinal)
            .Select(group => Combine(group.Key, group.ToList(), options.BuildsRuntime))
            .ToImmutableArray();
    }

    private static string NamespaceOf(ModelFile file, GeneratorOptions options) =>
        options.BuildsRuntime ? ClrPrimitives.RuntimeNamespace
        : file.Namespace.Length == 0 ? options.DefaultNamespace
        : file.Namespace;

    private static ModelSet Combine(string spelledNamespace, List<ModelFile> files, bool buildsRuntime)
    {
        var diagnostics = new List<AbiDiagnostic>();
        string name = CSharpName.ToNamespace(spelledNamespace, "XenAbi");
        if (name != spelledNamespace)
        {
            diagnostics.Add(Report.Of(Descriptors.UnusableName, new AbiPlace(files[0].Path, 1, 1),
                $"'{spelledNamespace}' is no namespace of C#. Correct the item's Namespace."));
        }

        List<HeaderPath> headers = files
            .Where(file => file.HeaderPath.Length > 0)
            .Select(file => new HeaderPath(file.Content.Model!.Source.Header, file.HeaderPath))
            .GroupBy(header => header.Name).Select(same => same.First()).ToList();
        List<ModelFile> unique = WithoutSecondModels(files, diagnostics);
        ReportDifferentInputs(unique, diagnostics);

        List<AbiModel> models = AbiTarget.All
            .Select(target => unique.Select(file => file.Content.Model!).Where(model => model.Target.Equals(target)).ToList())
            .Where(ofTarget => ofTarget.Count > 0)
            .Select(ofTarget => NameCheck.Repair(ModelMerger.Merge(ofTarget, diagnostics), diagnostics))
            .ToList();
        string headerNames = string.Join(", ", unique.Select(file => file.Content.Model!.Source.Header).Distinct());
        var set = new ModelSet(name, buildsRuntime, models.ToEquatableArray(), headerNames, headers.ToEquatableArray(), default) { IsStandalone = files.TrueForAll(file => file.IsStandalone) };
        return set with { Diagnostics = diagnostics.Select(found => found with { Place = found.Place is null ? null : set.Locate(found.Place) }).Distinct().ToEquatableArray() };
    }

    private static List<ModelFile> WithoutSecondModels(List<ModelFile> files, List<AbiDiagnostic> diagnostics)
    {
        var unique = new List<ModelFile>();
        foreach (IGrouping<(AbiTarget, string), ModelFile> same in files.GroupBy(file => (file.Content.Model!.Target, file.Content.Model.Source.Header)))
        {
            unique.Add(same.First());
            diagnostics.AddRange(same.Skip(1).Select(second => Report.Of(Descriptors.TwoModels, new AbiPlace(second.Path, 1, 1),
                $"'{second.Path}' is a second model of {same.Key.Item2} for {same.Key.Item1}, beside '{same.First().Path}'. " +
                "Remove one of them, or give it another Namespace.")));
        }
        return unique;
    }

    /// <summary>The header and the overrides are the same for every target; what is included differs by architecture.</summary>
    private static void ReportDifferentInputs(List<ModelFile> files, List<AbiDiagnostic> diagnostics)
    {
        foreach (IGrouping<string, ModelFile> ofHeader in files.GroupBy(file => file.Content.Model!.Source.Header))
        {
            ModelFile first = ofHeader.First();
            diagnostics.AddRange(ofHeader.Skip(1).Where(other => InputsOf(other) != InputsOf(first)).Select(other => Report.Of(
                Descriptors.ModelsDisagree, new AbiPlace(other.Path, 1, 1),
                $"'{other.Path}' and '{first.Path}' are models of {ofHeader.Key}, and were read from different versions of it or of its overrides. " +
                "Read the header again for every target.")));
        }
    }

    private static string InputsOf(ModelFile file)
    {
        AbiSource source = file.Content.Model!.Source;
        return string.Join("\n", source.Inputs.Where(input => input.Role != "include").Select(input => $"{input.Role} {input.Sha256}")
            .Append(source.ReaderVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
