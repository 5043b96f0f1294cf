using System.Text;
using XenSdk.Abi;
using XenSdk.Reader;

namespace XenSdk.Tool;

/// <summary><c>xensdk read</c>: writes models.</summary>
internal static class ReadCommand
{
    private const string TargetPlaceholder = "{target}";

    public static int Run(BoundOptions options, string file, string? baked, string? inputs, TextWriter output, DiagnosticWriter diagnostics)
    {
        if (options.Targets.Count > 1 && !file.Contains(TargetPlaceholder, StringComparison.Ordinal))
        {
            diagnostics.Write(new AbiDiagnostic("XEN0006", AbiSeverity.Error, null,
                $"several targets cannot be written to one file '{file}'. Put {TargetPlaceholder} into the name, as in xen.{TargetPlaceholder}.xenabi."));
            return Program.ErrorExitCode;
        }
        HeaderReadResult result = HeaderReader.Read(options.Request, options.Targets);
        diagnostics.Write(result.Diagnostics, options.IsVerbose);
        if (result.HasErrors)
            return Program.ErrorExitCode;
        foreach (AbiModel model in result.Models)
        {
            string path = file.Replace(TargetPlaceholder, model.Target.Name, StringComparison.Ordinal);
            if (!OutputFile.Write(path, Encoding.UTF8.GetBytes(AbiModelText.Write(model)), diagnostics))
                return Program.ErrorExitCode;
            output.WriteLine($"{model.Target}: {Summary(model)} -> {path}");
        }
        string list = string.Concat(result.Files.Select(path => path + "\n"));
        return inputs is null || OutputFile.Write(inputs, Encoding.UTF8.GetBytes(list), diagnostics) ? 0 : Program.ErrorExitCode;
    }

    private static string Summary(AbiModel model)
    {
        int stubs = model.Hypercalls.Count(call => call.Origin != AbiPrototypeOrigin.None);
        return $"{model.Records.Count} records, {model.Typedefs.Count} typedefs, {model.Enums.Count} enums, {model.Macros.Count} macros, " +
            $"{model.Hypercalls.Count} hypercalls ({stubs} with a prototype)";
    }
}
