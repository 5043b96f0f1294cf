using System.Text;
using XenSdk.Abi;
using XenSdk.Reader.Inputs;

namespace XenSdk.Reader;

/// <summary>A model that was made before from what there is to read now.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="Model">The model.</param>
/// <param name="Files">The files that it stands for, as paths of this machine.</param>
/// <param name="Absent">Paths where an include was looked for and not found; a file that comes there is another input.</param>
public sealed record BakedModel(string Path, byte[] Bytes, AbiModel Model, EquatableArray<string> Files, EquatableArray<string> Absent);

/// <summary>
/// Finds models that were made before from equal inputs: the header, every include that is found on the search path of
/// today, the overrides, the target, the macros given from outside and the version of the reader. libclang is not needed.
/// </summary>
public static class BakedModels
{
    /// <summary>Looks for a model.</summary>
    /// <param name="request">What is to be read.</param>
    /// <param name="target">For which target.</param>
    /// <param name="folder">The folder with the models, named <c>*.TARGET.xenabi</c>.</param>
    /// <param name="whyNot">Why none of them will do; empty where one does.</param>
    /// <returns>The model; null where none will do.</returns>
    public static BakedModel? Find(ReadRequest request, AbiTarget target, string folder, out string whyNot)
    {
        var reasons = new List<string>();
        whyNot = string.Empty;
        foreach (string path in ModelFiles(folder, target, reasons))
        {
            if (Match(request, target, path, out string reason) is { } model)
                return model;
            reasons.Add(reason);
        }
        whyNot = reasons.Count > 0 ? string.Join("; ", reasons) : $"there is no model for {target} in '{folder}'";
        return null;
    }

    private static string[] ModelFiles(string folder, AbiTarget target, List<string> reasons)
    {
        try
        {
            return [.. Directory.GetFiles(folder, $"*.{target.Name}{AbiModelText.FileExtension}").Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reasons.Add($"the folder '{folder}' cannot be read");
            return [];
        }
    }

    private static BakedModel? Match(ReadRequest request, AbiTarget target, string path, out string reason)
    {
        // What is missing or unreadable is told by the reader itself, which is asked next.
        var silent = new DiagnosticLog();
        reason = string.Empty;
        if (InputFile.Read(path, "model", silent) is not { } file || InputFile.Read(request.Header, "header", silent) is not { } header)
            return null;
        AbiReadResult read = AbiModelText.Read(Encoding.UTF8.GetString(file.Bytes), path);
        if (read.Model is not { } model)
        {
            reason = $"'{path}' is no model of this version ({read.Diagnostics[0].Id})";
            return null;
        }
        string? difference = Compare(request, target, model, header, silent, out List<string> files, out IncludeSearch search);
        if (difference is null)
            return new BakedModel(path, file.Bytes, model, files.Distinct().ToEquatableArray(), search.Absent.Distinct().ToEquatableArray());
        reason = $"'{path}' was made from other inputs: {difference}";
        return null;
    }

    /// <summary>What of the inputs is not as it was; null where all is.</summary>
    private static string? Compare(
        ReadRequest request, AbiTarget target, AbiModel model, InputFile header, DiagnosticLog silent, out List<string> files, out IncludeSearch search)
    {
        files = [header.Path];
        search = new IncludeSearch(Path.GetDirectoryName(request.Header) ?? string.Empty, request.SearchPath(target).ToArray());
        if (model.Target != target)
            return $"it is for {model.Target}";
        if (model.Source.ReaderVersion != HeaderReader.Version)
            return $"version {model.Source.ReaderVersion} of the reader made it, and this is version {HeaderReader.Version}";
        if (!model.Source.Defines.SequenceEqual(request.Defines))
            return "other -D options";

        var inputs = new List<AbiInput> { header.As(InputHash.Header) };
        HashSet<string> known = model.Source.Inputs.Where(input => input.Role == InputHash.Include).Select(input => input.Name).ToHashSet();
        if (search.IsShadowed($"./{header.Name}", header.Bytes, known))
            return "an include is found in another place";
        foreach (string name in model.Source.Inputs.Where(input => input.Role == InputHash.Include).Select(input => input.Name))
        {
            if (search.Find(name) is not { } path || InputFile.Read(path, "include", silent) is not { } include)
                return $"'{name}' is not found any more";
            if (search.IsShadowed(name, include.Bytes, known))
                return "an include is found in another place";
            files.Add(path);
            inputs.Add(new AbiInput(InputHash.Include, name, InputFile.Hash(include.Bytes)));
        }
        foreach (string path in request.BaseOverrides.Concat(request.Overrides))
        {
            if (InputFile.Read(path, "overrides file", silent) is not { } overrides)
                return $"'{path}' cannot be read";
            files.Add(path);
            inputs.Add(overrides.As(InputHash.Overrides));
        }
        if (FirstDifference(model.Source.Inputs, inputs) is { } difference)
            return difference;
        return InputHash.Of(target, HeaderReader.Version, request.Defines, inputs) == model.Source.Hash ? null : "its hash is not that of its inputs";
    }

    private static string? FirstDifference(EquatableArray<AbiInput> before, List<AbiInput> now)
    {
        for (int i = 0; i < Math.Max(before.Count, now.Count); i++)
        {
            if (i >= before.Count)
                return $"'{now[i].Name}' is new";
            if (i >= now.Count || now[i].Name != before[i].Name || now[i].Role != before[i].Role)
                return $"'{before[i].Name}' is not among them";
            if (now[i].Sha256 != before[i].Sha256)
                return $"'{before[i].Name}' has changed";
        }
        return null;
    }
}
