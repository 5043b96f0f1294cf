using XenSdk.Abi;
using XenSdk.Reader.Hypercalls;
using XenSdk.Reader.Inputs;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Source;

namespace XenSdk.Reader;

/// <summary>What all targets of one read share.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="HeaderFile">The header's bytes.</param>
/// <param name="OverridesFiles">The overrides' bytes, in the order in which they apply.</param>
/// <param name="Header">The header's tokens.</param>
/// <param name="HeaderPrototypes">The prototypes in its comments.</param>
/// <param name="Overrides">The overrides, merged.</param>
/// <param name="Sources">The tokens of all files.</param>
internal sealed record ReadSession(
    ReadRequest Request,
    InputFile HeaderFile,
    IReadOnlyList<InputFile> OverridesFiles,
    SourceFile Header,
    IReadOnlyList<HeaderPrototype> HeaderPrototypes,
    OverridesDocument Overrides,
    SourceFiles Sources)
{
    /// <summary>Where a macro of the header stands, as a model says it.</summary>
    public AbiPlace PlaceOf(MacroDefinition macro) =>
        new(HeaderFile.Name, Header.Text.LineOf(macro.NameStart), Header.Text.ColumnOf(macro.NameStart));
}
