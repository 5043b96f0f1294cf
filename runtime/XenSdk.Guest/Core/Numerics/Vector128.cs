using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

/// <summary>Sixteen bytes that are stored at once.</summary>
[Intrinsic]
public readonly struct Vector128<T>
{
    private readonly ulong _lower;
    private readonly ulong _upper;

    internal Vector128(ulong lower, ulong upper)
    {
        _lower = lower;
        _upper = upper;
    }
}

public static class Vector128
{
    [Intrinsic]
    public static Vector128<long> Create(long e0, long e1) => new((ulong)e0, (ulong)e1);

    [Intrinsic]
    public static void StoreUnsafe<T>(this Vector128<T> source, ref T destination)
        => Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), source);
}
