using System.Collections;

namespace XenSdk.Abi;

/// <summary>
/// An immutable list with value equality: two are equal when their elements are, in order. The model is made of these,
/// so that an incremental generator can tell that nothing changed.
/// </summary>
public readonly struct EquatableArray<T> : IReadOnlyList<T>, IEquatable<EquatableArray<T>>
    where T : IEquatable<T>
{
    private readonly T[]? _items;

    /// <summary>Copies the items, in order.</summary>
    public EquatableArray(IEnumerable<T> items)
    {
        T[] copy = items.ToArray();
        _items = copy.Length == 0 ? null : copy;
    }

    private T[] Items => _items ?? [];

    /// <inheritdoc/>
    public int Count => Items.Length;

    /// <inheritdoc/>
    public T this[int index] => Items[index];

    /// <inheritdoc/>
    public bool Equals(EquatableArray<T> other)
    {
        T[] ours = Items, theirs = other.Items;
        if (ReferenceEquals(ours, theirs))
            return true;
        if (ours.Length != theirs.Length)
            return false;
        for (int i = 0; i < ours.Length; i++)
        {
            if (!ours[i].Equals(theirs[i]))
                return false;
        }
        return true;
    }

    /// <summary>Whether another list is this very one, which is quickly seen; equal ones need not be.</summary>
    public bool IsSame(EquatableArray<T> other) => ReferenceEquals(_items, other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Items.Length;
        foreach (T item in Items)
            hash = unchecked((hash * 31) + item.GetHashCode());
        return hash;
    }

    /// <summary>Goes through the items without making an object for it.</summary>
    public Enumerator GetEnumerator() => new(Items);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <summary>What <c>foreach</c> uses.</summary>
    public struct Enumerator
    {
        private readonly T[] _items;
        private int _at;

        internal Enumerator(T[] items)
        {
            _items = items;
            _at = -1;
        }

        /// <summary>The item.</summary>
        public readonly T Current => _items[_at];

        /// <summary>Goes to the next item.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_at < _items.Length;
    }

    /// <summary>Value equality.</summary>
    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    /// <summary>Value inequality.</summary>
    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);
}

/// <summary>Makes <see cref="EquatableArray{T}"/> values.</summary>
public static class EquatableArray
{
    /// <summary>Copies the items, in order.</summary>
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items)
        where T : IEquatable<T> => new(items);
}
