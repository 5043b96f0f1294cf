namespace XenSdk;

/// <summary>
/// A frame of a domain's own memory, by the number that the domain has for it: they run from 0 without large holes, as a
/// real machine's would, while the machine frames behind them lie anywhere. In Xen: <c>pfn</c>; of a domain whose memory
/// Xen translates (HVM, PVH, ARM) the same as <c>gfn</c>.
/// </summary>
/// <remarks>
/// Unit: pages of 4096 bytes. <see cref="PhysicalToMachineMap"/> leads to the machine frame; there is no arithmetic that does.
/// </remarks>
/// <param name="number">The frame's pseudo-physical address divided by 4096.</param>
public readonly struct PseudoPhysicalFrame(ulong number) : IEquatable<PseudoPhysicalFrame>
{
    /// <summary>The frame's pseudo-physical address divided by 4096.</summary>
    public ulong Number { get; } = number;

    /// <inheritdoc/>
    public bool Equals(PseudoPhysicalFrame other) => Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PseudoPhysicalFrame other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>Same frame.</summary>
    public static bool operator ==(PseudoPhysicalFrame left, PseudoPhysicalFrame right) => left.Number == right.Number;

    /// <summary>Different frames.</summary>
    public static bool operator !=(PseudoPhysicalFrame left, PseudoPhysicalFrame right) => left.Number != right.Number;

    /// <summary>The number in hexadecimal, as in <c>pfn 0x1234</c>.</summary>
    public override string ToString() => $"pfn 0x{Number:x}";
}
