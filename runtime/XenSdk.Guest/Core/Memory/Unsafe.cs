namespace System.Runtime.CompilerServices;

// ilc writes the bodies itself; those here are what stands in their place, and are not compiled.
#pragma warning disable CS8500
public static unsafe class Unsafe
{
    [Intrinsic]
    public static int SizeOf<T>() => sizeof(T);

    [Intrinsic]
    public static void* AsPointer<T>(ref readonly T value) => null;

    [Intrinsic]
    public static T As<T>(object? o)
        where T : class => As<T>(o);

    [Intrinsic]
    public static ref TTo As<TFrom, TTo>(ref TFrom source) => ref As<TFrom, TTo>(ref source);

    [Intrinsic]
    public static ref T Add<T>(ref T source, int elementOffset) => ref Add(ref source, elementOffset);

    [Intrinsic]
    public static ref T Add<T>(ref T source, nint elementOffset) => ref Add(ref source, elementOffset);

    [Intrinsic]
    public static ref T Add<T>(ref T source, nuint elementOffset) => ref Add(ref source, elementOffset);

    [Intrinsic]
    public static ref T AddByteOffset<T>(ref T source, nint byteOffset) => ref AddByteOffset(ref source, byteOffset);

    [Intrinsic]
    public static ref T AddByteOffset<T>(ref T source, nuint byteOffset) => ref AddByteOffset(ref source, byteOffset);

    [Intrinsic]
    public static ref T Subtract<T>(ref T source, int elementOffset) => ref Subtract(ref source, elementOffset);

    [Intrinsic]
    public static nint ByteOffset<T>(ref readonly T origin, ref readonly T target) => ByteOffset(in origin, in target);

    [Intrinsic]
    public static bool AreSame<T>(ref readonly T left, ref readonly T right) => AreSame(in left, in right);

    [Intrinsic]
    public static bool IsAddressGreaterThan<T>(ref readonly T left, ref readonly T right) => IsAddressGreaterThan(in left, in right);

    [Intrinsic]
    public static bool IsAddressLessThan<T>(ref readonly T left, ref readonly T right) => IsAddressLessThan(in left, in right);

    [Intrinsic]
    public static ref T AsRef<T>(void* source) => ref *(T*)source;

    [Intrinsic]
    public static ref T AsRef<T>(scoped ref readonly T source) => ref AsRef(in source);

    [Intrinsic]
    public static bool IsNullRef<T>(ref readonly T source) => IsNullRef(in source);

    [Intrinsic]
    public static ref T NullRef<T>() => ref AsRef<T>(null);

    [Intrinsic]
    public static void SkipInit<T>(out T value) => SkipInit(out value);

    [Intrinsic]
    public static T ReadUnaligned<T>(void* source) => ReadUnaligned<T>(source);

    [Intrinsic]
    public static T ReadUnaligned<T>(ref readonly byte source) => ReadUnaligned<T>(in source);

    [Intrinsic]
    public static void WriteUnaligned<T>(void* destination, T value) => WriteUnaligned(destination, value);

    [Intrinsic]
    public static void WriteUnaligned<T>(ref byte destination, T value) => WriteUnaligned(ref destination, value);

    [Intrinsic]
    public static T Read<T>(void* source) => *(T*)source;

    [Intrinsic]
    public static void Write<T>(void* destination, T value) => *(T*)destination = value;

    [Intrinsic]
    public static void InitBlockUnaligned(ref byte startAddress, byte value, uint byteCount)
        => InitBlockUnaligned(ref startAddress, value, byteCount);

    [Intrinsic]
    public static void CopyBlockUnaligned(ref byte destination, ref readonly byte source, uint byteCount)
        => CopyBlockUnaligned(ref destination, in source, byteCount);

    [Intrinsic]
    public static TTo BitCast<TFrom, TTo>(TFrom source) => ReadUnaligned<TTo>(ref As<TFrom, byte>(ref source));
}
