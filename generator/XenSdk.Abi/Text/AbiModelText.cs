namespace XenSdk.Abi;

/// <summary>
/// The text form of a model (<c>.xenabi</c>): one declaration a line, members indented below it, the header's words in
/// lines that begin with <c>|</c>. It is made to be read, reviewed and compared line by line, and it is the same on every
/// host. <c>docs/model.md</c> describes it.
/// </summary>
public static class AbiModelText
{
    /// <summary>The version of the format, in the first line of every file.</summary>
    public const int FormatVersion = 1;

    /// <summary>The ending of a model's file name, with the dot.</summary>
    public const string FileExtension = ".xenabi";

    /// <summary>Writes a model; <see cref="Read(string, string)"/> gives an equal one back.</summary>
    public static string Write(AbiModel model) => AbiModelWriter.Write(model);

    /// <summary>
    /// Reads a model. Never throws for what the text holds: a text of another version gives XEN1101, one that is cut off or
    /// malformed XEN1102 with line and column, and then there is no model.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The name that diagnostics give as the place.</param>
    public static AbiReadResult Read(string text, string fileName) =>
        AbiModelBinder.Bind(text.ToCharArray(), text.Length, fileName, new AbiTextPool());

    /// <summary>Reads a model whose text stands in a buffer, of which nothing is kept; for whoever reads several.</summary>
    /// <param name="text">The buffer.</param>
    /// <param name="length">How much of it is the text.</param>
    /// <param name="fileName">The name that diagnostics give as the place.</param>
    /// <param name="pool">The strings that the models share.</param>
    public static AbiReadResult Read(char[] text, int length, string fileName, AbiTextPool pool) =>
        AbiModelBinder.Bind(text, length, fileName, pool);
}

/// <summary>A model, or what is wrong with its text.</summary>
/// <param name="Model">The model; null where there is an error.</param>
/// <param name="Diagnostics">What is wrong; empty where there is a model.</param>
public sealed record AbiReadResult(AbiModel? Model, EquatableArray<AbiDiagnostic> Diagnostics);
