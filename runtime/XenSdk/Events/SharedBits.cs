using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// An array of bits in memory that Xen and every vCPU write at once. Each change is one atomic instruction, and a full
/// barrier: what was written before it is seen by whoever sees the change.
/// </summary>
/// <remarks>
/// Bits are changed in units of 32, whatever the width of a guest's words: on the little-endian machines that Xen runs on bit
/// n is at the same place in both, and Xen's own bit operations use 32 bits as well (<c>xen/arch/*/include/asm/bitops.h</c>).
/// </remarks>
internal readonly unsafe struct SharedBits(void* first)
{
    private readonly uint* _units = (uint*)first;

    /// <summary>The word of a guest with <paramref name="bits"/> bits a word, 32 or 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Word(int index, int bits)
        => bits == 64 ? Volatile.Read(ref ((ulong*)_units)[index]) : Volatile.Read(ref _units[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Test(uint bit) => (Volatile.Read(ref _units[bit >> 5]) & Mask(bit)) != 0;

    /// <summary>Sets a bit.</summary>
    /// <returns>Whether it was set before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Set(uint bit) => (Interlocked.Or(ref _units[bit >> 5], Mask(bit)) & Mask(bit)) != 0;

    /// <summary>Clears a bit.</summary>
    /// <returns>Whether it was set before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Clear(uint bit) => (Interlocked.And(ref _units[bit >> 5], ~Mask(bit)) & Mask(bit)) != 0;

    /// <summary>Clears all bits of the first word.</summary>
    /// <returns>What they were.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong TakeWord(int bits)
        => bits == 64 ? Interlocked.Exchange(ref *(ulong*)_units, 0UL) : Interlocked.Exchange(ref *_units, 0u);

    /// <summary>Sets all bits of the first word that are set in <paramref name="word"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PutWord(ulong word, int bits)
    {
        if (bits == 64)
            Interlocked.Or(ref *(ulong*)_units, word);
        else
            Interlocked.Or(ref *_units, (uint)word);
    }

    /// <summary>Sets all bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void FillWord(int index, int bits)
    {
        if (bits == 64)
            Interlocked.Exchange(ref ((ulong*)_units)[index], ulong.MaxValue);
        else
            Interlocked.Exchange(ref _units[index], uint.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(uint bit) => 1u << (int)(bit & 31);
}
