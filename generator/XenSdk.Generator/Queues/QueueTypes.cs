using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenSdk.Generator;

/// <summary>What a call does to a queue.</summary>
internal enum QueueUse
{
    /// <summary>Nothing to its requests.</summary>
    None,

    /// <summary>It adds a request.</summary>
    Add,

    /// <summary>It has Xen carry the requests out, or gives them up.</summary>
    End,

    /// <summary>It is somebody else's code, which may do either.</summary>
    PassOn,
}

/// <summary>The runtime's queues, and what their members do.</summary>
internal sealed class QueueTypes
{
    private static readonly string[] s_names = ["XenSdk.MmuUpdateQueue`1", "XenSdk.MmuExtQueue`1", "XenSdk.MulticallQueue`1"];

    private readonly HashSet<ISymbol> _queues;

    private QueueTypes(HashSet<ISymbol> queues) => _queues = queues;

    /// <summary>The queues of a compilation; null where it has none.</summary>
    public static QueueTypes? Of(Compilation compilation)
    {
        HashSet<ISymbol> queues = new(
            s_names.Select(compilation.GetTypeByMetadataName).Where(static type => type is not null)!, SymbolEqualityComparer.Default);
        return queues.Count == 0 ? null : new QueueTypes(queues);
    }

    public bool IsQueue(ITypeSymbol? type) => type is not null && _queues.Contains(type.OriginalDefinition);

    /// <summary>Whether an operation begins a queue in memory that is given up with the method. One in the memory of a field
    /// or a property can be gone on with by <c>Attach</c> later.</summary>
    public bool IsNewQueue(IOperation operation) =>
        operation is IObjectCreationOperation creation && IsQueue(creation.Type) && !creation.Arguments.Any(static argument => IsOfMember(argument.Value));

    /// <summary>What a call of a method on a queue does.</summary>
    public QueueUse Use(IMethodSymbol method)
    {
        bool isOurs = _queues.Any(queue => SymbolEqualityComparer.Default.Equals(queue.ContainingAssembly, method.ContainingAssembly));
        if (!isOurs)
            return QueueUse.PassOn;
        return method.Name switch
        {
            "Flush" or "Resume" or "Retry" or "Drop" => QueueUse.End,
            "TryAdd" => QueueUse.Add,
            // What adds returns the request's index. The steps of which that is made are the queue's own.
            _ => method.DeclaredAccessibility == Accessibility.Public && method.ReturnType.SpecialType == SpecialType.System_Int64
                ? QueueUse.Add
                : QueueUse.None,
        };
    }

    // A field's array becomes a span by a conversion, or by AsSpan.
    private static bool IsOfMember(IOperation value) => value switch
    {
        IConversionOperation conversion => IsOfMember(conversion.Operand),
        IInvocationOperation { Instance: { } instance } => IsOfMember(instance),
        IInvocationOperation { Arguments.Length: > 0 } call => IsOfMember(call.Arguments[0].Value),
        IFieldReferenceOperation or IPropertyReferenceOperation => true,
        _ => false,
    };
}
