using XenSdk;
using XenSdk.Guest;

/// <summary>Changes mappings in every way that Xen has for it: many at once, one by its address, and mixed with other calls.</summary>
internal static unsafe class Remapping
{
    private const int Pages = 8;
    private const PteFlags Flags = PteFlags.Present | PteFlags.Writable | PteFlags.User;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var console = new GuestConsole<PvHypercallPage>(xen);
        for (int i = 0; i < Pages; i++)
            *At(memory, i) = (ulong)i;

        // Every page shows the frame of the one at the other end.
        var updates = new MmuUpdateQueue<PvHypercallPage>(xen, stackalloc MmuUpdate[Pages + MmuUpdateQueue.Overhead]);
        for (int i = 0; i < Pages; i++)
            updates.Write(EntryOf(memory, i), Pte.Map(FrameOf(memory, Pages - 1 - i), Flags));
        FlushResult result = updates.Flush();
        var flushes = new MmuExtQueue<PvHypercallPage>(xen, stackalloc MmuExtOp[1 + MmuExtQueue.Overhead]);
        flushes.Add(MmuExtOps.TlbFlushLocal());
        if (!flushes.Flush().IsComplete)
            Panic.Because("Xen does not flush our TLB");
        console.WriteLine($"a batch of {Pages} mmu_updates: {result.Done} done; pages read {Read(memory, 0)} {Read(memory, 1)} to {Read(memory, 7)}");

        // The fifth one is refused: the frame is nobody's.
        for (int i = 0; i < Pages; i++)
            updates.Write(EntryOf(memory, i), Pte.Map(i == 4 ? new MachineFrame(0xff_ffff_ffff) : FrameOf(memory, i), Flags));
        result = updates.Flush();
        console.WriteLine($"a batch with a bad fifth: {result.Done} done, then {HypercallResult.FromError(result.Error)} for request {result.Index}, {result.Queued} still queued");
        result = updates.Resume();
        console.WriteLine($"resumed behind it: {result.Done} done, {result.Queued} queued");

        // One by one, each with its flush.
        for (int i = 0; i < Pages; i++)
            Panic.IfError(xen.UpdateVaMapping(new GuestPointer64((ulong)At(memory, i)), Pte.Map(FrameOf(memory, i), Flags), MappingFlush.LocalEntry));
        console.WriteLine($"update_va_mapping puts them back: pages read {Read(memory, 0)} {Read(memory, 1)} to {Read(memory, 7)}");

        Mixed(xen, console, memory);
    }

    private static void Mixed(Hypercalls<PvHypercallPage> xen, GuestConsole<PvHypercallPage> console, GuestMemory memory)
    {
        var queue = new MulticallQueue<PvHypercallPage>(
            xen, stackalloc MulticallEntry[4 + MulticallQueue.Overhead], stackalloc ulong[32]);
        long remap = queue.UpdateVaMapping(new GuestPointer64((ulong)At(memory, 0)), Pte.Map(FrameOf(memory, 1), Flags), MappingFlush.None);
        long version = queue.Add(MulticallOperation.XenVersion, 0, 0);
        long unknown = queue.Add((MulticallOperation)55);
        long flush = queue.Add(MmuExtOps.TlbFlushLocal());
        FlushResult result = queue.Flush();
        console.WriteLine($"one multicall: {result.Done} done, {result.Refused} refused; remap {queue[remap].Result}, version 0x{(ulong)queue[version].Result.Value:x}, unknown {queue[unknown].Result}, flush {queue[flush].Result}; page 0 reads {Read(memory, 0)}");
    }

    private static MachineAddress EntryOf(GuestMemory memory, int page) => memory.EntryAddressOf((ulong)At(memory, page));

    private static ulong* At(GuestMemory memory, int page) => (ulong*)memory.Spare(page);

    private static MachineFrame FrameOf(GuestMemory memory, int page) => memory.FrameOf(memory.Spare(page));

    private static ulong Read(GuestMemory memory, int page) => Volatile.Read(ref *At(memory, page));
}
