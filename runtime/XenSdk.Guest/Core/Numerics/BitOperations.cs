using System.Runtime.CompilerServices;

namespace System.Numerics;

public static class BitOperations
{
    public static int TrailingZeroCount(ulong value)
    {
        if (value == 0)
            return 64;
        int count = 0;
        for (int step = 32; step != 0; step >>= 1)
        {
            if ((value & ((1ul << step) - 1)) != 0)
                continue;
            value >>= step;
            count += step;
        }

        return count;
    }

    public static int TrailingZeroCount(uint value) => value == 0 ? 32 : TrailingZeroCount((ulong)value);

    public static int LeadingZeroCount(ulong value)
    {
        if (value == 0)
            return 64;
        int count = 0;
        for (int step = 32; step != 0; step >>= 1)
        {
            if (value >> (64 - step) != 0)
                continue;
            value <<= step;
            count += step;
        }

        return count;
    }

    public static int LeadingZeroCount(uint value) => value == 0 ? 32 : LeadingZeroCount((ulong)value) - 32;

    public static int Log2(ulong value) => 63 - LeadingZeroCount(value | 1);

    public static int Log2(uint value) => 31 - LeadingZeroCount(value | 1);

    public static int PopCount(ulong value)
    {
        int count = 0;
        for (; value != 0; value &= value - 1)
            count++;
        return count;
    }

    public static int PopCount(uint value) => PopCount((ulong)value);

    public static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));
}
