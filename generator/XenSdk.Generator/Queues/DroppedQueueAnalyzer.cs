using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenSdk.Generator;

/// <summary>Warns of requests that are added to a queue and then, on some way through the method, neither given to Xen nor
/// given up. A queue that is passed on, returned or copied is somebody else's business.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedQueueAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.DroppedQueue);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (QueueTypes.Of(start.Compilation) is { } types)
                start.RegisterOperationBlockAction(block => Analyze(block, types));
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, QueueTypes types)
    {
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block.DescendantsAndSelf().Any(operation => operation is IObjectCreationOperation && types.IsQueue(operation.Type)))
                Analyze(context, context.GetControlFlowGraph(block), types);
        }
    }

    private static void Analyze(OperationBlockAnalysisContext context, ControlFlowGraph graph, QueueTypes types)
    {
        foreach (SyntaxNode place in QueueFlow.LostRequests(graph, types))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.DroppedQueue, place.GetLocation(), NameAt(place)));

        // Functions within the method have their own queues: they cannot capture one.
        foreach (IMethodSymbol function in graph.LocalFunctions)
            Analyze(context, graph.GetLocalFunctionControlFlowGraph(function, context.CancellationToken), types);
        foreach (IFlowAnonymousFunctionOperation function in graph.Blocks
            .SelectMany(static block => block.BranchValue is null ? block.Operations : block.Operations.Add(block.BranchValue))
            .SelectMany(static operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>())
        {
            Analyze(context, graph.GetAnonymousFunctionControlFlowGraph(function, context.CancellationToken), types);
        }
    }

    /// <summary>What the queue is called where a request is added: what stands before the dot.</summary>
    private static string NameAt(SyntaxNode place) =>
        place is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } }
            ? name.Identifier.ValueText
            : "the queue";
}
