namespace XenSdk.Generator;

/// <summary>
/// Finds declarations that reach each other through fields: the strongly connected parts of who names whom, by Tarjan's
/// algorithm, with a stack of its own since a header can chain any number of structs. The CLR does not load two structs that
/// hold a <c>GuestPointer64</c> of one another, so pointers within such a ring are written without their type.
/// </summary>
internal sealed class PointerCycles
{
    private readonly ModelIndex _index;
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Stack<Node> _path = new();

    public PointerCycles(ModelIndex index)
    {
        _index = index;
        foreach (Declaration declaration in index.Declarations)
        {
            if (!_nodes.ContainsKey(declaration.Key))
                Visit(declaration);
        }
    }

    /// <summary>Whether what a pointer in <paramref name="holder"/> points at leads back to the holder.</summary>
    public bool Connect(string? holder, string pointee) => holder is not null
        && (holder == pointee
            || (_nodes.TryGetValue(holder, out Node? from) && _nodes.TryGetValue(pointee, out Node? to) && from.Ring == to.Ring));

    private void Visit(Declaration start)
    {
        var open = new Stack<Node>();
        open.Push(Enter(start));
        while (open.Count > 0)
        {
            Node node = open.Peek();
            if (node.Next < node.Names.Count)
            {
                string name = node.Names[node.Next++];
                if (_nodes.TryGetValue(name, out Node? known))
                    node.Lowest = known.Ring < 0 ? Math.Min(node.Lowest, known.Number) : node.Lowest;
                else if (_index.Find(name) is { } declaration)
                    open.Push(Enter(declaration));
                continue;
            }
            open.Pop();
            if (open.Count > 0)
                open.Peek().Lowest = Math.Min(open.Peek().Lowest, node.Lowest);
            if (node.Lowest == node.Number)
                CloseRing(node);
        }
    }

    private Node Enter(Declaration declaration)
    {
        var node = new Node(_nodes.Count, References.Of(declaration, _index));
        _nodes.Add(declaration.Key, node);
        _path.Push(node);
        return node;
    }

    private void CloseRing(Node first)
    {
        Node member;
        do
        {
            member = _path.Pop();
            member.Ring = first.Number;
        }
        while (member != first);
    }

    private sealed class Node(int number, IReadOnlyList<string> names)
    {
        public int Number { get; } = number;

        public IReadOnlyList<string> Names { get; } = names;

        public int Next { get; set; }

        public int Lowest { get; set; } = number;

        public int Ring { get; set; } = -1;
    }
}
