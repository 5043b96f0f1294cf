using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenSdk.Generator;

/// <summary>What the operations of a method do to its queues, one after the other as they are evaluated.</summary>
/// <param name="types">The queues.</param>
/// <param name="report">Takes the place of a request that is lost.</param>
internal sealed class QueueSteps(QueueTypes types, Action<SyntaxNode> report)
{
    // The compiler keeps the receiver of a call aside while it evaluates arguments that branch.
    private readonly Dictionary<CaptureId, ILocalSymbol> _captures = [];

    /// <summary>The states after an operation; null where it does not come to an end.</summary>
    public QueueStates? After(IOperation operation, QueueStates states)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture when Queue(capture.Value) is { } queue:
                _captures[capture.Id] = queue;
                return states;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when types.IsQueue(target.Type):
                return Assign(target.Local, assignment.Value, states);
            case IInvocationOperation call:
                return Call(call, states);
            case IPropertyReferenceOperation { Instance: { } instance } property when Queue(instance) is { } queue:
                bool isAskedFor = property.Property.Name is "Count" or "Result" && property.Parent is not IArgumentOperation;
                return AfterAll(property.Arguments, isAskedFor ? states.PassOn(queue) : states);
            case INameOfOperation:
                return states;
            case ILocalReferenceOperation or IFlowCaptureReferenceOperation:
                return Queue(operation) is { } passed ? states.PassOn(passed) : states;
            default:
                return AfterAll(operation.ChildOperations, states);
        }
    }

    /// <summary>The queue that a condition adds to, if it is whether a request was added: where it was not, the queue is as it
    /// was before.</summary>
    public ILocalSymbol? QueueOfTryAdd(IOperation condition) =>
        condition is IInvocationOperation { TargetMethod.Name: "TryAdd", Instance: { } instance } ? Queue(instance) : null;

    private QueueStates? AfterAll(IEnumerable<IOperation> operations, QueueStates? states)
    {
        foreach (IOperation operation in operations)
        {
            if (states is null)
                return null;
            states = After(operation, states);
        }

        return states;
    }

    private QueueStates? Assign(ILocalSymbol queue, IOperation value, QueueStates states)
    {
        foreach (SyntaxNode lost in states.AddedTo(queue))
            report(lost);
        if (After(value, states) is not { } after)
            return null;
        return types.IsNewQueue(value) ? after.Begin(queue) : after.PassOn(queue);
    }

    private QueueStates? Call(IInvocationOperation call, QueueStates states)
    {
        IMethodSymbol method = call.TargetMethod;
        IOperation? receiver = call.Instance ?? (method.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        QueueUse use = receiver is not null && types.IsQueue(receiver.Type) ? types.Use(method) : QueueUse.PassOn;
        ILocalSymbol? queue = use != QueueUse.PassOn ? Queue(receiver!) : null;

        // A queue that nothing names is lost with what is added to it.
        if (use == QueueUse.Add && types.IsNewQueue(receiver!))
            report(call.Syntax);

        IEnumerable<IOperation> rest = queue is null ? call.ChildOperations : call.ChildOperations.Where(child => !IsReceiver(child, receiver!));
        if (AfterAll(rest, states) is not { } after || DoesNotReturn(method))
            return null;
        if (queue is null)
            return after;
        return use switch
        {
            QueueUse.End => after.End(queue),
            // Whether it was added is in a variable, and what follows depends on it.
            QueueUse.Add when method.Name == "TryAdd" && call.Parent is not (null or IExpressionStatementOperation) => after.PassOn(queue),
            QueueUse.Add => after.Add(queue, call.Syntax),
            _ => after,
        };
    }

    private static bool IsReceiver(IOperation child, IOperation receiver) =>
        child == receiver || (child is IArgumentOperation argument && argument.Value == receiver);

    private static bool DoesNotReturn(IMethodSymbol method) =>
        method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute");

    private ILocalSymbol? Queue(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local when types.IsQueue(local.Type) && !local.Local.IsRef => local.Local,
        IFlowCaptureReferenceOperation reference when _captures.TryGetValue(reference.Id, out ILocalSymbol? captured) => captured,
        _ => null,
    };
}
