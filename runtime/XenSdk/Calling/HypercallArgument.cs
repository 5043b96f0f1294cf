using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// An argument of a hypercall: a value, or memory whose address Xen gets. The memory may be the garbage collector's;
/// <see cref="Hypercalls{TPath}"/> pins it, or copies it where the path needs that, for as long as the call takes.
/// </summary>
public readonly ref struct HypercallArgument
{
    private readonly ref byte _buffer;
    private readonly ulong _value;
    private readonly nuint _length;
    private readonly HypercallDirection _direction;

    private HypercallArgument(ulong value) => _value = value;

    private HypercallArgument(ref byte buffer, nuint length, HypercallDirection direction)
    {
        _buffer = ref buffer;
        _length = length;
        _direction = direction;
    }

    /// <summary>The memory; a null reference for a value.</summary>
    public ref byte Buffer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _buffer;
    }

    /// <summary>Bytes of the memory; 0 for a value.</summary>
    public nuint Length => _length;

    /// <summary>Which way the memory travels, seen from the guest.</summary>
    public HypercallDirection Direction => _direction;

    /// <summary>Whether the argument is memory, if only of length 0; false for a value and for a null reference.</summary>
    internal bool IsMemory => !Unsafe.IsNullRef(ref _buffer);

    /// <summary>A value, as the argument register holds it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallArgument Value(ulong value) => new(value);

    /// <summary>A structure that Xen only reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HypercallArgument In<T>(in T structure)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in structure)), (nuint)sizeof(T), HypercallDirection.In);

    /// <summary>Elements that Xen only reads. How many there are goes to Xen in an argument of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HypercallArgument In<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)), (nuint)elements.Length * (nuint)sizeof(T), HypercallDirection.In);

    /// <summary>A structure that Xen reads and may write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HypercallArgument InOut<T>(ref T structure)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref structure), (nuint)sizeof(T), HypercallDirection.InOut);

    /// <summary>Elements that Xen reads and may write. How many there are goes to Xen in an argument of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HypercallArgument InOut<T>(Span<T> elements)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)), (nuint)elements.Length * (nuint)sizeof(T), HypercallDirection.InOut);

    /// <summary>A structure that Xen only writes. It is zeroed first: where Xen gives up before it writes, the caller finds
    /// zeroes, never what the memory held before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HypercallArgument Out<T>([UnscopedRef] out T structure)
        where T : unmanaged
    {
        structure = default;
        return new(ref Unsafe.As<T, byte>(ref structure), (nuint)sizeof(T), HypercallDirection.Out);
    }

    /// <summary>Elements that Xen only writes. They are zeroed first, as a single structure is. How many there are goes to
    /// Xen in an argument of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe HypercallArgument Out<T>(Span<T> elements)
        where T : unmanaged
    {
        elements.Clear();
        return new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements)), (nuint)elements.Length * (nuint)sizeof(T), HypercallDirection.Out);
    }

    /// <summary>The word for the argument register, once the memory is pinned at <paramref name="pinned"/>. Of the address
    /// and the value one is always 0, so the sum needs no branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe ulong Word(byte* pinned) => (ulong)pinned + _value;
}

/// <summary>Which way the memory behind an argument travels, seen from the guest.</summary>
public enum HypercallDirection : byte
{
    /// <summary>Xen only reads it.</summary>
    In,

    /// <summary>Xen only writes it.</summary>
    Out,

    /// <summary>Xen reads and may write it.</summary>
    InOut,
}
