using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace XenSdk.Generator;

/// <summary>
/// What is known of a method's queues at a point of it, over all ways that lead there. A queue may be empty, or have requests
/// of which the first was added at one of some places; or nothing is known of it, because somebody else has it too.
/// </summary>
internal sealed class QueueStates : IEquatable<QueueStates>
{
    /// <summary>Nothing is known of any queue.</summary>
    public static readonly QueueStates Unknown = new(ImmutableDictionary.Create<ILocalSymbol, State>(SymbolEqualityComparer.Default));

    private readonly ImmutableDictionary<ILocalSymbol, State> _states;

    private QueueStates(ImmutableDictionary<ILocalSymbol, State> states) => _states = states;

    /// <summary>The places at which requests were added that are still in any queue.</summary>
    public IEnumerable<SyntaxNode> Added => _states.Values.SelectMany(static state => state.Added);

    /// <summary>The places at which requests were added that are still in a queue.</summary>
    public IEnumerable<SyntaxNode> AddedTo(ILocalSymbol queue) => this[queue].Added;

    /// <summary>Begins a queue, or ends the batch of one.</summary>
    public QueueStates Begin(ILocalSymbol queue) => With(queue, new State(false, true, State.NoPlace));

    /// <summary>Ends the batch of a queue, if it is known.</summary>
    public QueueStates End(ILocalSymbol queue)
    {
        State state = this[queue];
        return With(queue, state with { MayBeEmpty = state.MayBeEmpty || state.Added.Count > 0, Added = State.NoPlace });
    }

    /// <summary>Adds a request to a queue. Only one that was empty gets a new first request.</summary>
    public QueueStates Add(ILocalSymbol queue, SyntaxNode place)
    {
        State state = this[queue];
        return state.MayBeEmpty ? With(queue, state with { MayBeEmpty = false, Added = state.Added.Add(place) }) : this;
    }

    /// <summary>Gives a queue away.</summary>
    public QueueStates PassOn(ILocalSymbol queue) => new(_states.Remove(queue));

    /// <summary>What is known where two ways meet.</summary>
    public QueueStates Join(QueueStates other)
    {
        QueueStates joined = this;
        foreach (ILocalSymbol queue in _states.Keys.Concat(other._states.Keys))
        {
            (State one, State two) = (this[queue], other[queue]);
            joined = joined.With(
                queue, new State(one.MayBeUnknown || two.MayBeUnknown, one.MayBeEmpty || two.MayBeEmpty, one.Added.Union(two.Added)));
        }

        return joined;
    }

    public bool Equals(QueueStates? other) =>
        other is not null && _states.Count == other._states.Count && _states.All(pair => other[pair.Key].Equals(pair.Value));

    public override bool Equals(object? obj) => Equals(obj as QueueStates);

    public override int GetHashCode() => _states.Count;

    private State this[ILocalSymbol queue] => _states.TryGetValue(queue, out State? state) ? state : State.Unknown;

    private QueueStates With(ILocalSymbol queue, State state) => new(_states.SetItem(queue, state));

    private sealed record State(bool MayBeUnknown, bool MayBeEmpty, ImmutableHashSet<SyntaxNode> Added)
    {
        internal static readonly ImmutableHashSet<SyntaxNode> NoPlace = ImmutableHashSet<SyntaxNode>.Empty;

        internal static readonly State Unknown = new(true, false, NoPlace);

        public bool Equals(State? other) =>
            other is not null && MayBeUnknown == other.MayBeUnknown && MayBeEmpty == other.MayBeEmpty && Added.SetEquals(other.Added);

        public override int GetHashCode() => Added.Count;
    }
}
