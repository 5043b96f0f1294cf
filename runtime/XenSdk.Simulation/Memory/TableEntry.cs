namespace XenSdk.Simulation;

/// <summary>An entry of a 64-bit page table, of any level.</summary>
/// <remarks>The processor's bits, and Xen's use of bit 52 (xen/arch/x86/include/asm/x86_64/page.h).</remarks>
internal readonly record struct TableEntry(ulong Value)
{
    internal const ulong Present = 1 << 0;
    internal const ulong Writable = 1 << 1;
    internal const ulong User = 1 << 2;
    internal const ulong WriteThrough = 1 << 3;
    internal const ulong CacheDisabled = 1 << 4;
    internal const ulong Accessed = 1 << 5;
    internal const ulong Dirty = 1 << 6;

    /// <summary>PAT in an L1 entry, the page size in others.</summary>
    internal const ulong PatOrSize = 1 << 7;
    internal const ulong Global = 1 << 8;
    internal const ulong Available = 7 << 9;

    /// <summary>Marks a mapping of the guest's kernel, since Xen sets <see cref="User"/> on every one.</summary>
    internal const ulong GuestKernel = 1UL << 52;
    internal const ulong AvailableHigh = 0x7FFUL << 52;
    internal const ulong NoExecute = 1UL << 63;

    internal const ulong CacheAttributes = WriteThrough | CacheDisabled | PatOrSize;

    private const ulong FrameMask = 0x000FFFFF_FFFFF000;

    /// <summary>What a guest may change in an entry without having the mapped frame looked at again.</summary>
    private const ulong Harmless = NoExecute | AvailableHigh | Available | Global | Dirty | Accessed | User;

    /// <summary>An entry that maps a frame.</summary>
    internal static TableEntry Map(ulong frame, ulong flags) => new((frame << MachineMemory.PageShift) | flags);

    internal bool IsPresent => Has(Present);

    internal bool IsWritable => Has(Writable);

    internal ulong Frame => (Value & FrameMask) >> MachineMemory.PageShift;

    internal bool Has(ulong flags) => (Value & flags) != 0;

    internal TableEntry With(ulong flags) => new(Value | flags);

    internal TableEntry Flip(ulong flags) => new(Value ^ flags);

    /// <summary>Whether the two map the same frame in the same way, but for harmless flags.</summary>
    internal bool IsLike(TableEntry other) => ((Value ^ other.Value) & ~Harmless) == 0;

    /// <summary>What Xen makes of a guest's entry: user space is told from the kernel by the global bit and bit 52. The root table
    /// may be a copy of Xen's own that the processor marks as accessed, so that the guest's is marked at once.</summary>
    internal TableEntry Adjusted(FrameType level)
    {
        if (!IsPresent)
            return this;
        if (level != FrameType.L1Table)
            return With(level == FrameType.L4Table ? User | Accessed : User);
        TableEntry entry = Has(User) ? this : With(GuestKernel | User);
        return entry.Has(GuestKernel) ? entry : entry.With(Global | User);
    }
}
