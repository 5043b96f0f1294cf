namespace XenSdk.Abi;

/// <summary>
/// Everything that one header says to one target, as clang understood it. Immutable, with value equality; every value in
/// it is plain data, and no path of the machine that read the header is part of it.
/// </summary>
/// <param name="Target">The target that the header was read for.</param>
/// <param name="Source">What was read.</param>
/// <param name="Records">Every complete struct and union with a name, in the header's order, those of included files too.</param>
/// <param name="Typedefs">Every typedef that is not merely another name for a record of <paramref name="Records"/>.</param>
/// <param name="Enums">Groups of macros that an override makes an enum of, and C's own enums.</param>
/// <param name="Macros">Every macro name that the header itself defines, once, in the header's order.</param>
/// <param name="Hypercalls">Every hypercall number, in order of the numbers.</param>
public sealed record AbiModel(
    AbiTarget Target,
    AbiSource Source,
    EquatableArray<AbiRecord> Records,
    EquatableArray<AbiTypedef> Typedefs,
    EquatableArray<AbiEnum> Enums,
    EquatableArray<AbiMacro> Macros,
    EquatableArray<AbiHypercall> Hypercalls);

/// <summary>What a model was made from.</summary>
/// <param name="Header">File name of the header, without a folder.</param>
/// <param name="ReaderVersion">Version of the reader's output; part of the hash.</param>
/// <param name="Hash">SHA-256 of all inputs, their roles and the options, in lower-case hexadecimal.</param>
/// <param name="Inputs">The files, by the name the header knows them by.</param>
/// <param name="Defines">Macros given from outside, as <c>NAME</c> or <c>NAME=VALUE</c>.</param>
public sealed record AbiSource(
    string Header,
    int ReaderVersion,
    string Hash,
    EquatableArray<AbiInput> Inputs,
    EquatableArray<string> Defines);

/// <summary>A file that a model was made from.</summary>
/// <param name="Role"><c>header</c>, <c>include</c> or <c>overrides</c>.</param>
/// <param name="Name">The file's name as it was asked for: <c>asm/xen/interface.h</c>.</param>
/// <param name="Sha256">Hash of its bytes, in lower-case hexadecimal.</param>
public sealed record AbiInput(string Role, string Name, string Sha256);

/// <summary>A place in one of the inputs; lines and columns count from 1. Not part of what makes two declarations equal
/// for a reader of the ABI, but needed for every message about them.</summary>
public sealed record AbiPlace(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
