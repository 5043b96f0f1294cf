using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A Page Attribute Table: which <see cref="MemoryType"/> each of the eight combinations of <see cref="PteFlags.Pat"/>,
/// <see cref="PteFlags.CacheDisable"/> and <see cref="PteFlags.WriteThrough"/> stands for. Xen has set one for the whole
/// machine, and a PV guest cannot have another: what its entries say is read by Xen's table, not by the guest's own habits.
/// </summary>
/// <remarks>
/// The three tables are those of xen.h's comment on <c>mmu_update</c>; that of a machine at boot is the processor's default.
/// </remarks>
/// <param name="entries">One entry a byte, that of index 0 lowest: the format of the register IA32_PAT.</param>
public readonly struct PatTable(ulong entries) : IEquatable<PatTable>
{
    /// <summary>Number of entries.</summary>
    public const int Count = 8;

    private readonly ulong _entries = entries;

    /// <summary>The table that Linux uses on bare metal. From index 0: WB, WC, UC-, UC, WB, WC, UC-, UC.</summary>
    public static PatTable Linux => new(0x00_07_01_06_00_07_01_06);

    /// <summary>The table that a machine boots with. From index 0: WB, WT, UC-, UC, WB, WT, UC-, UC.</summary>
    public static PatTable Bios => new(0x00_07_04_06_00_07_04_06);

    /// <summary>The table of Xen, and so of every PV guest. From index 0: WB, WT, UC-, UC, WC, WP, and two that are reserved.</summary>
    public static PatTable Xen => new(0x02_02_05_01_00_07_04_06);

    /// <summary>What an index stands for; only its bits 2:0 count.</summary>
    /// <param name="index">PAT (bit 7 of the entry) as bit 2, PCD (bit 4) as bit 1, PWT (bit 3) as bit 0.</param>
    public MemoryType this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (MemoryType)(byte)(_entries >> ((index & (Count - 1)) * 8));
    }

    /// <summary>Finds the lowest index that stands for a memory type.</summary>
    /// <param name="type">The memory type.</param>
    /// <param name="index">The index; 0 where there is none.</param>
    /// <returns>False where the table does not have it, and for <see cref="MemoryType.Reserved"/>, which nothing may use.</returns>
    public bool TryIndexOf(MemoryType type, out int index)
    {
        for (index = 0; index < Count; index++)
        {
            if (this[index] == type && type != MemoryType.Reserved)
                return true;
        }

        index = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(PatTable other) => _entries == other._entries;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PatTable other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.GetHashCode();

    /// <summary>Same entries.</summary>
    public static bool operator ==(PatTable left, PatTable right) => left._entries == right._entries;

    /// <summary>Different entries.</summary>
    public static bool operator !=(PatTable left, PatTable right) => left._entries != right._entries;
}
