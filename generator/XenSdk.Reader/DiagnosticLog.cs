using XenSdk.Abi;

namespace XenSdk.Reader;

/// <summary>Gathers what there is to tell, in order and without repeating itself. Safe to fill from several threads.</summary>
internal sealed class DiagnosticLog
{
    private readonly List<AbiDiagnostic> _diagnostics = [];

    public bool HasErrors
    {
        get
        {
            lock (_diagnostics)
                return _diagnostics.Exists(diagnostic => diagnostic.Severity == AbiSeverity.Error);
        }
    }

    public void Error(string id, AbiPlace? place, string message) => Add(new AbiDiagnostic(id, AbiSeverity.Error, place, message));

    public void Warning(string id, AbiPlace? place, string message) => Add(new AbiDiagnostic(id, AbiSeverity.Warning, place, message));

    public void Info(string id, AbiPlace? place, string message) => Add(new AbiDiagnostic(id, AbiSeverity.Info, place, message));

    public void Add(AbiDiagnostic diagnostic)
    {
        lock (_diagnostics)
        {
            // Several targets find the same fault in the same place: once is enough.
            if (!_diagnostics.Contains(diagnostic))
                _diagnostics.Add(diagnostic);
        }
    }

    public void AddRange(DiagnosticLog other)
    {
        foreach (AbiDiagnostic diagnostic in other.ToArray())
            Add(diagnostic);
    }

    /// <summary>Changes the places of everything that was told so far.</summary>
    public void Relocate(Func<AbiPlace, AbiPlace> relocate)
    {
        lock (_diagnostics)
        {
            for (int i = 0; i < _diagnostics.Count; i++)
            {
                if (_diagnostics[i].Place is { } place)
                    _diagnostics[i] = _diagnostics[i] with { Place = relocate(place) };
            }
        }
    }

    public AbiDiagnostic[] ToArray()
    {
        lock (_diagnostics)
            return [.. _diagnostics];
    }
}
