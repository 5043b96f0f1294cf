using XenSdk;
using XenSdk.Guest;

/// <summary>Holds what Xen has set up for us against the nine rules that xen.h gives for it.</summary>
internal static unsafe class Bootstrap
{
    private const ulong FourMegabytes = 4 << 20;
    private const ulong LeastPadding = 512 << 10;

    internal static void Run(GuestConsole<PvHypercallPage> console, StartInfoView info, GuestMemory memory)
    {
        if (!info.TryGetMagic(out StartMagic magic))
            Panic.Because("start_info has no magic");
        console.WriteLine($"start_info: xen-{magic.Major}.{magic.Minor}-{magic.Platform}, {info.PageCount} pages, flags 0x{(ulong)info.Flags:x}, dom0 {info.IsInitialDomain}");
        console.WriteLine($"command line: {info.CommandLine}");

        ulong kernel = GuestImage.Start;
        ulong kernelEnd = GuestImage.End;
        ulong module = 0;
        ulong moduleEnd = kernelEnd;
        if (info.TryGetModule(out StartModule found) && found.TryGetAddress(out GuestPointer64 address))
        {
            module = address.Address;
            moduleEnd = module + found.Length;
        }

        ulong frames = info.FrameList.Address;
        ulong framesEnd = frames + (info.PageCount * sizeof(ulong));
        ulong start = StartPage(info);
        ulong tables = info.PageTableBase.Address;
        ulong stackEnd = memory.Stack + Page.Size;

        console.WriteLine($"memory from 0x{GuestMemory.Start:x} to 0x{memory.End:x}: kernel 0x{kernel:x}, frame list 0x{frames:x}, start_info 0x{start:x}, page tables 0x{tables:x}, stack 0x{memory.Stack:x}");
        Check(console, 1, "one region"u8, memory.End > stackEnd);
        Check(console, 2, "on 4 MB boundaries"u8, GuestMemory.Start % FourMegabytes == 0 && memory.End % FourMegabytes == 0);
        Check(console, 3, "starts where the kernel is loaded"u8, kernel - (kernel % FourMegabytes) == GuestMemory.Start);
        Check(console, 4, "in order"u8, kernelEnd <= (module == 0 ? frames : module) && moduleEnd <= frames && framesEnd <= start && start < tables && tables < memory.Stack);
        Check(console, 5, "packed, each on a page"u8, PageAfter(moduleEnd) == frames && PageAfter(framesEnd) == start && start + Page.Size == tables);
        Check(console, 6, "a module only if there is one"u8, module == 0 || module >= kernelEnd);
        Check(console, 7, "page after page in the frame list"u8, FrameListMaps(memory));
        Check(console, 8, "writable but for the page tables"u8, OnlyTablesAreReadOnly(memory, tables));
        Check(console, 9, "512 kB behind it"u8, memory.End - stackEnd >= LeastPadding);
    }

    private static void Check(GuestConsole<PvHypercallPage> console, int rule, ReadOnlySpan<byte> words, bool holds)
        => console.WriteLine($"rule {rule}, {words}: {(holds ? "holds"u8 : "BROKEN"u8)}");

    private static ulong StartPage(StartInfoView info)
        => PageAfter(info.FrameList.Address + (info.PageCount * sizeof(ulong)));

    private static ulong PageAfter(ulong address) => (address + Page.Size - 1) & ~(ulong)(Page.Size - 1);

    private static bool FrameListMaps(GuestMemory memory)
    {
        for (ulong address = GuestMemory.Start; address < memory.End; address += Page.Size)
        {
            if (memory.EntryOf(address)->Frame != memory.FrameOf((void*)address))
                return false;
        }

        return true;
    }

    private static bool OnlyTablesAreReadOnly(GuestMemory memory, ulong tables)
    {
        for (ulong address = GuestMemory.Start; address < memory.End; address += Page.Size)
        {
            bool isTable = address >= tables && address < memory.Stack;
            bool isWritable = (memory.EntryOf(address)->Flags & PteFlags.Writable) != 0;
            if (isTable == isWritable)
                return false;
        }

        return true;
    }
}
