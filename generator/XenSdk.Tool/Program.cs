using System.CommandLine;
using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>The <c>xensdk</c> command.</summary>
public static class Program
{
    /// <summary>The exit code of every error.</summary>
    public const int ErrorExitCode = 2;

    /// <summary>Runs the command with the process's own output.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs the command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Takes what was asked for.</param>
    /// <param name="error">Takes diagnostics.</param>
    /// <returns>0, or <see cref="ErrorExitCode"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var diagnostics = new DiagnosticWriter(error);
        try
        {
            ParseResult parsed = CommandLine.Create(output, diagnostics).Parse(args);
            if (parsed.Errors.Count > 0)
                return UsageError(parsed, diagnostics);
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
#pragma warning disable CA1031 // The last resort: a user gets a sentence, whatever happened.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            diagnostics.Write(new AbiDiagnostic("XEN0008", AbiSeverity.Error, null,
                $"xensdk itself failed ({exception.GetType().Name}: {FirstLine(exception.Message)}). This is a fault of xensdk, not of your files: " +
                "report it, with the header and this command line, where XenSdk is developed."));
            return ErrorExitCode;
        }
    }

    private static int UsageError(ParseResult parsed, DiagnosticWriter diagnostics)
    {
        string command = parsed.CommandResult.Command is RootCommand ? "xensdk --help" : $"xensdk {parsed.CommandResult.Command.Name} --help";
        foreach (System.CommandLine.Parsing.ParseError parseError in parsed.Errors)
            diagnostics.Write(new AbiDiagnostic("XEN0006", AbiSeverity.Error, null, $"{FirstLine(parseError.Message).TrimEnd('.')}. '{command}' shows how it is used."));
        return ErrorExitCode;
    }

    private static string FirstLine(string message)
    {
        int end = message.IndexOfAny(['\r', '\n']);
        return end < 0 ? message : message[..end];
    }
}
