using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace XenSdk.Generator;

/// <summary>What a struct's declaration says about its layout. For source that stands in attributes; in a compiled assembly
/// the compiler has put it into tables of their own.</summary>
/// <param name="Kind">How fields are placed.</param>
/// <param name="Pack"><c>StructLayout.Pack</c>; 0 where there is none.</param>
/// <param name="Size"><c>StructLayout.Size</c>; 0 where there is none.</param>
internal readonly record struct DeclaredLayout(LayoutKind Kind, int Pack, int Size)
{
    /// <summary>Reads the layout of a struct.</summary>
    public static DeclaredLayout Of(INamedTypeSymbol type)
    {
        if (MetadataOf(type) is { } metadata)
        {
            TypeDefinition definition = metadata.GetTypeDefinition((TypeDefinitionHandle)MetadataTokens.EntityHandle(type.MetadataToken));
            TypeLayout layout = definition.GetLayout();
            LayoutKind kind = (definition.Attributes & TypeAttributes.LayoutMask) switch
            {
                TypeAttributes.SequentialLayout => LayoutKind.Sequential,
                TypeAttributes.ExplicitLayout => LayoutKind.Explicit,
                _ => LayoutKind.Auto,
            };
            return new DeclaredLayout(kind, layout.PackingSize, layout.Size);
        }

        AttributeData? attribute = Find(type, "System.Runtime.InteropServices.StructLayoutAttribute");
        return attribute is null
            ? new DeclaredLayout(LayoutKind.Sequential, 0, 0)
            : new DeclaredLayout((LayoutKind)First(attribute), Named(attribute, "Pack"), Named(attribute, "Size"));
    }

    /// <summary>A field's <c>FieldOffset</c>; 0 where there is none.</summary>
    public static int OffsetOf(IFieldSymbol field)
    {
        if (MetadataOf(field) is { } metadata)
            return Math.Max(metadata.GetFieldDefinition((FieldDefinitionHandle)MetadataTokens.EntityHandle(field.MetadataToken)).GetOffset(), 0);
        AttributeData? attribute = Find(field, "System.Runtime.InteropServices.FieldOffsetAttribute");
        return attribute is null ? 0 : First(attribute);
    }

    /// <summary>The length of an inline array; 0 for another struct.</summary>
    public static int InlineLengthOf(INamedTypeSymbol type)
    {
        AttributeData? attribute = Find(type, "System.Runtime.CompilerServices.InlineArrayAttribute");
        return attribute is null ? 0 : First(attribute);
    }

    /// <summary>How many instance fields a compiled struct has, those too that the compiler does not show; null for source.</summary>
    public static int? FieldsInMetadata(INamedTypeSymbol type)
    {
        if (MetadataOf(type) is not { } metadata)
            return null;
        TypeDefinition definition = metadata.GetTypeDefinition((TypeDefinitionHandle)MetadataTokens.EntityHandle(type.MetadataToken));
        return definition.GetFields().Count(field => (metadata.GetFieldDefinition(field).Attributes & FieldAttributes.Static) == 0);
    }

    /// <summary>C's name, from <c>[NativeName]</c> on a field or on the property that it is behind; empty where there is none.</summary>
    public static string NativeNameOf(ISymbol symbol)
    {
        AttributeData? attribute = Find(symbol, "XenSdk.NativeNameAttribute");
        if (attribute is null && symbol is IFieldSymbol { AssociatedSymbol: { } property })
            attribute = Find(property, "XenSdk.NativeNameAttribute");
        return attribute is { ConstructorArguments.Length: > 0 } ? attribute.ConstructorArguments[0].Value as string ?? "" : "";
    }

    /// <summary>The tables that a symbol stands in; null for one of source.</summary>
    private static MetadataReader? MetadataOf(ISymbol symbol) =>
        symbol.MetadataToken == 0 ? null : symbol.ContainingModule?.GetMetadata()?.GetMetadataReader();

    private static AttributeData? Find(ISymbol symbol, string fullName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.ToDisplayString() == fullName)
                return attribute;
        }
        return null;
    }

    private static int First(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 0 ? 0 : Number(attribute.ConstructorArguments[0]);

    private static int Named(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return Number(argument.Value);
        }
        return 0;
    }

    private static int Number(TypedConstant constant) => constant.Kind == TypedConstantKind.Error ? 0 : constant.Value switch
    {
        int value => value,
        short value => value,
        _ => 0,
    };
}
