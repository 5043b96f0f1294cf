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

    /// <summary>
    /// Takes what several targets had to tell: what all of them say once, what only some of them say with their names.
    /// </summary>
    public void AddMerged(IReadOnlyList<(AbiTarget Target, DiagnosticLog Log)> logs)
    {
        var targets = new Dictionary<AbiDiagnostic, List<AbiTarget>>();
        var order = new List<AbiDiagnostic>();
        foreach ((AbiTarget target, DiagnosticLog log) in logs)
        {
            foreach (AbiDiagnostic diagnostic in log.ToArray())
            {
                if (!targets.TryGetValue(diagnostic, out List<AbiTarget>? saying))
                {
                    targets.Add(diagnostic, saying = []);
                    order.Add(diagnostic);
                }
                saying.Add(target);
            }
        }
        foreach (AbiDiagnostic diagnostic in order)
        {
            bool isOfAll = targets[diagnostic].Count == logs.Count;
            Add(isOfAll ? diagnostic : diagnostic with { Message = $"{diagnostic.Message} (only {string.Join(", ", targets[diagnostic])})" });
        }
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

    /// <summary>Everything, file by file in the order in which they were first spoken of, and by place in a file.</summary>
    public AbiDiagnostic[] ToSortedArray()
    {
        AbiDiagnostic[] all = ToArray();
        string[] files = all.Select(diagnostic => diagnostic.Place?.File ?? string.Empty).Distinct().ToArray();
        return [.. all
            .OrderBy(diagnostic => Array.IndexOf(files, diagnostic.Place?.File ?? string.Empty))
            .ThenBy(diagnostic => diagnostic.Place?.Line)
            .ThenBy(diagnostic => diagnostic.Place?.Column)];
    }

    public AbiDiagnostic[] ToArray()
    {
        lock (_diagnostics)
            return [.. _diagnostics];
    }
}
