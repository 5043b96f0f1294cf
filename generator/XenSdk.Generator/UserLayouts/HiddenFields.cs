using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenSdk.Generator;

/// <summary>Fields that the compiler makes of other things, and shows to nobody.</summary>
internal static class HiddenFields
{
    /// <summary>Why a struct of source has a field that is not declared; null where it has none.</summary>
    public static string? Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (IEventSymbol happening in type.GetMembers().OfType<IEventSymbol>())
        {
            if (!happening.IsStatic && happening.AddMethod is { IsImplicitlyDeclared: true })
                return $"The event '{happening.Name}' of '{type.Name}' is a reference. Remove it.";
        }
        if (type.IsRecord)
            return null; // its parameters are properties, whose fields are seen
        List<TypeDeclarationSyntax> parts = type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().ToList();
        foreach (ParameterSyntax parameter in parts.SelectMany(part => part.ParameterList is { } list ? list.Parameters : default))
        {
            string name = parameter.Identifier.ValueText;
            if (parts.SelectMany(part => part.Members).Any(member => Keeps(member, name)))
                return $"A member of '{type.Name}' uses '{name}' of the primary constructor, which makes a hidden field of it. Put it into a field of its own.";
        }
        return null;
    }

    /// <summary>Whether a member keeps a parameter beyond the constructor; what sets a field or property at first does not.</summary>
    private static bool Keeps(MemberDeclarationSyntax member, string name) => member switch
    {
        FieldDeclarationSyntax or BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => false,
        PropertyDeclarationSyntax property => Uses(property.AccessorList, name) || Uses(property.ExpressionBody, name),
        _ => Uses(member, name),
    };

    private static bool Uses(SyntaxNode? node, string name) => node is not null && node.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Any(used => used.Identifier.ValueText == name && IsValue(used));

    /// <summary>Whether a name can be that of a parameter, and not of a member of something.</summary>
    private static bool IsValue(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax => false,
        _ => true,
    };
}
