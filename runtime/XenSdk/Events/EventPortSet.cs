using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A set of ports in memory of the caller's: those that are bound to one vCPU. <see cref="EventScanner"/> leaves the others
/// to the vCPUs that they are bound to; they can share a word of PENDING bits.
/// </summary>
/// <remarks>Any vCPU may change a set at any time. Nothing is allocated; the memory must stay where it is.</remarks>
public readonly unsafe struct EventPortSet
{
    /// <summary>Bytes that a set needs, aligned to 8: one bit for each of 4096 ports.</summary>
    public const int Size = 4096 / 8;

    private readonly SharedBits _bits;

    /// <summary>A set in memory of the caller's, with the ports that the memory says: of zeroed memory none.</summary>
    /// <param name="memory"><see cref="Size"/> bytes, aligned to 8.</param>
    public EventPortSet(void* memory) => _bits = new SharedBits(memory);

    /// <summary>Adds a port.</summary>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(EventPort port) => _bits.Set(Checked(port));

    /// <summary>Takes a port out.</summary>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(EventPort port) => _bits.Clear(Checked(port));

    /// <summary>Whether a port is in the set.</summary>
    /// <exception cref="OverflowException">No such port.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(EventPort port) => _bits.Test(Checked(port));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Word(int index, int bits) => _bits.Word(index, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Checked(EventPort port) => (uint)Narrow.AtMost(port.Number, (Size * 8) - 1);
}
