using XenSdk.Abi;

namespace XenSdk.Reader;

/// <summary>What a header says.</summary>
/// <param name="Models">One model a target, in the order asked for; empty where there is an error.</param>
/// <param name="Files">Every file that was read, as paths of this machine, each once.</param>
/// <param name="Absent">Paths where an include was looked for and not found; a file that comes there changes what is read.</param>
/// <param name="Diagnostics">What there is to tell.</param>
public sealed record HeaderReadResult(
    EquatableArray<AbiModel> Models,
    EquatableArray<string> Files,
    EquatableArray<string> Absent,
    EquatableArray<AbiDiagnostic> Diagnostics)
{
    /// <summary>Whether something is wrong.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == AbiSeverity.Error);
}
