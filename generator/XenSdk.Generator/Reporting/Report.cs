using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Makes diagnostics as data, and turns them into Roslyn's at the end of the pipeline.</summary>
internal static class Report
{
    /// <summary>A diagnostic with the severity that its descriptor has.</summary>
    public static AbiDiagnostic Of(DiagnosticDescriptor descriptor, AbiPlace? place, string message) => new(
        descriptor.Id,
        descriptor.DefaultSeverity switch
        {
            DiagnosticSeverity.Error => AbiSeverity.Error,
            DiagnosticSeverity.Warning => AbiSeverity.Warning,
            _ => AbiSeverity.Info,
        },
        place,
        message);

    /// <summary>Roslyn's form of a diagnostic; its place is in a file that is not C#.</summary>
    public static Diagnostic ToRoslyn(AbiDiagnostic diagnostic) =>
        Diagnostic.Create(Descriptors.Find(diagnostic.Id), ToLocation(diagnostic.Place), diagnostic.Message);

    private static Location ToLocation(AbiPlace? place)
    {
        if (place is null || place.File.Length == 0)
            return Location.None;
        var start = new LinePosition(Math.Max(place.Line - 1, 0), Math.Max(place.Column - 1, 0));
        return Location.Create(place.File, default, new LinePositionSpan(start, start));
    }
}
