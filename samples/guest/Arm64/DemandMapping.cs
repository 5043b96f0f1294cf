using XenSdk;
using XenSdk.Guest;

/// <summary>Writes to an address that nothing is mapped at: the data abort comes to C#, which maps our memory there, too.</summary>
internal static unsafe class DemandMapping
{
    private const ulong Gigabyte = 1UL << 30;

    /// <summary>XenSdk.Guest maps the first 256 GiB where they are, and nothing here.</summary>
    private const ulong Unmapped = 300 * Gigabyte;

    // An entry for a block: valid, write-back memory, inner shareable, accessed. (Arm DDI 0487, VMSAv8-64)
    private const ulong MemoryBlock = 1 | (3 << 8) | (1 << 10);

    private static ulong s_page;
    private static uint s_aborts;

    internal static void Run(GuestConsole<ArmHypercallGates> console, in DeviceTree tree)
    {
        // Any page of ours: half of the kernel's memory away from the device tree.
        fixed (DeviceTree* near = &tree)
            s_page = ((ulong)near - (32 << 20)) & ~0xffful;
        var here = (ulong*)s_page;
        var there = (ulong*)(Unmapped + (s_page % Gigabyte));
        *here = 0;

        Volatile.Write(ref *there, 0xfeed);
        console.WriteLine($"an address that was not mapped: 0x{Volatile.Read(ref *here):x} after {s_aborts} data abort");
        s_page = 0;
    }

    /// <summary>Where data aborts come. The write is done again when it returns.</summary>
    [GuestTrap(ArmExceptionClass.DataAbort)]
    internal static void OnDataAbort(ref ArmTrapFrame frame)
    {
        if (s_page == 0 || frame.FaultAddress / Gigabyte != Unmapped / Gigabyte)
            Panic.Because("a data abort that nobody waits for");
        s_aborts++;
        var table = (ulong*)ArmProcessor.ReadTranslationTable();
        table[Unmapped / Gigabyte] = (s_page - (s_page % Gigabyte)) | MemoryBlock;
        ArmProcessor.InvalidateTranslations();
    }
}
