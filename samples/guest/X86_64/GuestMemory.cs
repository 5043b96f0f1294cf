using XenSdk;
using XenSdk.Guest;

/// <summary>
/// The memory that a PV guest starts with: its first pages stand one after the other from the image's base on, each in a
/// machine frame of its own, wherever Xen found one.
/// </summary>
internal readonly unsafe struct GuestMemory
{
    private readonly ulong* _frames;
    private readonly ulong _end;

    internal GuestMemory(in StartInfo start)
    {
        _frames = (ulong*)start.MfnList;
        Root = (Pte*)start.PtBase;
        Stack = start.PtBase + (start.NrPtFrames * Page.Size);
        _end = FindEnd(Root);
    }

    /// <summary>Virtual address of the first page.</summary>
    internal static ulong Start => GuestImage.Base;

    /// <summary>The top of the page tables that Xen has built for the guest.</summary>
    internal Pte* Root { get; }

    /// <summary>Virtual address of the stack that Xen has given us, the last of what it put there.</summary>
    internal ulong Stack { get; }

    /// <summary>Virtual address behind the last page.</summary>
    internal ulong End => _end;

    /// <summary>A page that nobody uses.</summary>
    /// <param name="number">Which one, from 0 on.</param>
    internal void* Spare(int number) => (void*)(Stack + ((ulong)(number + 1) * Page.Size));

    /// <summary>The machine frame that a page is in.</summary>
    internal MachineFrame FrameOf(void* page) => new(_frames[((ulong)page - Start) / Page.Size]);

    /// <summary>Where the guest sees a frame of its own.</summary>
    internal static void* AddressOf(MachineFrame frame)
    {
        // Xen shows every PV guest the table of which frame is which page: MACH2PHYS_VIRT_START of xen-x86_64.h.
        var pages = (ulong*)0xffff800000000000;
        return (void*)(Start + (pages[frame.Number] * Page.Size));
    }

    /// <summary>The entry of the lowest page table that maps a page; null where a table on the way is missing.</summary>
    internal Pte* EntryOf(ulong address) => EntryOf(Root, address);

    /// <summary>Where Xen finds that entry.</summary>
    internal MachineAddress EntryAddressOf(ulong address)
    {
        Pte* entry = EntryOf(address);
        var table = (void*)((ulong)entry & ~(ulong)(Page.Size - 1));
        return FrameOf(table).EntryAddress((int)((ulong)entry % Page.Size / sizeof(ulong)));
    }

    private static Pte* EntryOf(Pte* table, ulong address)
    {
        for (int level = 4; level > 1; level--)
        {
            Pte entry = table[Index(address, level)];
            if (!entry.IsPresent)
                return null;
            table = (Pte*)AddressOf(entry.Frame);
        }

        return table + Index(address, 1);
    }

    private static int Index(ulong address, int level) => (int)(address >> (Page.Shift + ((level - 1) * 9))) & (Page.Entries - 1);

    private static ulong FindEnd(Pte* root)
    {
        ulong address = Start;
        for (Pte* entry = EntryOf(root, address); entry != null && entry->IsPresent; entry = EntryOf(root, address))
            address += Page.Size;
        return address;
    }
}
