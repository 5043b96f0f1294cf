using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The hypercalls that a guest can make over <typeparamref name="TPath"/>: every one is an extension method on this type,
/// and one that the path's kind of guest does not have does not compile.
/// </summary>
/// <typeparam name="TPath">How the call is made.</typeparam>
/// <param name="path">How the call is made.</param>
public readonly struct Hypercalls<TPath>(TPath path)
    where TPath : struct, IHypercallPath
{
    /// <summary>How the call is made.</summary>
    public TPath Path { get; } = path;

    /// <summary>Makes hypercall <paramref name="number"/>, with the memory of its argument held in place during the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(uint number, HypercallArgument a1)
    {
        fixed (byte* p1 = &a1.Buffer)
            return new(Path.Call(number, a1.Word(p1)));
    }

    /// <summary>Makes hypercall <paramref name="number"/>, with the memory of its arguments held in place during the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(uint number, HypercallArgument a1, HypercallArgument a2)
    {
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2)));
    }

    /// <summary>Makes hypercall <paramref name="number"/>, with the memory of its arguments held in place during the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3)
    {
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer, p3 = &a3.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2), a3.Word(p3)));
    }

    /// <summary>Makes hypercall <paramref name="number"/>, with the memory of its arguments held in place during the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(
        uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3, HypercallArgument a4)
    {
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer, p3 = &a3.Buffer, p4 = &a4.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2), a3.Word(p3), a4.Word(p4)));
    }

    /// <summary>Makes hypercall <paramref name="number"/>, with the memory of its arguments held in place during the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe HypercallResult CallWithBuffers(
        uint number, HypercallArgument a1, HypercallArgument a2, HypercallArgument a3, HypercallArgument a4, HypercallArgument a5)
    {
        fixed (byte* p1 = &a1.Buffer, p2 = &a2.Buffer, p3 = &a3.Buffer, p4 = &a4.Buffer, p5 = &a5.Buffer)
            return new(Path.Call(number, a1.Word(p1), a2.Word(p2), a3.Word(p3), a4.Word(p4), a5.Word(p5)));
    }
}
