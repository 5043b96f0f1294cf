using System.Buffers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A <c>*.xenabi</c> file among the additional files, and what the build says about it.</summary>
/// <param name="File">The file.</param>
/// <param name="Namespace">Its <c>XenSdkNamespace</c>; empty where there is none.</param>
/// <param name="HeaderPath">Its <c>XenSdkHeader</c>: where on this machine the header is that it was read from, so that a
/// message can be clicked; empty where the build does not say.</param>
/// <param name="IsStandalone">Its <c>XenSdkStandalone</c>: whether all of its types are the project's own.</param>
internal sealed record ModelSource(AdditionalText File, string Namespace, string HeaderPath, bool IsStandalone)
{
    public static bool IsModel(AdditionalText file) => file.Path.EndsWith(AbiModelText.FileExtension, StringComparison.OrdinalIgnoreCase);

    public static ModelSource Of((AdditionalText File, AnalyzerConfigOptionsProvider Options) input, CancellationToken _)
    {
        AnalyzerConfigOptions metadata = input.Options.GetOptions(input.File);
        return new ModelSource(
            input.File,
            metadata.Text("build_metadata.AdditionalFiles.XenSdkNamespace"),
            metadata.Text("build_metadata.AdditionalFiles.XenSdkHeader"),
            metadata.Text("build_metadata.AdditionalFiles.XenSdkStandalone").Equals("true", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>What a model file holds: a model, or what is wrong with it.</summary>
internal sealed record ModelFile(string Path, string Namespace, string HeaderPath, bool IsStandalone, AbiReadResult Content)
{
    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="pool">The strings that models share.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ModelFile Read(ModelSource source, AbiTextPool pool, CancellationToken cancellation)
    {
        SourceText? text = source.File.GetText(cancellation);
        return new ModelFile(source.File.Path, source.Namespace, source.HeaderPath, source.IsStandalone,
            text is null ? Unreadable(source.File.Path) : Read(text, source.File.Path, pool));
    }

    private static AbiReadResult Read(SourceText text, string path, AbiTextPool pool)
    {
        // A SourceText of this size is in pieces; a string of it would be twice the file, for a moment.
        char[] buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            text.CopyTo(0, buffer, 0, text.Length);
            return AbiModelText.Read(buffer, text.Length, path, pool);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static AbiReadResult Unreadable(string path) => new(null, new([Report.Of(
        Descriptors.MalformedModel, new AbiPlace(path, 1, 1), "The model cannot be read. Build again, so that the header is read anew.")]));
}
