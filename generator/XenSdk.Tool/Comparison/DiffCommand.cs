using XenSdk.Abi;
using XenSdk.Reader;

namespace XenSdk.Tool.Comparison;

/// <summary><c>xensdk diff</c>: says what changed in the ABI between two headers, two models, or one of each.</summary>
internal static class DiffCommand
{
    /// <summary>The exit code where something differs.</summary>
    private const int DiffersExitCode = 1;

    public static int Run(BoundOptions options, string old, string @new, bool asJson, TextWriter output, DiagnosticWriter diagnostics)
    {
        var models = new Dictionary<string, AbiModel>(StringComparer.Ordinal);
        foreach (string path in new[] { old, @new }.Where(IsModel).Distinct())
        {
            AbiReadResult read = ModelReader.Read(path);
            diagnostics.Write(read.Diagnostics, options.IsVerbose);
            if (read.Model is not null)
                models.Add(path, read.Model);
        }
        if (models.Count < new[] { old, @new }.Where(IsModel).Distinct().Count())
            return Program.ErrorExitCode;
        if (TargetsOf(models, options.Targets, diagnostics) is not { } targets)
            return Program.ErrorExitCode;

        IReadOnlyList<AbiModel>? before = Load(old), after = Load(@new);
        if (before is null || after is null)
            return Program.ErrorExitCode;
        List<(AbiTarget Target, IReadOnlyList<AbiChange> Changes)> found = before
            .Zip(after, (first, second) => (first.Target, AbiComparison.Compare(first, second)))
            .ToList();
        if (asJson)
            DiffJson.Write(found, output);
        else
            DiffTable.Write(found, output);
        return found.Exists(target => target.Changes.Count > 0) ? DiffersExitCode : 0;

        IReadOnlyList<AbiModel>? Load(string path)
        {
            if (models.TryGetValue(path, out AbiModel? model))
                return [model];
            HeaderReadResult read = HeaderReader.Read(options.Request with { Header = path }, targets);
            diagnostics.Write(read.Diagnostics, options.IsVerbose);
            return read.HasErrors ? null : read.Models;
        }
    }

    private static bool IsModel(string path) => path.EndsWith(AbiModelText.FileExtension, StringComparison.Ordinal);

    /// <summary>The targets to compare for: a model has one already, a header is to be given some. Null, and XEN0006, where that
    /// is not clear.</summary>
    private static IReadOnlyList<AbiTarget>? TargetsOf(Dictionary<string, AbiModel> models, IReadOnlyList<AbiTarget> asked, DiagnosticWriter diagnostics)
    {
        List<AbiTarget> ofModels = models.Values.Select(model => model.Target).Distinct().ToList();
        string? problem = (ofModels.Count, asked.Count) switch
        {
            (0, 0) => $"a header is read for a target. Name it with --target: {string.Join(", ", AbiTarget.All)}",
            (0, _) or (1, 0) => null,
            (1, 1) when asked[0] == ofModels[0] => null,
            (1, _) => $"'{models.Keys.First()}' is a model for {ofModels[0]} only. Leave --target out, or compare headers",
            _ => $"the models are for {ofModels[0]} and for {ofModels[1]}. Compare two of one target",
        };
        if (problem is null)
            return asked.Count > 0 ? asked : ofModels;
        diagnostics.Write(new AbiDiagnostic("XEN0006", AbiSeverity.Error, null, $"{problem}. 'xensdk diff --help' shows how it is used."));
        return null;
    }
}
