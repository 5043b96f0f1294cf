using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenSdk.Generator;

/// <summary>Reads what a property takes out of a field, from its <c>get</c>: <c>(field >> 3) &amp; 0x1F</c>.</summary>
internal static class EmittedBits
{
    /// <summary>The bits; null for a property that is no bit-field.</summary>
    public static ClrBits? Read(PropertyDeclarationSyntax property)
    {
        string nativeName = EmittedAttributes.NativeName(property.AttributeLists);
        ExpressionSyntax? get = property.AccessorList?.Accessors
            .FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))?.ExpressionBody?.Expression;
        BinaryExpressionSyntax? masked = get?.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>()
            .FirstOrDefault(binary => binary.IsKind(SyntaxKind.BitwiseAndExpression) && Unwrap(binary.Left).IsKind(SyntaxKind.RightShiftExpression));
        if (nativeName.Length == 0 || masked is null)
            return null;

        var shifted = (BinaryExpressionSyntax)Unwrap(masked.Left);
        if (shifted.Left is not IdentifierNameSyntax field || Value(shifted.Right) is not { } shift || Value(masked.Right) is not { } mask)
            return null;
        return new ClrBits(property.Identifier.ValueText, nativeName, field.Identifier.ValueText, (int)Math.Min(shift, 64), Width(mask));
    }

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax inner ? Unwrap(inner.Expression) : expression;

    private static ulong? Value(ExpressionSyntax expression) => expression is not LiteralExpressionSyntax literal
        ? null
        : literal.Token.Value switch
        {
            int value => (ulong)value,
            uint value => value,
            long value => (ulong)value,
            ulong value => value,
            _ => null,
        };

    /// <summary>How many ones a mask has; 0 where they do not stand together at its low end.</summary>
    private static int Width(ulong mask)
    {
        int width = 0;
        while (width < 64 && (mask >> width & 1) != 0)
            width++;
        return width == 64 || mask >> width == 0 ? width : 0;
    }
}
