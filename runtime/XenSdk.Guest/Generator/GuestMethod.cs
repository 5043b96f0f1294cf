using Microsoft.CodeAnalysis;

namespace XenSdk.Guest.Generator;

/// <summary>A method that assembly calls: under which symbol, and how.</summary>
/// <param name="Symbol">The symbol that the entry stubs call.</param>
/// <param name="Method">The method, as C# names it from anywhere.</param>
/// <param name="Parameter">The type of the memory that its parameter refers to; null without a parameter.</param>
/// <param name="Passing"><c>in</c> or <c>ref</c>.</param>
/// <param name="Problem">What is wrong with it; null if nothing is.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record GuestMethod(
    string Symbol,
    string Method,
    string? Parameter,
    string Passing,
    string? Problem,
    SourcePlace Place);

/// <summary>A place in a source file, comparable by value.</summary>
internal sealed record SourcePlace(string File, Microsoft.CodeAnalysis.Text.TextSpan Span, Microsoft.CodeAnalysis.Text.LinePositionSpan Lines)
{
    public static SourcePlace Of(ISymbol symbol)
    {
        Location location = symbol.Locations[0];
        return new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Location.Create(File, Span, Lines);
}
