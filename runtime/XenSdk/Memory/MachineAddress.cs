using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The address of a byte in the machine's own memory: what page-table entries hold, what <c>mmu_update</c> names an entry
/// by, and where <c>start_info</c> says the shared info page is. A guest cannot read or write through it before it has mapped it.
/// </summary>
/// <remarks>
/// Unit: bytes. Not a virtual address (<see cref="GuestPointer64"/>), and not a pseudo-physical one, which counts in the
/// guest's own contiguous memory (<see cref="PseudoPhysicalFrame"/>). In Xen: <c>maddr</c>, <c>paddr_t</c>.
/// </remarks>
/// <param name="value">Bytes from the start of the machine's memory.</param>
public readonly struct MachineAddress(ulong value) : IEquatable<MachineAddress>
{
    /// <summary>Bytes from the start of the machine's memory.</summary>
    public ulong Value { get; } = value;

    /// <summary>The frame that the byte is in.</summary>
    public MachineFrame Frame
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Value >> Page.Shift);
    }

    /// <summary>Bytes from the start of the frame, 0 to 4095.</summary>
    public int Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(Value & (Page.Size - 1));
    }

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    /// <exception cref="OverflowException">It would be above 2^64.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MachineAddress Plus(ulong bytes) => new(checked(Value + bytes));

    /// <inheritdoc/>
    public bool Equals(MachineAddress other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MachineAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Same byte.</summary>
    public static bool operator ==(MachineAddress left, MachineAddress right) => left.Value == right.Value;

    /// <summary>Different bytes.</summary>
    public static bool operator !=(MachineAddress left, MachineAddress right) => left.Value != right.Value;

    /// <summary>The address in hexadecimal, as in <c>ma 0x1234000</c>.</summary>
    public override string ToString() => $"ma 0x{Value:x}";
}
