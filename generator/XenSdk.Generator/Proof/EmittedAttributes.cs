using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenSdk.Generator;

/// <summary>Reads the attributes of an emitted declaration.</summary>
internal static class EmittedAttributes
{
    /// <summary>A declaration's attributes, in all of its brackets.</summary>
    public static IEnumerable<AttributeSyntax> Of(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (AttributeListSyntax list in lists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
                yield return attribute;
        }
    }

    /// <summary>C's name, from <c>[NativeName]</c>; empty where there is none.</summary>
    public static string NativeName(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (AttributeSyntax attribute in Of(lists))
        {
            if (attribute.Name is IdentifierNameSyntax { Identifier.ValueText: "NativeName" })
                return Text(attribute);
        }
        return "";
    }

    /// <summary>The string that is the first argument; empty where it is none.</summary>
    public static string Text(AttributeSyntax attribute) =>
        First(attribute) is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : "";

    /// <summary>The number that is the first argument; 0 where there is none, -1 (which nothing equals) where it is no small
    /// number.</summary>
    public static int Number(AttributeSyntax attribute) => Number(First(attribute));

    /// <summary>The number of a named argument, in the same way.</summary>
    public static int Number(AttributeSyntax attribute, string name)
    {
        if (attribute.ArgumentList is not null)
        {
            foreach (AttributeArgumentSyntax argument in attribute.ArgumentList.Arguments)
            {
                if (argument.NameEquals?.Name.Identifier.ValueText == name)
                    return Number(argument.Expression);
            }
        }
        return 0;
    }

    /// <summary>Whether the first argument is <c>LayoutKind.Explicit</c>.</summary>
    public static bool IsExplicit(AttributeSyntax attribute) => First(attribute) is MemberAccessExpressionSyntax
    {
        Expression: IdentifierNameSyntax { Identifier.ValueText: "LayoutKind" },
        Name.Identifier.ValueText: "Explicit",
    };

    private static ExpressionSyntax? First(AttributeSyntax attribute) =>
        attribute.ArgumentList is { Arguments.Count: > 0 } list ? list.Arguments[0].Expression : null;

    private static int Number(ExpressionSyntax? expression) => expression switch
    {
        null => 0,
        LiteralExpressionSyntax { Token.Value: int value } => value,
        _ => -1,
    };
}
