namespace XenSdk.Simulation;

/// <summary>
/// The memory of the simulated machine: frames of 4096 bytes with an owner, a type and an entry in the machine-to-physical
/// table. Frame <c>n</c> starts at machine address <c>n × 4096</c>; what lies behind the last is no memory.
/// </summary>
/// <remarks>It is apart from the memory of the process, where the buffers of hypercalls are: machine addresses and the
/// virtual addresses that page tables translate mean something in here only.</remarks>
public sealed unsafe class MachineMemory : IDisposable
{
    /// <summary>What the machine-to-physical table says of a frame that has no place in a guest's memory.</summary>
    public const ulong NoPseudoPhysical = ulong.MaxValue;

    internal const int PageShift = 12;
    internal const int PageSize = 1 << PageShift;
    /// <summary>How many bits an address of the machine has; there is neither memory nor a device beyond.</summary>
    internal const int PhysicalAddressBits = 46;
    internal const int EntriesPerTable = PageSize / sizeof(ulong);

    private readonly Frame[] _frames;
    private ulong* _words;

    internal MachineMemory(int frames)
    {
        _frames = new Frame[frames];
        Array.Fill(_frames, new Frame { Owner = DomainId.Invalid, PseudoPhysical = NoPseudoPhysical });
        _words = (ulong*)SharedPages.Map((nuint)frames * PageSize);
    }

    /// <summary>How many frames the machine has.</summary>
    public int FrameCount => _frames.Length;

    /// <summary>A frame as it stands now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The machine has no such frame.</exception>
    public SimulatedFrame this[ulong frame]
    {
        get
        {
            ref Frame found = ref At(frame);
            return new(found.Owner, found.Type, found.TypeCount, found.IsPinned, found.PseudoPhysical);
        }
    }

    /// <summary>Reads eight bytes.</summary>
    /// <param name="machineAddress">A multiple of 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no memory, or the address is not a multiple of 8.</exception>
    public ulong Read(ulong machineAddress) => Word(machineAddress);

    /// <summary>Writes eight bytes, as nobody but Xen can: unchecked, page tables included.</summary>
    /// <param name="machineAddress">A multiple of 8.</param>
    /// <param name="value">What to write.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no memory, or the address is not a multiple of 8.</exception>
    public void Write(ulong machineAddress, ulong value) => Word(machineAddress) = value;

    /// <summary>Gives a free frame to a domain, the one with the highest number.</summary>
    /// <param name="owner">The domain, or <see cref="DomainId.Xen"/>.</param>
    /// <returns>The frame's number.</returns>
    /// <exception cref="InvalidOperationException">No frame is free.</exception>
    public ulong Allocate(DomainId owner)
    {
        int frame = Array.FindLastIndex(_frames, static frame => frame.Owner == DomainId.Invalid);
        if (frame < 0)
            throw new InvalidOperationException($"All {FrameCount} frames of the simulated machine have an owner. Start SimulatedXen with more.");
        _frames[frame].Owner = owner;

        // The privileged may map Xen's to read (share_xen_page_with_privileged_guests): in use for ever, and as no table.
        _frames[frame].TypeCount = owner == DomainId.Xen ? 1 : 0;
        return (ulong)frame;
    }

    /// <summary>Frees the machine's memory.</summary>
    public void Dispose()
    {
        if (_words == null)
            return;
        SharedPages.Unmap((nint)_words, (nuint)FrameCount * PageSize);
        _words = null;
    }

    /// <summary>Maps a frame at one more address, in place of what is mapped there.</summary>
    internal void MapAt(ulong frame, nint address, bool writable)
        => SharedPages.MapAgain(AddressOf(frame), PageSize, address, writable);

    /// <summary>Where a frame is in this process.</summary>
    internal nint AddressOf(ulong frame)
    {
        ObjectDisposedException.ThrowIf(_words == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, (ulong)_frames.Length);
        return (nint)_words + (nint)(frame << PageShift);
    }

    /// <summary>The bytes of a frame.</summary>
    internal Span<byte> Bytes(ulong frame) => new((void*)AddressOf(frame), PageSize);

    internal bool Has(ulong frame) => frame < (ulong)_frames.Length;

    internal bool IsOwnedBy(ulong frame, DomainId owner) => Has(frame) && _frames[frame].Owner == owner;

    internal ref Frame At(ulong frame)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, (ulong)_frames.Length);
        return ref _frames[frame];
    }

    internal ref ulong Word(ulong machineAddress)
    {
        ObjectDisposedException.ThrowIf(_words == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(machineAddress >> PageShift, (ulong)_frames.Length, nameof(machineAddress));
        ArgumentOutOfRangeException.ThrowIfNotEqual(machineAddress % sizeof(ulong), 0UL, nameof(machineAddress));
        return ref _words[machineAddress / sizeof(ulong)];
    }

    /// <summary>The machine address of a table's entry.</summary>
    internal static ulong EntryAddress(ulong table, int index) => (table << PageShift) + ((ulong)index * sizeof(ulong));

    /// <summary>Which entry of a table of a level translates a virtual address.</summary>
    internal static int SlotOf(ulong virtualAddress, FrameType level)
    {
        const int bitsPerLevel = 9;
        return (int)(virtualAddress >> (PageShift + (bitsPerLevel * (level - FrameType.L1Table)))) & (EntriesPerTable - 1);
    }

    internal struct Frame
    {
        internal DomainId Owner;
        internal FrameType Type;
        internal int TypeCount;
        internal bool IsValidated;
        internal bool IsPinned;
        internal ulong PseudoPhysical;

        /// <summary>Of a table: how many of its entries show other tables of its own level, or, below zero, how many entries of
        /// such show it (<c>linear_pt_count</c>).</summary>
        internal int LinearCount;
    }
}
