using System.Numerics;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A set of up to 64 CPUs or vCPUs, one bit each: <c>cpumap_t</c>. Where Xen takes a pointer to a bitmap of vCPUs, it reads
/// one of these for each 64 vCPUs that the domain can have.
/// </summary>
/// <param name="bits">Bit n: number n is in the set.</param>
public readonly struct CpuMap(ulong bits) : IEquatable<CpuMap>
{
    /// <summary>Numbers that a set has room for.</summary>
    public const int Capacity = 64;

    /// <summary>Bit n: number n is in the set.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>How many are in the set.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The set of one.</summary>
    /// <param name="number">Number of the CPU or vCPU, 0 to 63.</param>
    /// <exception cref="OverflowException">No such bit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CpuMap Of(int number) => new(Bit(number));

    /// <summary>Whether a number is in the set; those above 63 are not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int number) => (uint)number < Capacity && ((Bits >> number) & 1) != 0;

    /// <summary>The set with one more.</summary>
    /// <param name="number">Number of the CPU or vCPU, 0 to 63.</param>
    /// <exception cref="OverflowException">No such bit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CpuMap With(int number) => new(Bits | Bit(number));

    /// <summary>The set with one less.</summary>
    /// <param name="number">Number of the CPU or vCPU, 0 to 63.</param>
    /// <exception cref="OverflowException">No such bit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CpuMap Without(int number) => new(Bits & ~Bit(number));

    /// <summary>The numbers in the set, lowest first.</summary>
    public Enumerator GetEnumerator() => new(Bits);

    /// <inheritdoc/>
    public bool Equals(CpuMap other) => Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CpuMap other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Bits.GetHashCode();

    /// <summary>Same set.</summary>
    public static bool operator ==(CpuMap left, CpuMap right) => left.Bits == right.Bits;

    /// <summary>Different sets.</summary>
    public static bool operator !=(CpuMap left, CpuMap right) => left.Bits != right.Bits;

    /// <summary>The bits in hexadecimal, as in <c>cpus 0x3</c>.</summary>
    public override string ToString() => $"cpus 0x{Bits:x}";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit(int number) => 1UL << (int)Narrow.AtMost((ulong)number, Capacity - 1);

    /// <summary>Walks through the numbers in a set, lowest first.</summary>
    public struct Enumerator
    {
        private ulong _left;

        internal Enumerator(ulong bits) => _left = bits;

        /// <summary>The number at hand.</summary>
        public int Current { get; private set; }

        /// <summary>Goes on to the next number.</summary>
        public bool MoveNext()
        {
            if (_left == 0)
                return false;
            Current = BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            return true;
        }
    }
}
