using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace XenSdk.Generator;

/// <summary>Compares the user's structs that are marked with <c>[XenLayout]</c> with the types of C that they name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UserLayoutAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Descriptors.UserLayout, Descriptors.NoSuchType, Descriptors.NotComparable, Descriptors.InternalError);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("XenSdk.XenLayoutAttribute") is not { } attribute)
                return;
            var models = new UserModels(start.Options, start.CancellationToken);
            start.RegisterSymbolAction(symbol => Analyze(symbol, attribute, models), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol attributeType, UserModels models)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Struct)
            return;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (!SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, attributeType))
                continue;
            foreach (Diagnostic found in UserLayoutCheck.Run(type, attribute, models, context.CancellationToken))
                context.ReportDiagnostic(found);
        }
    }
}
