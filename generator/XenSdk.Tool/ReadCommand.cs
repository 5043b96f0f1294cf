using System.Text;
using XenSdk.Abi;
using XenSdk.Reader;

namespace XenSdk.Tool;

/// <summary>Where <c>xensdk read</c> writes to.</summary>
/// <param name="File">The model's file; <c>{target}</c> in it stands for the target.</param>
/// <param name="Baked">Folder of models made before; null where there is none.</param>
/// <param name="Inputs">File for the list of what was read and looked for; null where none is wanted.</param>
internal sealed record ReadOutputs(string File, string? Baked, string? Inputs);

/// <summary><c>xensdk read</c>: writes models, those made before where they were made from the same inputs.</summary>
internal static class ReadCommand
{
    private const string TargetPlaceholder = "{target}";

    public static int Run(BoundOptions options, ReadOutputs outputs, TextWriter output, DiagnosticWriter diagnostics)
    {
        if (options.Targets.Count > 1 && !outputs.File.Contains(TargetPlaceholder, StringComparison.Ordinal))
        {
            diagnostics.Write(new AbiDiagnostic("XEN0006", AbiSeverity.Error, null,
                $"several targets cannot be written to one file '{outputs.File}'. Put {TargetPlaceholder} into the name, as in xen.{TargetPlaceholder}.xenabi."));
            return Program.ErrorExitCode;
        }
        Dictionary<AbiTarget, BakedModel> baked = FindBaked(options, outputs.Baked, out List<AbiDiagnostic> whyNot);
        AbiTarget[] others = options.Targets.Where(target => !baked.ContainsKey(target)).ToArray();
        HeaderReadResult? read = others.Length > 0 ? HeaderReader.Read(options.Request, others) : null;
        // Why libclang is needed at all matters most where there is none.
        diagnostics.Write(whyNot, options.IsVerbose || read is { HasErrors: true });
        diagnostics.Write(read?.Diagnostics ?? default, options.IsVerbose);
        if (read is { HasErrors: true })
            return Program.ErrorExitCode;

        var written = new List<(string Path, byte[] Content)>();
        var lines = new List<string>();
        foreach (AbiTarget target in options.Targets)
        {
            string path = outputs.File.Replace(TargetPlaceholder, target.Name, StringComparison.Ordinal);
            bool isBaked = baked.TryGetValue(target, out BakedModel? found);
            AbiModel model = isBaked ? found!.Model : read!.Models.First(model => model.Target == target);
            written.Add((path, isBaked ? found!.Bytes : Encoding.UTF8.GetBytes(AbiModelText.Write(model))));
            string from = isBaked ? $" (copied from {found!.Path}: same inputs, so libclang was not needed)" : string.Empty;
            lines.Add($"{target}: {Summary(model)} -> {path}{from}");
        }
        if (outputs.Inputs is not null)
        {
            // Where a file is missing that would be found first matters as much: the build must notice when it comes.
            IEnumerable<string> files = baked.Values.SelectMany(model => model.Files)
                .Concat(read?.Files ?? default)
                .Concat(baked.Values.SelectMany(model => model.Absent))
                .Concat(read?.Absent ?? default)
                .Distinct();
            written.Add((outputs.Inputs, Encoding.UTF8.GetBytes(string.Concat(files.Select(file => file + "\n")))));
        }
        if (!OutputFile.WriteAll(written, diagnostics))
            return Program.ErrorExitCode;
        lines.ForEach(output.WriteLine);
        return 0;
    }

    private static Dictionary<AbiTarget, BakedModel> FindBaked(BoundOptions options, string? folder, out List<AbiDiagnostic> whyNot)
    {
        var found = new Dictionary<AbiTarget, BakedModel>();
        whyNot = [];
        if (folder is null)
            return found;
        foreach (AbiTarget target in options.Targets)
        {
            if (BakedModels.Find(options.Request, target, folder, out string reason) is { } model)
                found.Add(target, model);
            else
                whyNot.Add(new AbiDiagnostic("XEN1013", AbiSeverity.Info, null, $"the header is read with libclang for {target}, since no baked model will do: {reason}."));
        }
        return found;
    }

    private static string Summary(AbiModel model)
    {
        int prototypes = model.Hypercalls.Count(call => call.Origin != AbiPrototypeOrigin.None);
        int constants = model.Macros.Count(macro => macro.Disposition == AbiDisposition.Constant);
        return $"{model.Records.Count} structs and unions, {model.Enums.Count} enums, {constants} constants, " +
            $"{model.Hypercalls.Count} hypercalls ({prototypes} with a prototype)";
    }
}
