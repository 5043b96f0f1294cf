namespace XenSdk.RealXen.Script;

/// <summary>
/// The things that the script speaks of by name. Every machine has them somewhere else; what the script prints says which of
/// them it met, never where they are.
/// </summary>
internal unsafe interface IScriptMachine
{
    /// <summary>Guest-virtual address that page tables map one of the script's pages at: ordinary memory, one page behind the
    /// other, all mapped by the same table.</summary>
    /// <param name="page">From 0 to <see cref="Script{TPath, TMachine}.Pages"/> - 1.</param>
    ulong AddressOf(int page);

    /// <summary>The machine frame that a page of the script's is in.</summary>
    MachineFrame FrameOf(int page);

    /// <summary>The table of a level that is on the way to the script's pages, 4 being the root.</summary>
    MachineFrame Table(int level);

    /// <summary>A frame of memory that has no owner.</summary>
    MachineFrame NobodysFrame { get; }

    /// <summary>A frame of <c>DOMID_XEN</c>'s.</summary>
    MachineFrame XensFrame { get; }

    /// <summary>Eight bytes of memory that the script may look at: a page of its own, or a page table.</summary>
    ulong Peek(MachineAddress address);

    /// <summary>Eight bytes at the start of the page that page tables map at an address of the script's.</summary>
    ulong Load(ulong address);

    /// <summary>Writes them.</summary>
    void Store(ulong address, ulong value);

    /// <summary>What the machine-to-physical table says of a frame.</summary>
    ulong PseudoPhysicalOf(MachineFrame frame);

    /// <summary>The pseudo-physical frame that a page of the script's is in.</summary>
    ulong PseudoPhysicalFrameOf(int page);

    /// <summary>A pointer that hypercalls can take: behind it nothing is mapped, before it a page of memory.</summary>
    byte* Edge { get; }

    /// <summary>A pointer that hypercalls can take: a page that may be read, and not be written. Its first
    /// four bytes are a number above 100.</summary>
    byte* ReadOnly { get; }

    /// <summary>The page that Xen shares with the domain.</summary>
    SharedInfoView SharedInfo { get; }
}
