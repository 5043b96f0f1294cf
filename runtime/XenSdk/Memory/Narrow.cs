using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Values that Xen gives fewer bits than C#'s types have. One that does not fit overflows, rather than become another value.
/// </summary>
/// <remarks>
/// Checked arithmetic alone: of all ways to fail it is the one that a guest without a runtime has as well, since it needs no
/// exception object, and it costs one comparison.
/// </remarks>
internal static class Narrow
{
    /// <summary>The value, if it has no more than <paramref name="bits"/> bits (1 to 63).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong ToBits(ulong value, int bits)
    {
        // What an instruction can hold is compared with first: most values are below that.
        if (bits < 32 || value > int.MaxValue)
            AtMost(value, (1UL << bits) - 1);
        return value;
    }

    /// <summary>The value, if it is not above <paramref name="largest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong AtMost(ulong value, ulong largest)
    {
        _ = checked(largest - value);
        return value;
    }

    /// <summary>The value, if none of <paramref name="bits"/> is set in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Without(ulong value, ulong bits)
    {
        if ((value & bits) != 0)
            _ = checked(0UL - (value & bits));
        return value;
    }

    /// <summary>The value, if it is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong NotZero(ulong value)
    {
        _ = checked(value - 1);
        return value;
    }
}
