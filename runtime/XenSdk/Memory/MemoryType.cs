namespace XenSdk;

/// <summary>How the processor caches accesses to a page. The numbers are those of the PAT register's entries
/// (Intel SDM 3A, 11.12.2).</summary>
public enum MemoryType : byte
{
    /// <summary>UC: not cached, whatever the MTRRs say.</summary>
    Uncacheable = 0,

    /// <summary>WC: not cached, writes are gathered.</summary>
    WriteCombining = 1,

    /// <summary>No memory type: the entry is not for use.</summary>
    Reserved = 2,

    /// <summary>WT: cached, every write goes to memory.</summary>
    WriteThrough = 4,

    /// <summary>WP: cached for reading, writes go to memory and out of the caches.</summary>
    WriteProtected = 5,

    /// <summary>WB: cached, written to memory when it leaves the cache.</summary>
    WriteBack = 6,

    /// <summary>UC-: not cached, unless an MTRR says WC.</summary>
    UncacheableUnlessMtrr = 7,
}
