using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The words of a multicall's entry are 64 bits wide on ARM, of whatever width its registers are. Xen ends a 32-bit domain
/// whose argument has a bit set in the upper half (<c>check_multicall_32bit_clean</c>, xen/arch/arm/traps.c), and stores a
/// 32-bit result without its sign.
/// </summary>
internal static class RegisterWord
{
    /// <summary>An argument, zero-extended from the width of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe ulong Of(ulong argument) => Of(argument, sizeof(nuint));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(ulong argument, int registerBytes) => registerBytes == sizeof(uint) ? (uint)argument : argument;

    /// <summary>A result, with the sign that the register had.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe long Result(long word) => Result(word, sizeof(nuint));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Result(long word, int registerBytes) => registerBytes == sizeof(uint) ? (int)word : word;

    /// <summary>Whether a result is an error, of those that <see cref="HypercallResult.IsError"/> tells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe bool IsError(long word)
        => sizeof(nuint) == sizeof(uint) ? new HypercallResult((int)word).IsError : (ulong)word >= HypercallResult.LowestError;
}
