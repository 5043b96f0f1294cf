using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A frame of the machine's own memory, by number: 4096 bytes that a page-table entry can map. The frames of a PV domain
/// are scattered over the machine; the contiguous numbers that it gives them itself are <see cref="PseudoPhysicalFrame"/>.
/// </summary>
/// <remarks>
/// Unit: pages of 4096 bytes. In Xen: <c>mfn</c>. To and from the guest's own numbers only through its table
/// (<see cref="PhysicalToMachineMap"/>, <c>MMU_MACHPHYS_UPDATE</c>), so there is no conversion here.
/// </remarks>
/// <param name="number">The frame's address divided by 4096.</param>
public readonly struct MachineFrame(ulong number) : IEquatable<MachineFrame>
{
    /// <summary>The frame's address divided by 4096.</summary>
    public ulong Number { get; } = number;

    /// <summary>No frame: all ones, as Xen and its tables write it (<c>INVALID_MFN</c>).</summary>
    public static MachineFrame Invalid => new(ulong.MaxValue);

    /// <summary>Whether this is <see cref="Invalid"/>.</summary>
    public bool IsInvalid => Number == ulong.MaxValue;

    /// <summary>Where the frame starts.</summary>
    /// <exception cref="OverflowException">The number is 2^52 or more (as that of <see cref="Invalid"/>): no such address.</exception>
    public MachineAddress Address
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(checked(Number * Page.Size));
    }

    /// <summary>The address of an entry in the page table that the frame holds: what <see cref="MmuUpdates.Write"/> takes.</summary>
    /// <param name="index">Number of the entry, 0 to 511.</param>
    /// <exception cref="OverflowException">There is no such entry, or no such frame.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MachineAddress EntryAddress(int index)
        => new(Address.Value + (Narrow.AtMost((ulong)index, Page.Entries - 1) * sizeof(ulong)));

    /// <inheritdoc/>
    public bool Equals(MachineFrame other) => Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MachineFrame other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>Same frame.</summary>
    public static bool operator ==(MachineFrame left, MachineFrame right) => left.Number == right.Number;

    /// <summary>Different frames.</summary>
    public static bool operator !=(MachineFrame left, MachineFrame right) => left.Number != right.Number;

    /// <summary>The number in hexadecimal, as in <c>mfn 0x1234</c>.</summary>
    public override string ToString() => $"mfn 0x{Number:x}";
}
