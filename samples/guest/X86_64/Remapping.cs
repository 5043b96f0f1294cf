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
        Span<MmuUpdate> updates = stackalloc MmuUpdate[Pages];
        for (int i = 0; i < Pages; i++)
            updates[i] = MmuUpdates.Write(memory.EntryAddressOf((ulong)At(memory, i)), Pte.Map(FrameOf(memory, Pages - 1 - i), Flags));
        HypercallResult result = xen.MmuUpdate(updates, out uint done, ForeignDomain.Self.Value);
        MmuExtOp flush = MmuExtOps.TlbFlushLocal();
        Panic.IfError(xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in flush), out _, ForeignDomain.Self.Value));
        console.WriteLine($"a batch of {Pages} mmu_updates: {result}, {done} done; pages read {Read(memory, 0)} {Read(memory, 1)} to {Read(memory, 7)}");

        // The fifth one is refused: the frame is nobody's.
        for (int i = 0; i < Pages; i++)
            updates[i] = MmuUpdates.Write(memory.EntryAddressOf((ulong)At(memory, i)), Pte.Map(FrameOf(memory, i), Flags));
        updates[4] = MmuUpdates.Write(memory.EntryAddressOf((ulong)At(memory, 4)), Pte.Map(new MachineFrame(0xff_ffff_ffff), Flags));
        result = xen.MmuUpdate(updates, out done, ForeignDomain.Self.Value);
        console.WriteLine($"a batch with a bad fifth: {result}, {done} done");

        // The rest, one by one, each with its flush.
        for (int i = 0; i < Pages; i++)
            Panic.IfError(xen.UpdateVaMapping(new GuestPointer64((ulong)At(memory, i)), Pte.Map(FrameOf(memory, i), Flags), MappingFlush.LocalEntry));
        console.WriteLine($"update_va_mapping puts them back: pages read {Read(memory, 0)} {Read(memory, 1)} to {Read(memory, 7)}");

        Mixed(xen, console, memory, flush);
    }

    private static void Mixed(Hypercalls<PvHypercallPage> xen, GuestConsole<PvHypercallPage> console, GuestMemory memory, MmuExtOp flush)
    {
        Span<MulticallEntry> calls = stackalloc MulticallEntry[4];
        calls.Clear();
        calls[0].Op = HypercallNumber.UpdateVaMapping;
        calls[0].Args[0] = (ulong)At(memory, 0);
        calls[0].Args[1] = Pte.Map(FrameOf(memory, 1), Flags).Value;
        calls[1].Op = HypercallNumber.XenVersion;
        calls[2].Op = (HypercallNumber)55;
        calls[3].Op = HypercallNumber.MmuExtOp;
        calls[3].Args[0] = (ulong)&flush;
        calls[3].Args[1] = 1;
        calls[3].Args[3] = (ulong)DomainId.Self;
        HypercallResult result = xen.Multicall(calls);
        console.WriteLine($"one multicall: {result}; remap {calls[0].Result}, version 0x{(ulong)calls[1].Result:x}, unknown {calls[2].Result}, flush {calls[3].Result}; page 0 reads {Read(memory, 0)}");
    }

    private static ulong* At(GuestMemory memory, int page) => (ulong*)memory.Spare(page);

    private static MachineFrame FrameOf(GuestMemory memory, int page) => memory.FrameOf(memory.Spare(page));

    private static ulong Read(GuestMemory memory, int page) => Volatile.Read(ref *At(memory, page));
}
