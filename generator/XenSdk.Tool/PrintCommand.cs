using System.Text;
using XenSdk.Abi;
using XenSdk.Reader;

namespace XenSdk.Tool;

/// <summary>Reads a header and prints something about each target.</summary>
internal static class PrintCommand
{
    public static int Run(BoundOptions options, TextWriter output, DiagnosticWriter diagnostics, Action<AbiModel, StringBuilder> write)
    {
        HeaderReadResult result = HeaderReader.Read(options.Request, options.Targets);
        diagnostics.Write(result.Diagnostics, options.IsVerbose);
        if (result.HasErrors)
            return Program.ErrorExitCode;
        var text = new StringBuilder();
        foreach (AbiModel model in result.Models)
        {
            if (options.Targets.Count > 1)
                text.Append("# ").Append(model.Target).Append('\n');
            write(model, text);
        }
        output.Write(text.ToString());
        return 0;
    }
}
