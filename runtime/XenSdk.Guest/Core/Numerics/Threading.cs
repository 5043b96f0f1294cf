using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Reads and writes that stay where they are, and of the whole value at once.</summary>
public static class Volatile
{
    public static bool Read(ref readonly bool location) => As<bool, OfBoolean>(in location).Value;

    public static sbyte Read(ref readonly sbyte location) => As<sbyte, OfSByte>(in location).Value;

    public static byte Read(ref readonly byte location) => As<byte, OfByte>(in location).Value;

    public static short Read(ref readonly short location) => As<short, OfInt16>(in location).Value;

    public static ushort Read(ref readonly ushort location) => As<ushort, OfUInt16>(in location).Value;

    public static int Read(ref readonly int location) => As<int, OfInt32>(in location).Value;

    public static uint Read(ref readonly uint location) => As<uint, OfUInt32>(in location).Value;

    public static long Read(ref readonly long location) => (long)As<long, OfWord>(in location).Value;

    public static ulong Read(ref readonly ulong location) => As<ulong, OfWord>(in location).Value;

    public static nint Read(ref readonly nint location) => (nint)As<nint, OfWord>(in location).Value;

    public static nuint Read(ref readonly nuint location) => As<nuint, OfWord>(in location).Value;

    public static void Write(ref bool location, bool value) => As<bool, OfBoolean>(in location).Value = value;

    public static void Write(ref sbyte location, sbyte value) => As<sbyte, OfSByte>(in location).Value = value;

    public static void Write(ref byte location, byte value) => As<byte, OfByte>(in location).Value = value;

    public static void Write(ref short location, short value) => As<short, OfInt16>(in location).Value = value;

    public static void Write(ref ushort location, ushort value) => As<ushort, OfUInt16>(in location).Value = value;

    public static void Write(ref int location, int value) => As<int, OfInt32>(in location).Value = value;

    public static void Write(ref uint location, uint value) => As<uint, OfUInt32>(in location).Value = value;

    public static void Write(ref long location, long value) => As<long, OfWord>(in location).Value = (nuint)value;

    public static void Write(ref ulong location, ulong value) => As<ulong, OfWord>(in location).Value = (nuint)value;

    public static void Write(ref nint location, nint value) => As<nint, OfWord>(in location).Value = (nuint)value;

    public static void Write(ref nuint location, nuint value) => As<nuint, OfWord>(in location).Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref TVolatile As<T, TVolatile>(ref readonly T location)
        => ref Unsafe.As<T, TVolatile>(ref Unsafe.AsRef(in location));

    private struct OfBoolean
    {
        public volatile bool Value;
    }

    private struct OfSByte
    {
        public volatile sbyte Value;
    }

    private struct OfByte
    {
        public volatile byte Value;
    }

    private struct OfInt16
    {
        public volatile short Value;
    }

    private struct OfUInt16
    {
        public volatile ushort Value;
    }

    private struct OfInt32
    {
        public volatile int Value;
    }

    private struct OfUInt32
    {
        public volatile uint Value;
    }

    // C# has volatile words, but no volatile 64-bit integers; the targets of this library have 64-bit words.
    private struct OfWord
    {
        public volatile nuint Value;
    }
}

/// <summary>Operations that no other vCPU, and not Xen, can come in between.</summary>
public static class Interlocked
{
    // The first ones are written by the compiler, which has an instruction for each.

    [Intrinsic]
    public static int CompareExchange(ref int location1, int value, int comparand)
        => CompareExchange(ref location1, value, comparand);

    [Intrinsic]
    public static long CompareExchange(ref long location1, long value, long comparand)
        => CompareExchange(ref location1, value, comparand);

    [Intrinsic]
    public static int Exchange(ref int location1, int value) => Exchange(ref location1, value);

    [Intrinsic]
    public static long Exchange(ref long location1, long value) => Exchange(ref location1, value);

    [Intrinsic]
    public static void MemoryBarrier() => MemoryBarrier();

    public static uint CompareExchange(ref uint location1, uint value, uint comparand)
        => (uint)CompareExchange(ref Unsafe.As<uint, int>(ref location1), (int)value, (int)comparand);

    public static ulong CompareExchange(ref ulong location1, ulong value, ulong comparand)
        => (ulong)CompareExchange(ref Unsafe.As<ulong, long>(ref location1), (long)value, (long)comparand);

    public static uint Exchange(ref uint location1, uint value)
        => (uint)Exchange(ref Unsafe.As<uint, int>(ref location1), (int)value);

    public static ulong Exchange(ref ulong location1, ulong value)
        => (ulong)Exchange(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    public static ulong And(ref ulong location1, ulong value)
    {
        ulong seen = Volatile.Read(ref location1);
        while (true)
        {
            ulong found = CompareExchange(ref location1, seen & value, seen);
            if (found == seen)
                return seen;
            seen = found;
        }
    }

    public static ulong Or(ref ulong location1, ulong value)
    {
        ulong seen = Volatile.Read(ref location1);
        while (true)
        {
            ulong found = CompareExchange(ref location1, seen | value, seen);
            if (found == seen)
                return seen;
            seen = found;
        }
    }

    public static uint And(ref uint location1, uint value)
    {
        uint seen = Volatile.Read(ref location1);
        while (true)
        {
            uint found = CompareExchange(ref location1, seen & value, seen);
            if (found == seen)
                return seen;
            seen = found;
        }
    }

    public static uint Or(ref uint location1, uint value)
    {
        uint seen = Volatile.Read(ref location1);
        while (true)
        {
            uint found = CompareExchange(ref location1, seen | value, seen);
            if (found == seen)
                return seen;
            seen = found;
        }
    }
}
