namespace XenSdk;

/// <summary>
/// The bits of an x86 page-table entry beside the frame, as the processor and Xen read them: bits 0 to 11 and 63. Those
/// that are 0 in every member (12 to 51) hold the frame; bits 52 to 62 the processor ignores, and Xen keeps some of them.
/// </summary>
/// <remarks>
/// xen.h's comment on <c>mmu_update</c> lists them. It puts the frame at bits 46-13 and calls bit 12 the guest's, which no
/// processor does: the frame is at bits 51-12, as in Xen itself (<c>xen/arch/x86/include/asm/x86_64/page.h</c>).
/// </remarks>
[Flags]
public enum PteFlags : ulong
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>Bit 0: the entry maps something. Of an entry without it, all other bits are the guest's own.</summary>
    Present = 1UL << 0,

    /// <summary>Bit 1: may be written. Xen refuses it for a frame that is a page table.</summary>
    Writable = 1UL << 1,

    /// <summary>Bit 2: may be reached from user mode. A 64-bit PV kernel runs there too, and Xen sets the bit by itself.</summary>
    User = 1UL << 2,

    /// <summary>Bit 3 (PWT): lowest bit of the index into the PAT. What it means is for the table to say: <see cref="PatTable"/>.</summary>
    WriteThrough = 1UL << 3,

    /// <summary>Bit 4 (PCD): middle bit of the index into the PAT.</summary>
    CacheDisable = 1UL << 4,

    /// <summary>Bit 5: set by the processor when the page is used.</summary>
    Accessed = 1UL << 5,

    /// <summary>Bit 6: set by the processor when the page is written.</summary>
    Dirty = 1UL << 6,

    /// <summary>Bit 7: highest bit of the index into the PAT, in the entry of a 4 KiB page. In a higher table the bit would
    /// mean a large page (PSE), which a PV guest cannot make so, but by <see cref="MmuExtOps.MarkSuper"/>.</summary>
    Pat = 1UL << 7,

    /// <summary>Bit 8: stays in the TLB when the page table is switched. Xen takes care of it for PV guests.</summary>
    Global = 1UL << 8,

    /// <summary>Bit 9: the guest's own.</summary>
    Available9 = 1UL << 9,

    /// <summary>Bit 10: the guest's own.</summary>
    Available10 = 1UL << 10,

    /// <summary>Bit 11: the guest's own.</summary>
    Available11 = 1UL << 11,

    /// <summary>Bit 63 (NX): no instruction may be fetched from the page.</summary>
    NoExecute = 1UL << 63,
}
