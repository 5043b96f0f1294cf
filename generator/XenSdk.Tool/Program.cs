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
    /// <returns>0, <see cref="ErrorExitCode"/>, or 1 of a comparison that finds something.</returns>
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
        catch (IOException exception)
        {
            diagnostics.Write(new AbiDiagnostic("XEN0004", AbiSeverity.Error, null, $"what was asked for cannot be written: {OneLine(exception.Message).TrimEnd('.')}."));
            return ErrorExitCode;
        }
#pragma warning disable CA1031 // The last resort: a user gets a sentence, whatever happened.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            diagnostics.Write(new AbiDiagnostic("XEN0008", AbiSeverity.Error, null,
                $"xensdk itself failed ({exception.GetType().Name}: {OneLine(exception.Message)}). This is a fault of xensdk, not of your files: " +
                "report it, with the header and this command line, where XenSdk is developed."));
            return ErrorExitCode;
        }
    }

    private static int UsageError(ParseResult parsed, DiagnosticWriter diagnostics)
    {
        Command command = parsed.CommandResult.Command;
        string help = command is RootCommand ? "xensdk --help" : $"xensdk {command.Name} --help";
        string commands = string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name));
        IEnumerable<string> messages = command is RootCommand
            ? [parsed.UnmatchedTokens.Count > 0 ? $"there is no command '{parsed.UnmatchedTokens[0]}'. Commands are: {commands}" : $"name a command: {commands}"]
            : parsed.Errors.Select(parseError => OneLine(parseError.Message)).Distinct();
        foreach (string message in messages)
            diagnostics.Write(new AbiDiagnostic("XEN0006", AbiSeverity.Error, null, $"{message.TrimEnd('.')}. '{help}' shows how it is used."));
        return ErrorExitCode;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
