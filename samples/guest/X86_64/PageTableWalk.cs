using XenSdk;
using XenSdk.Guest;

/// <summary>Walks through the page tables that we run on, from the top to the page of this very kernel.</summary>
internal static unsafe class PageTableWalk
{
    internal static void Run(GuestConsole<PvHypercallPage> console, GuestMemory memory)
    {
        ulong address = GuestImage.Start;
        Pte* table = memory.Root;
        console.WriteLine($"page tables of 0x{address:x}:");
        for (int level = 4; level >= 1; level--)
        {
            int index = (int)(address >> (Page.Shift + ((level - 1) * 9))) & (Page.Entries - 1);
            Pte entry = table[index];
            console.WriteLine($"  L{level}[{index}] = 0x{entry.Value:x}: frame 0x{entry.Frame.Number:x}, writable {(entry.Flags & PteFlags.Writable) != 0}");
            table = (Pte*)GuestMemory.AddressOf(entry.Frame);
        }

        console.WriteLine($"  the walk ends at 0x{(ulong)table:x}, where we are: {(ulong)table == address}");

        ulong present = 0;
        for (ulong page = GuestMemory.Start; page < memory.End; page += Page.Size)
            present += memory.EntryOf(page)->IsPresent ? 1u : 0;
        console.WriteLine($"  {present} pages are mapped");
    }
}
