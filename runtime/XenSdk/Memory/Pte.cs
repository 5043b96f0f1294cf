using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// An x86 page-table entry of 8 bytes, with a machine frame in it, as Xen wants it from a PV guest of 64 or 32 bits (PAE).
/// The default value maps nothing.
/// </summary>
/// <remarks>What the bits are: <see cref="PteFlags"/>. How to write one into a page table: <see cref="MmuUpdates"/>.</remarks>
/// <param name="value">The entry as memory holds it.</param>
public readonly struct Pte(ulong value) : IEquatable<Pte>
{
    /// <summary>Bits of a frame number: the processor has room for machine addresses of 52 bits.</summary>
    private const int FrameBits = 40;

    private const ulong FrameMask = ((1UL << FrameBits) - 1) << Page.Shift;

    private const ulong CachingMask = (ulong)(PteFlags.Pat | PteFlags.CacheDisable | PteFlags.WriteThrough);

    /// <summary>The entry as memory holds it: <c>val</c> of <c>mmu_update</c>.</summary>
    public ulong Value { get; } = value;

    /// <summary>The entry that maps a frame.</summary>
    /// <param name="frame">What to map; below 2^40.</param>
    /// <param name="flags">How; bits 51:12 must be 0.</param>
    /// <exception cref="OverflowException">The frame's number (<see cref="MachineFrame.Invalid"/> among others) or a flag
    /// does not fit into its place in the entry.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pte Map(MachineFrame frame, PteFlags flags)
        => new((Narrow.ToBits(frame.Number, FrameBits) << Page.Shift) | Narrow.Without((ulong)flags, FrameMask));

    /// <summary>The frame at bits 51:12. Of an entry that is not present it means what the guest wants it to mean.</summary>
    public MachineFrame Frame
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((Value & FrameMask) >> Page.Shift);
    }

    /// <summary>Every bit that is not the frame's.</summary>
    public PteFlags Flags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (PteFlags)(Value & ~FrameMask);
    }

    /// <summary>Whether the entry maps something.</summary>
    public bool IsPresent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Value & (ulong)PteFlags.Present) != 0;
    }

    /// <summary>The index into the PAT that the entry has: 0 to 7. Meant for the entries of 4 KiB pages; in a higher table
    /// bit 7 is not part of it.</summary>
    public int PatIndex
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(((Value >> 5) & 4) | ((Value >> 3) & 3));
    }

    /// <summary>The same entry with <paramref name="flags"/> set.</summary>
    /// <exception cref="OverflowException">Not a flag: a bit of the frame.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pte With(PteFlags flags) => new(Value | Narrow.Without((ulong)flags, FrameMask));

    /// <summary>The same entry with <paramref name="flags"/> cleared.</summary>
    /// <exception cref="OverflowException">Not a flag: a bit of the frame.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pte Without(PteFlags flags) => new(Value & ~Narrow.Without((ulong)flags, FrameMask));

    /// <summary>The same entry with another index into the PAT; only bits 2:0 of <paramref name="index"/> count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pte WithPatIndex(int index)
        => new((Value & ~CachingMask) | (((ulong)index & 4) << 5) | (((ulong)index & 3) << 3));

    /// <summary>
    /// The entry that means by one table what this one means by another: bits 7, 4 and 3 change, and nothing else.
    /// </summary>
    /// <remarks>For present entries of 4 KiB pages: elsewhere these bits mean something else and must stay as they are.</remarks>
    /// <param name="from">The table that this entry was made for.</param>
    /// <param name="to">The table that the result is read by.</param>
    /// <param name="translated">The result; an empty entry where there is none.</param>
    /// <returns>False where <paramref name="to"/> has no such memory type, or <paramref name="from"/> says that the index is
    /// reserved: no entry can then mean the same, and to choose one that comes close is for the caller.</returns>
    public bool TryTranslateCaching(PatTable from, PatTable to, out Pte translated)
    {
        bool found = to.TryIndexOf(from[PatIndex], out int index);
        translated = found ? WithPatIndex(index) : default;
        return found;
    }

    /// <summary>
    /// For Xen, an entry that was made as on Linux without Xen: write-combining (PWT) becomes PAT, and so on. All eight
    /// combinations have a counterpart.
    /// </summary>
    /// <remarks>For present entries of 4 KiB pages, as <see cref="TryTranslateCaching"/>.</remarks>
    public Pte LinuxToXen()
    {
        _ = TryTranslateCaching(PatTable.Linux, PatTable.Xen, out Pte translated);
        return translated;
    }

    /// <summary>As Linux without Xen would have it, an entry that was made for Xen: PAT becomes PWT, and so on.</summary>
    /// <remarks>For present entries of 4 KiB pages, as <see cref="TryTranslateCaching"/>.</remarks>
    /// <param name="linux">The result; an empty entry where there is none.</param>
    /// <returns>False for write-through and write-protected, which Linux's table does not have, and for Xen's two reserved
    /// combinations.</returns>
    public bool TryXenToLinux(out Pte linux) => TryTranslateCaching(PatTable.Xen, PatTable.Linux, out linux);

    /// <inheritdoc/>
    public bool Equals(Pte other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Pte other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Same entry.</summary>
    public static bool operator ==(Pte left, Pte right) => left.Value == right.Value;

    /// <summary>Different entries.</summary>
    public static bool operator !=(Pte left, Pte right) => left.Value != right.Value;

    /// <summary>The entry in hexadecimal, as in <c>pte 0x8000000001234067</c>.</summary>
    public override string ToString() => $"pte 0x{Value:x}";
}
