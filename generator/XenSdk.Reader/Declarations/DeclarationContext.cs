using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Naming;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Probing;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Declarations;

/// <summary>What reading the declarations of one target goes by.</summary>
internal sealed record DeclarationContext(
    AbiTarget Target,
    ClangUnit Unit,
    FileNames Files,
    SourceFiles Sources,
    NameTable Names,
    NameIndex Index,
    OverridesDocument Overrides,
    ProbeResult Probe,
    DiagnosticLog Log)
{
    /// <summary>The tokens of the file that something stands in; null for what clang itself declares.</summary>
    public SourceFile? SourceOf(ClangPlace place) =>
        place.File == 0 ? null : Sources.Get(Files.PathOf(place.File), Unit, place.File);

    /// <summary>The comments of the file that something stands in.</summary>
    public CommentMap? CommentsOf(ClangPlace place) => SourceOf(place)?.Comments;
}
