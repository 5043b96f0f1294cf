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
internal sealed record ModelSource(AdditionalText File, string Namespace, string HeaderPath)
{
    public static bool IsModel(AdditionalText file) => file.Path.EndsWith(AbiModelText.FileExtension, StringComparison.OrdinalIgnoreCase);

    public static ModelSource Of((AdditionalText File, AnalyzerConfigOptionsProvider Options) input, CancellationToken _)
    {
        AnalyzerConfigOptions metadata = input.Options.GetOptions(input.File);
        return new ModelSource(
            input.File,
            metadata.Text("build_metadata.AdditionalFiles.XenSdkNamespace"),
            metadata.Text("build_metadata.AdditionalFiles.XenSdkHeader"));
    }
}

/// <summary>What a model file holds: a model, or what is wrong with it.</summary>
internal sealed record ModelFile(string Path, string Namespace, string HeaderPath, AbiReadResult Content)
{
    public static ModelFile Read(ModelSource source, CancellationToken cancellation)
    {
        SourceText? text = source.File.GetText(cancellation);
        AbiReadResult content = text is null ? Unreadable(source.File.Path) : AbiModelText.Read(text.ToString(), source.File.Path);
        return new ModelFile(source.File.Path, source.Namespace, source.HeaderPath, content);
    }

    private static AbiReadResult Unreadable(string path) => new(null, new([Report.Of(
        Descriptors.MalformedModel, new AbiPlace(path, 1, 1), "The model cannot be read. Build again, so that the header is read anew.")]));
}
