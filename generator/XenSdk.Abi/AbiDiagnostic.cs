namespace XenSdk.Abi;

/// <summary>How much a diagnostic matters.</summary>
public enum AbiSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Something is probably not as meant.</summary>
    Warning,

    /// <summary>The work cannot go on.</summary>
    Error,
}

/// <summary>Something to tell the user: an id of <c>docs/diagnostics.md</c>, a place where there is one, what is wrong and
/// what to do about it.</summary>
public sealed record AbiDiagnostic(string Id, AbiSeverity Severity, AbiPlace? Place, string Message)
{
    /// <summary>The form that MSBuild and editors recognise: <c>file(line,column): error XEN1001: message</c>.</summary>
    public override string ToString()
    {
        string severity = Severity switch
        {
            AbiSeverity.Error => "error",
            AbiSeverity.Warning => "warning",
            _ => "info",
        };
        return Place is null
            ? $"xensdk : {severity} {Id}: {Message}"
            : $"{Place.File}({Place.Line},{Place.Column}): {severity} {Id}: {Message}";
    }
}
