using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// What a hypercall returned: an error where the word is one of −4095…−1, otherwise a value whose meaning is the
/// hypercall's own (often 0).
/// </summary>
/// <remarks>
/// Nothing is thrown unless <see cref="ThrowIfError"/> is called, so that the call path costs what C's costs.
/// </remarks>
/// <param name="value">The word in the result register.</param>
public readonly struct HypercallResult(long value) : IEquatable<HypercallResult>
{
    /// <summary>Errors are the negatives of 1…4095; C's <c>IS_ERR_VALUE</c> draws the same line.</summary>
    internal const ulong LowestError = unchecked((ulong)-4095L);

    /// <summary>The word as Xen returned it.</summary>
    public long Value { get; } = value;

    /// <summary>Whether Xen refused the call or could not finish it.</summary>
    public bool IsError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => unchecked((ulong)Value) >= LowestError;
    }

    /// <summary>Which error it is; <see cref="XenErrno.None"/> where it is none.</summary>
    public XenErrno Error
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsError ? (XenErrno)(int)-Value : XenErrno.None;
    }

    /// <summary>Xen's way to return an error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult FromError(XenErrno error) => new(-(long)error);

    /// <summary>Returns the result if it is no error.</summary>
    /// <exception cref="XenHypercallException">It is an error.</exception>
    public HypercallResult ThrowIfError()
    {
        if (IsError)
            Throw(Value);
        return this;
    }

    /// <inheritdoc/>
    public bool Equals(HypercallResult other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is HypercallResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Same word.</summary>
    public static bool operator ==(HypercallResult left, HypercallResult right) => left.Value == right.Value;

    /// <summary>Different words.</summary>
    public static bool operator !=(HypercallResult left, HypercallResult right) => left.Value != right.Value;

    /// <summary>The value in decimal, or the error as in <c>-EFAULT (14): bad address</c>.</summary>
    public override string ToString() => IsError
        ? $"-{Error.Name()} ({((int)Error).ToString(CultureInfo.InvariantCulture)}): {Error.Meaning()}"
        : Value.ToString(CultureInfo.InvariantCulture);

    // Apart, so that the check alone is inlined.
    [DoesNotReturn]
    private static void Throw(long value) => throw new XenHypercallException(new HypercallResult(value));
}
