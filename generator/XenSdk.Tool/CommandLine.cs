using System.CommandLine;
using XenSdk.Tool.Comparison;

namespace XenSdk.Tool;

/// <summary>The commands and what they are called with.</summary>
internal static class CommandLine
{
    public static RootCommand Create(TextWriter output, DiagnosticWriter diagnostics) => new(
        "Reads the guest ABI of a Xen header with libclang: layouts, constants, and the model that XenSdk generates C# from.")
    {
        Read(output, diagnostics),
        Layout(output, diagnostics),
        Constants(output, diagnostics),
        Diff(output, diagnostics),
    };

    private static Command Read(TextWriter output, DiagnosticWriter diagnostics)
    {
        var options = new HeaderOptions();
        var file = new Option<string>("--output", "-o")
        {
            Description = "File to write the model to; {target} in it stands for the target's name. A file that would not change is left alone.",
            HelpName = "FILE",
            Required = true,
        };
        var baked = new Option<string>("--baked")
        {
            Description = "Folder of models made before. One that was made from the same inputs is copied, and libclang is not needed.",
            HelpName = "DIR",
        };
        var inputs = new Option<string>("--inputs")
        {
            Description = "File to write a list to, one path a line: the files that were read, and those that would have been, were they there.",
            HelpName = "FILE",
        };
        var command = new Command("read", "Writes the ABI model of a header.") { file, baked, inputs };
        options.AddTo(command);
        command.SetAction(parsed => options.Bind(parsed, diagnostics) is { } bound
            ? ReadCommand.Run(bound, new ReadOutputs(parsed.GetValue(file)!, parsed.GetValue(baked), parsed.GetValue(inputs)), output, diagnostics)
            : Program.ErrorExitCode);
        return command;
    }

    private static Command Layout(TextWriter output, DiagnosticWriter diagnostics)
    {
        var options = new HeaderOptions();
        Option<OutputFormat> format = Format();
        var command = new Command("layout", "Prints size and alignment of every type that a header reaches, and the offset of every field.") { format };
        options.AddTo(command);
        command.SetAction(parsed => options.Bind(parsed, diagnostics) is { } bound
            ? PrintCommand.Run(bound, output, diagnostics, parsed.GetValue(format) == OutputFormat.Tsv ? LayoutTable.Write : LayoutText.Write)
            : Program.ErrorExitCode);
        return command;
    }

    private static Command Constants(TextWriter output, DiagnosticWriter diagnostics)
    {
        var options = new HeaderOptions();
        Option<OutputFormat> format = Format();
        var command = new Command("constants", "Prints every macro that a header defines: its value and type, or why it has none.") { format };
        options.AddTo(command);
        command.SetAction(parsed => options.Bind(parsed, diagnostics) is { } bound
            ? PrintCommand.Run(bound, output, diagnostics, parsed.GetValue(format) == OutputFormat.Tsv ? ConstantsTable.Write : ConstantsText.Write)
            : Program.ErrorExitCode);
        return command;
    }

    private static Command Diff(TextWriter output, DiagnosticWriter diagnostics)
    {
        var old = new Argument<string>("OLD") { Description = "The header, or the model (*.xenabi), of before." };
        var @new = new Argument<string>("NEW") { Description = "The one of now." };
        var options = new HeaderOptions { Headers = [old, @new], NeedsTarget = false };
        var json = new Option<bool>("--json") { Description = "Print JSON, for programs." };
        var command = new Command("diff", "Says what changed in the ABI between two headers or models. Exit code 0: nothing; 1: something; 2: an error.") { json };
        options.AddTo(command);
        command.SetAction(parsed => options.Bind(parsed, diagnostics) is { } bound
            ? DiffCommand.Run(bound, parsed.GetValue(old)!, parsed.GetValue(@new)!, parsed.GetValue(json), output, diagnostics)
            : Program.ErrorExitCode);
        return command;
    }

    private static Option<OutputFormat> Format() => new("--format")
    {
        Description = "text is for eyes, tsv (columns separated by tabs) for programs.",
        HelpName = "text|tsv",
        DefaultValueFactory = _ => OutputFormat.Text,
        CustomParser = argument =>
        {
            string word = argument.Tokens.Count > 0 ? argument.Tokens[^1].Value : string.Empty;
            if (word is not ("text" or "tsv"))
                argument.AddError($"there is no format '{word}'. Formats are: text, tsv");
            return word == "tsv" ? OutputFormat.Tsv : OutputFormat.Text;
        },
    };
}

/// <summary>Who reads the output.</summary>
internal enum OutputFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program: columns separated by tabs.</summary>
    Tsv,
}
