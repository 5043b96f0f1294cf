using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// An argument of a hypercall that is queued: a value, or memory for Xen to read or write. The queue keeps a copy of the
/// memory, and forms its address when the call is made; what Xen wrote is read back from the queue
/// (<see cref="MulticallQueue{TPath}.Read"/>).
/// </summary>
public readonly unsafe ref struct MulticallArgument
{
    private readonly ref byte _buffer;
    private readonly ulong _value;
    private readonly nuint _length;

    private MulticallArgument(ref byte buffer, nuint length, ulong value)
    {
        _buffer = ref buffer;
        _length = length;
        _value = value;
        IsMemory = true;
    }

    private MulticallArgument(ulong value) => _value = value;

    internal bool IsMemory { get; }

    /// <summary>The value, or the bits that are ORed into the address.</summary>
    internal ulong Bits => _value;

    /// <summary>Words of 8 bytes that the memory takes in the queue.</summary>
    internal nuint Words => (_length / sizeof(ulong)) + (_length % sizeof(ulong) == 0 ? 0u : 1u);

    /// <summary>A value, as the argument register holds it. Of a type of 32 bits: zero-extended, which is right for every guest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MulticallArgument Value(ulong value) => new(value);

    /// <summary>A structure for Xen to read, and perhaps to write. It is copied now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MulticallArgument Copy<T>(in T structure)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in structure)), (nuint)sizeof(T), 0);

    /// <summary>Elements for Xen to read, and perhaps to write. They are copied now; how many there are goes to Xen in an
    /// argument of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MulticallArgument Copy<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
        => CopyWithBits(elements, 0);

    /// <summary>Zeroed memory for Xen to write a structure to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MulticallArgument Room<T>()
        where T : unmanaged
        => new(ref Unsafe.NullRef<byte>(), (nuint)sizeof(T), 0);

    /// <summary>Zeroed memory for Xen to write elements to.</summary>
    /// <param name="count">How many elements.</param>
    /// <exception cref="OverflowException"><paramref name="count"/> is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MulticallArgument Room<T>(int count)
        where T : unmanaged
        => new(ref Unsafe.NullRef<byte>(), checked((nuint)count * (nuint)sizeof(T)), 0);

    /// <summary>Elements for Xen to read, with bits of the argument that are not the address's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static MulticallArgument CopyWithBits<T>(ReadOnlySpan<T> elements, ulong bits)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)), (nuint)elements.Length * (nuint)sizeof(T), bits);

    /// <summary>Copies the memory to where the queue keeps it; the rest of the last word becomes 0.</summary>
    internal void CopyTo(ref ulong words)
    {
        nuint count = Words;
        if (count == 0)
            return;
        if (Unsafe.IsNullRef(ref _buffer))
        {
            for (nuint i = 0; i < count; i++)
                Unsafe.Add(ref words, i) = 0;
            return;
        }

        Unsafe.Add(ref words, count - 1) = 0;
        ref byte bytes = ref Unsafe.As<ulong, byte>(ref words);
        for (nuint i = 0; i < _length / sizeof(ulong); i++)
            Unsafe.Add(ref words, i) = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _buffer, i * sizeof(ulong)));
        for (nuint i = _length & ~(nuint)(sizeof(ulong) - 1); i < _length; i++)
            Unsafe.Add(ref bytes, i) = Unsafe.Add(ref _buffer, i);
    }
}
