using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>Writes diagnostics one a line, in the form that MSBuild and editors understand.</summary>
internal sealed class DiagnosticWriter(TextWriter error)
{
    /// <summary>Writes one.</summary>
    public void Write(AbiDiagnostic diagnostic) => error.WriteLine(diagnostic.ToString());

    /// <summary>Writes several; those that are only good to know where they are wanted.</summary>
    public void Write(IEnumerable<AbiDiagnostic> diagnostics, bool withInfo)
    {
        foreach (AbiDiagnostic diagnostic in diagnostics)
        {
            if (withInfo || diagnostic.Severity != AbiSeverity.Info)
                Write(diagnostic);
        }
    }
}
