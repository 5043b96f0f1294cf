using XenSdk;
using XenSdk.Guest;

/// <summary>Takes a page out of the page tables and writes to it: the page fault comes to C#, which puts it back.</summary>
internal static unsafe class DemandPaging
{
    private const int PageFault = 14;
    private const ulong IsWrite = 2;

    private static ulong s_page;
    private static Pte s_entry;
    private static uint s_faults;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var console = new GuestConsole<PvHypercallPage>(xen);
        var page = (ulong*)memory.Spare(0);
        s_page = (ulong)page;
        s_entry = *memory.EntryOf(s_page);
        Panic.IfError(xen.UpdateVaMapping(new GuestPointer64(s_page), default, MappingFlush.LocalEntry));

        Volatile.Write(ref *page, 0xfeed);
        console.WriteLine($"a page that was not mapped: 0x{Volatile.Read(ref *page):x} after {s_faults} page fault");
        s_page = 0;
    }

    /// <summary>Where page faults come. The write is done again when it returns.</summary>
    [GuestTrap(PageFault)]
    internal static void OnPageFault(ref TrapFrame frame)
    {
        if (s_page == 0 || (frame.ErrorCode & IsWrite) == 0)
            Panic.Because("a page fault that nobody waits for");
        s_faults++;
        Panic.IfError(new Hypercalls<PvHypercallPage>().UpdateVaMapping(new GuestPointer64(s_page), s_entry, MappingFlush.LocalEntry));
    }
}
