using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// Where compiled code goes when a check fails. A guest catches nothing: each of these ends in the guest's own
/// <c>xensdk_check_failed</c>, which says what it was and where.
/// </summary>
/// <remarks>
/// Only checks of running code are here. What the compiler would call for a type or method that this library lacks is left
/// out on purpose, so that it refuses to compile such code.
/// </remarks>
internal static class ThrowHelpers
{
    private const int Overflow = 1;
    private const int IndexOutOfRange = 2;
    private const int DivideByZero = 3;
    private const int NullReference = 4;
    private const int InvalidUse = 5;

    internal static void ThrowOverflowException() => CheckFailed(Overflow);

    internal static void ThrowIndexOutOfRangeException() => CheckFailed(IndexOutOfRange);

    internal static void ThrowDivideByZeroException() => CheckFailed(DivideByZero);

    internal static void ThrowNullReferenceException() => CheckFailed(NullReference);

    internal static void ThrowArgumentOutOfRangeException() => CheckFailed(IndexOutOfRange);

    internal static void ThrowInvalidProgramException() => CheckFailed(InvalidUse);

    [RuntimeImport("xensdk_check_failed")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void CheckFailed(int which);
}
