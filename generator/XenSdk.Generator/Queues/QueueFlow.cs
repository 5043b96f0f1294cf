using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenSdk.Generator;

/// <summary>Follows every way through a method, and finds the requests that are still in a queue at the end of one.</summary>
/// <remarks>A way that ends with an exception is none: who gets it knows that not all was done. Of what a handler of an
/// exception finds nothing is known, since the exception can have come from anywhere.</remarks>
internal sealed class QueueFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly QueueSteps _steps;
    private readonly HashSet<SyntaxNode> _lost = [];

    private QueueFlow(ControlFlowGraph graph, QueueTypes types)
    {
        _graph = graph;
        _steps = new QueueSteps(types, place => _lost.Add(place));
    }

    /// <summary>The places at which requests are added that can be lost, in order.</summary>
    public static IEnumerable<SyntaxNode> LostRequests(ControlFlowGraph graph, QueueTypes types)
    {
        var flow = new QueueFlow(graph, types);
        flow.Run(graph.Root, QueueStates.Unknown);
        return flow._lost.OrderBy(static place => place.SpanStart);
    }

    /// <summary>Follows the ways through a region of the method, from its first block.</summary>
    /// <returns>The states at its end; null if there is no way to it.</returns>
    private QueueStates? Run(ControlFlowRegion region, QueueStates start)
    {
        Dictionary<BasicBlock, QueueStates> entries = new() { [_graph.Blocks[region.FirstBlockOrdinal]] = start };
        foreach (ControlFlowRegion handler in Handlers(region))
            entries[_graph.Blocks[handler.FirstBlockOrdinal]] = QueueStates.Unknown;
        Queue<BasicBlock> work = new(entries.Keys.OrderBy(static block => block.Ordinal));
        QueueStates? end = null;
        while (work.Count > 0)
        {
            BasicBlock block = work.Dequeue();
            if (block.Kind == BasicBlockKind.Exit)
            {
                _lost.UnionWith(entries[block].Added);
                continue;
            }

            foreach ((ControlFlowBranch branch, QueueStates after) in Leave(block, entries[block]))
            {
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                {
                    end = end?.Join(after) ?? after;
                    continue;
                }

                if (branch.Destination is not { } next || ThroughFinally(branch, after) is not { } arriving)
                    continue;
                QueueStates joined = entries.TryGetValue(next, out QueueStates? known) ? known.Join(arriving) : arriving;
                if (joined.Equals(known))
                    continue;
                entries[next] = joined;
                work.Enqueue(next);
            }
        }

        return end;
    }

    /// <summary>The branches out of a block, with the states on each.</summary>
    private IEnumerable<(ControlFlowBranch Branch, QueueStates States)> Leave(BasicBlock block, QueueStates states)
    {
        foreach (IOperation operation in block.Operations)
        {
            if (_steps.After(operation, states) is not { } after)
                yield break;
            states = after;
        }

        QueueStates? decided = block.BranchValue is { } value ? _steps.After(value, states) : states;
        if (decided is null)
            yield break;
        bool isTryAdd = block.BranchValue is { } condition && block.ConditionKind != ControlFlowConditionKind.None
            && _steps.QueueOfTryAdd(condition) is not null;
        if (block.ConditionalSuccessor is { } conditional)
            yield return (conditional, isTryAdd && block.ConditionKind == ControlFlowConditionKind.WhenFalse ? states : decided);
        if (block.FallThroughSuccessor is { } fallThrough)
            yield return (fallThrough, isTryAdd && block.ConditionKind == ControlFlowConditionKind.WhenTrue ? states : decided);
    }

    private QueueStates? ThroughFinally(ControlFlowBranch branch, QueueStates states)
    {
        QueueStates? through = states;
        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            if (through is not null)
                through = Run(region, through);
        }

        return through;
    }

    private static IEnumerable<ControlFlowRegion> Handlers(ControlFlowRegion region)
    {
        foreach (ControlFlowRegion nested in region.NestedRegions)
        {
            if (nested.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter)
                yield return nested;
            foreach (ControlFlowRegion handler in Handlers(nested))
                yield return handler;
        }
    }
}
