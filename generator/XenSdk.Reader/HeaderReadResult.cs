using XenSdk.Abi;

namespace XenSdk.Reader;

/// <summary>What a header says.</summary>
/// <param name="Models">One model a target, in the order asked for; empty where there is an error.</param>
/// <param name="Files">Every file that was read, as paths of this machine, each once.</param>
/// <param name="Diagnostics">What there is to tell.</param>
public sealed record HeaderReadResult(
    EquatableArray<AbiModel> Models,
    EquatableArray<string> Files,
    EquatableArray<AbiDiagnostic> Diagnostics)
{
    /// <summary>Whether something is wrong.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == AbiSeverity.Error);
}
