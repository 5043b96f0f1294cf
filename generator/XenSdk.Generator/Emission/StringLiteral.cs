using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Generator;

/// <summary>Text as a string of C#.</summary>
internal static class StringLiteral
{
    /// <summary>The literal, with its quotation marks.</summary>
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
