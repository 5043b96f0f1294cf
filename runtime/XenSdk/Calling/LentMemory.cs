namespace XenSdk;

/// <summary>
/// Memory that a path has lent: Xen can reach it, it does not move, and it was all zero at first. Who has it gives it back
/// by <see cref="IHypercallPath.TakeBack"/>.
/// </summary>
/// <param name="address">Where it is in this process.</param>
/// <param name="length">Bytes.</param>
/// <param name="loan">What the path knows the loan by.</param>
public readonly struct LentMemory(nuint address, nuint length, ulong loan)
{
    /// <summary>Where it is in this process, and to Xen.</summary>
    public nuint Address { get; } = address;

    /// <summary>Bytes that were asked for; what lies behind them is not the borrower's.</summary>
    public nuint Length { get; } = length;

    /// <summary>What the path knows the loan by.</summary>
    public ulong Loan { get; } = loan;
}
