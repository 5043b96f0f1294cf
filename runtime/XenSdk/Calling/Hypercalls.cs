using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The hypercalls that a guest can make over <typeparamref name="TPath"/>: every one is an extension method on this type,
/// and one that the path's kind of guest does not have does not compile.
/// </summary>
/// <remarks>
/// The members here are what those methods are made of. <c>CallWithBuffers</c> is for hypercalls whose arguments include
/// memory: the memory is held in place during the call, or copied to where Xen reaches it and back if the path asks for that.
/// The forms with <c>Long</c> are for hypercalls whose result is a <c>long</c>: all 64 bits of it arrive on every path.
/// </remarks>
/// <typeparam name="TPath">How the call is made.</typeparam>
/// <param name="path">How the call is made.</param>
public readonly struct Hypercalls<TPath>(TPath path)
    where TPath : struct, IHypercallPath
{
    /// <summary>How the call is made.</summary>
    public TPath Path { get; } = path;

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its argument; its result is an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(uint number, HypercallArgument a1)
    {
        if (TPath.LendsMemory)
            return LentCall.Make(Path, number, 1, in a1);
        fixed (byte* p1 = &a1.Buffer)
            return new(Path.Call(number, a1.Word(p1)));
    }

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(uint number, HypercallArgument a1, HypercallArgument a2)
    {
        if (TPath.LendsMemory)
            return LentCall.Make(Path, number, 2, in a1, in a2);
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2)));
    }

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3)
    {
        if (TPath.LendsMemory)
            return LentCall.Make(Path, number, 3, in a1, in a2, in a3);
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer, p3 = &a3.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2), a3.Word(p3)));
    }

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(
        uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3, HypercallArgument a4)
    {
        if (TPath.LendsMemory)
            return LentCall.Make(Path, number, 4, in a1, in a2, in a3, in a4);
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer, p3 = &a3.Buffer, p4 = &a4.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2), a3.Word(p3), a4.Word(p4)));
    }

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(
        uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3, HypercallArgument a4, HypercallArgument a5)
    {
        if (TPath.LendsMemory)
            return LentCall.Make(Path, number, 5, in a1, in a2, in a3, in a4, in a5);
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer, p3 = &a3.Buffer, p4 = &a4.Buffer, p5 = &a5.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2), a3.Word(p3), a4.Word(p4), a5.Word(p5)));
    }

    /// <summary>Makes hypercall <paramref name="number"/> without arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLong(uint number)
        => TPath.CutsResults ? LentCall.MakeLong(Path, number) : new(Path.Call(number));

    /// <summary>Makes hypercall <paramref name="number"/> with one argument; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLong(uint number, ulong a1)
        => TPath.CutsResults
            ? LentCall.MakeLong(Path, number, HypercallArgument.Value(a1))
            : new(Path.Call(number, a1));

    /// <summary>Makes hypercall <paramref name="number"/> with two arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLong(uint number, ulong a1, ulong a2)
        => TPath.CutsResults
            ? LentCall.MakeLong(Path, number, HypercallArgument.Value(a1), HypercallArgument.Value(a2))
            : new(Path.Call(number, a1, a2));

    /// <summary>Makes hypercall <paramref name="number"/> with three arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLong(uint number, ulong a1, ulong a2, ulong a3)
        => TPath.CutsResults
            ? LentCall.MakeLong(
                Path,
                number,
                HypercallArgument.Value(a1),
                HypercallArgument.Value(a2),
                HypercallArgument.Value(a3))
            : new(Path.Call(number, a1, a2, a3));

    /// <summary>Makes hypercall <paramref name="number"/> with four arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLong(uint number, ulong a1, ulong a2, ulong a3, ulong a4)
        => TPath.CutsResults
            ? LentCall.MakeLong(
                Path,
                number,
                HypercallArgument.Value(a1),
                HypercallArgument.Value(a2),
                HypercallArgument.Value(a3),
                HypercallArgument.Value(a4))
            : new(Path.Call(number, a1, a2, a3, a4));

    /// <summary>Makes hypercall <paramref name="number"/> with five arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLong(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
        => TPath.CutsResults
            ? LentCall.MakeLong(
                Path,
                number,
                HypercallArgument.Value(a1),
                HypercallArgument.Value(a2),
                HypercallArgument.Value(a3),
                HypercallArgument.Value(a4),
                HypercallArgument.Value(a5))
            : new(Path.Call(number, a1, a2, a3, a4, a5));

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its argument; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLongWithBuffers(uint number, HypercallArgument a1)
        => TPath.CutsResults ? LentCall.MakeLong(Path, number, in a1) : CallWithBuffers(number, a1);

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLongWithBuffers(uint number, HypercallArgument a1, HypercallArgument a2)
        => TPath.CutsResults ? LentCall.MakeLong(Path, number, in a1, in a2) : CallWithBuffers(number, a1, a2);

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLongWithBuffers(uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3)
        => TPath.CutsResults ? LentCall.MakeLong(Path, number, in a1, in a2, in a3) : CallWithBuffers(number, a1, a2, a3);

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLongWithBuffers(
        uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3, HypercallArgument a4)
        => TPath.CutsResults ? LentCall.MakeLong(Path, number, in a1, in a2, in a3, in a4) : CallWithBuffers(number, a1, a2, a3, a4);

    /// <summary>Makes hypercall <paramref name="number"/> with the memory of its arguments; its result is a <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HypercallResult CallLongWithBuffers(
        uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3, HypercallArgument a4, HypercallArgument a5)
        => TPath.CutsResults ? LentCall.MakeLong(Path, number, in a1, in a2, in a3, in a4, in a5) : CallWithBuffers(number, a1, a2, a3, a4, a5);
}
