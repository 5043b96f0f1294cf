namespace System;

public static class Math
{
    public static int Min(int left, int right) => left < right ? left : right;

    public static uint Min(uint left, uint right) => left < right ? left : right;

    public static long Min(long left, long right) => left < right ? left : right;

    public static ulong Min(ulong left, ulong right) => left < right ? left : right;

    public static nuint Min(nuint left, nuint right) => left < right ? left : right;

    public static int Max(int left, int right) => left > right ? left : right;

    public static uint Max(uint left, uint right) => left > right ? left : right;

    public static long Max(long left, long right) => left > right ? left : right;

    public static ulong Max(ulong left, ulong right) => left > right ? left : right;

    public static ulong BigMul(uint left, uint right) => (ulong)left * right;

    /// <summary>The 128 bits of a product, from four products of 32 bits.</summary>
    public static ulong BigMul(ulong left, ulong right, out ulong low)
    {
        unchecked
        {
            ulong lowLow = (ulong)(uint)left * (uint)right;
            ulong highLow = (left >> 32) * (uint)right;
            ulong lowHigh = (uint)left * (right >> 32);
            ulong middle = (lowLow >> 32) + (uint)highLow + lowHigh;
            low = (middle << 32) | (uint)lowLow;
            return ((left >> 32) * (right >> 32)) + (highLow >> 32) + (middle >> 32);
        }
    }
}
