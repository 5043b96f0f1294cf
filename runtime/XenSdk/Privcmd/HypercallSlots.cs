namespace XenSdk;

/// <summary>A place in the table of a <see cref="HypercallMemory"/>: a block of pages, or none yet.</summary>
internal struct HypercallSlot
{
    /// <summary>Start of the block; 0 where the slot has none.</summary>
    public nint Address;

    /// <summary>The block has 2^Order system pages.</summary>
    public int Order;

    /// <summary>Whether it has been lent before, and so need not be zero any more.</summary>
    public bool IsUsed;

    /// <summary>Names the block's loan, and so tells one that has ended from the one that runs. Always odd: 0 names
    /// none.</summary>
    public uint Loan;

    /// <summary>The free list's link.</summary>
    public uint Next;
}

/// <summary>The table of a <see cref="HypercallMemory"/>. It grows, but no slot ever moves, so that other threads may use
/// theirs meanwhile.</summary>
internal sealed class HypercallSlots
{
    private const uint ChunkSize = 256;
    private readonly object _growing = new();
    private HypercallSlot[][] _chunks = [];
    private int _count;

    /// <summary>Slots that were ever made.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>A slot by its index, which stands below <see cref="Count"/>.</summary>
    internal ref HypercallSlot this[int index] => ref Volatile.Read(ref _chunks)[(uint)index / ChunkSize][(uint)index % ChunkSize];

    /// <summary>Makes one more slot.</summary>
    internal int Add()
    {
        lock (_growing)
        {
            if (_count == _chunks.Length * ChunkSize)
                Volatile.Write(ref _chunks, [.. _chunks, new HypercallSlot[ChunkSize]]);
            int index = _count;
            this[index].Loan = 1;
            Volatile.Write(ref _count, index + 1);
            return index;
        }
    }
}
