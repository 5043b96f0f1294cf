using XenSdk;
using XenSdk.Guest;

/// <summary>The commands of mmuext_op.</summary>
internal static unsafe class MmuExtended
{
    private const HypercallNumber Call = HypercallNumber.MmuExtOp;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        Pinning(xen, memory);
        BasePointer(xen, memory);
        Flushes(xen, memory);
        Contents(xen, memory);

        var first = new MachineFrame(memory.FrameOf(memory.Spare(0)).Number & ~511ul);
        Table.Refusal(Call, "MMUEXT_MARK_SUPER"u8, Do(xen, MmuExtOps.MarkSuper(first)), XenErrno.EOPNOTSUPP);
        Table.Refusal(Call, "MMUEXT_UNMARK_SUPER"u8, Do(xen, MmuExtOps.UnmarkSuper(first)), XenErrno.EOPNOTSUPP);
        Table.Refusal(Call, "command 14, which is none"u8, Do(xen, new MmuExtOp { Cmd = (MmuExtCommand)14 }), XenErrno.ENOSYS);

        HypercallResult result = xen.MmuExtOp(
            [MmuExtOps.TlbFlushLocal(), new MmuExtOp { Cmd = (MmuExtCommand)14 }, MmuExtOps.TlbFlushLocal()], out uint done, ForeignDomain.Self.Value);
        Table.Effect(Call, "three commands, the second is none"u8, result, HypercallResult.FromError(XenErrno.ENOSYS), "one was done"u8, done == 1);
        Unread(xen);
    }

    /// <summary>Carries out one command.</summary>
    internal static HypercallResult Do(Hypercalls<PvHypercallPage> xen, MmuExtOp operation)
        => xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in operation), out _, ForeignDomain.Self.Value);

    private static void Unread(Hypercalls<PvHypercallPage> xen)
    {
        const ulong xensMemory = 0xffff_8300_0000_0000;
        uint done = 5;
        HypercallResult result = xen.MmuExtOp(new GuestPointer64<MmuExtOp>(8), 1, &done, ForeignDomain.Self.Value);
        Table.Effect(Call, "a command at address 8, where nothing is"u8, result, HypercallResult.FromError(XenErrno.EFAULT), "none was done"u8, done == 0);
        done = 5;
        result = xen.MmuExtOp(new GuestPointer64<MmuExtOp>(xensMemory), 1, &done, ForeignDomain.Self.Value);
        Table.Effect(Call, "a command in Xen's memory"u8, result, HypercallResult.FromError(XenErrno.EFAULT), "done is not written"u8, done == 5);
        MmuExtOp flush = MmuExtOps.TlbFlushLocal();
        result = xen.MmuExtOp(&flush, 1, &done, 77);
        Table.Effect(Call, "a command for domain 77, which is none"u8, result, HypercallResult.FromError(XenErrno.ESRCH), "done is not written"u8, done == 5);
    }

    private static void Pinning(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var tables = new OwnTables(memory, 0);
        Table.Refusal(Call, "MMUEXT_PIN_L4_TABLE on tables that are writable"u8, Do(xen, MmuExtOps.PinL4Table(tables.FrameOf(4))), XenErrno.EINVAL);
        tables.SetWritable(xen, false);

        for (int level = 1; level <= 4; level++)
        {
            MachineFrame frame = tables.FrameOf(level);
            HypercallResult pinned = Do(xen, level switch
            {
                1 => MmuExtOps.PinL1Table(frame),
                2 => MmuExtOps.PinL2Table(frame),
                3 => MmuExtOps.PinL3Table(frame),
                _ => MmuExtOps.PinL4Table(frame),
            });
            bool isHeld = tables.SetWritable(xen, level, true).Error == XenErrno.EBUSY;
            Table.Effect(Call, NameOfPin(level), pinned, "a writable mapping of the table is refused (EBUSY)"u8, isHeld);

            HypercallResult unpinned = Do(xen, MmuExtOps.UnpinTable(frame));
            bool isFree = !tables.SetWritable(xen, level, true).IsError;
            Table.Effect(Call, NameOfUnpin(level), unpinned, "it can be mapped writable again"u8, isFree);
            Panic.IfError(tables.SetWritable(xen, level, false));
        }

        Table.Refusal(Call, "MMUEXT_UNPIN_TABLE on a table that is not pinned"u8, Do(xen, MmuExtOps.UnpinTable(tables.FrameOf(4))), XenErrno.EINVAL);
        tables.SetWritable(xen, true);
    }

    private static ReadOnlySpan<byte> NameOfPin(int level) => level switch
    {
        1 => "MMUEXT_PIN_L1_TABLE"u8,
        2 => "MMUEXT_PIN_L2_TABLE"u8,
        3 => "MMUEXT_PIN_L3_TABLE"u8,
        _ => "MMUEXT_PIN_L4_TABLE"u8,
    };

    private static ReadOnlySpan<byte> NameOfUnpin(int level) => level switch
    {
        1 => "MMUEXT_UNPIN_TABLE, an L1"u8,
        2 => "MMUEXT_UNPIN_TABLE, an L2"u8,
        3 => "MMUEXT_UNPIN_TABLE, an L3"u8,
        _ => "MMUEXT_UNPIN_TABLE, an L4"u8,
    };

    private static void BasePointer(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var tables = new OwnTables(memory, 0);
        *tables.PageShown = 0xc0ffee;
        tables.SetWritable(xen, false);
        Panic.IfError(Do(xen, MmuExtOps.PinL4Table(tables.FrameOf(4))));

        HypercallResult result = Do(xen, MmuExtOps.NewBasePointer(tables.FrameOf(4)));
        ulong seen = result.IsError ? 0 : Volatile.Read(ref *(ulong*)OwnTables.Shown);
        Table.Effect(Call, "MMUEXT_NEW_BASEPTR"u8, result, "what only these tables map can be read"u8, seen == 0xc0ffee);
        Panic.IfError(Do(xen, MmuExtOps.NewBasePointer(memory.FrameOf(memory.Root))));
        Panic.IfError(Do(xen, MmuExtOps.UnpinTable(tables.FrameOf(4))));
        tables.SetWritable(xen, true);
    }

    private static void Flushes(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var here = (ulong*)memory.Spare(0);
        ulong cpus = 1;
        Flushed(xen, memory, MmuExtOps.TlbFlushLocal(), "MMUEXT_TLB_FLUSH_LOCAL behind an update"u8);
        Flushed(xen, memory, MmuExtOps.InvlpgLocal(here), "MMUEXT_INVLPG_LOCAL behind an update"u8);
        Flushed(xen, memory, MmuExtOps.TlbFlushMulti(new GuestPointer64<CpuMap>((ulong)&cpus)), "MMUEXT_TLB_FLUSH_MULTI behind an update"u8);
        Flushed(xen, memory, MmuExtOps.InvlpgMulti(here, new GuestPointer64<CpuMap>((ulong)&cpus)), "MMUEXT_INVLPG_MULTI behind an update"u8);
        Flushed(xen, memory, MmuExtOps.TlbFlushAll(), "MMUEXT_TLB_FLUSH_ALL behind an update"u8);
        Flushed(xen, memory, MmuExtOps.InvlpgAll(here), "MMUEXT_INVLPG_ALL behind an update"u8);
        Table.Answer(Call, "MMUEXT_FLUSH_CACHE"u8, Do(xen, MmuExtOps.FlushCache()), Table.Done);
        Table.Answer(Call, "MMUEXT_FLUSH_CACHE_GLOBAL"u8, Do(xen, MmuExtOps.FlushCacheGlobal()), Table.Done);
    }

    /// <summary>Maps a page that the processor has in its TLB to another frame, without a flush, and then flushes.</summary>
    private static void Flushed(Hypercalls<PvHypercallPage> xen, GuestMemory memory, MmuExtOp flush, ReadOnlySpan<byte> name)
    {
        var here = (ulong*)memory.Spare(0);
        var there = (ulong*)memory.Spare(1);
        *there = 0x2222;
        Volatile.Write(ref *here, 0x1111);
        Panic.IfError(xen.UpdateVaMapping(here, Pte.Map(memory.FrameOf(there), Mappings.Writable), MappingFlush.None));
        ulong before = Volatile.Read(ref *here);
        HypercallResult result = Do(xen, flush);
        ulong after = Volatile.Read(ref *here);
        Table.Effect(Call, name, result, "only now the page reads what is in its new frame"u8, before == 0x1111 && after == 0x2222);
        Panic.IfError(Mappings.Map(xen, here, memory.FrameOf(here), Mappings.Writable));
    }

    private static void Contents(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var source = new Span<ulong>(memory.Spare(0), Page.Entries);
        var destination = new Span<ulong>(memory.Spare(1), Page.Entries);
        MachineFrame sourceFrame = memory.FrameOf(memory.Spare(0));
        MachineFrame destinationFrame = memory.FrameOf(memory.Spare(1));
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = (ulong)i * 0x0101_0101_0101_0101;
            destination[i] = ulong.MaxValue;
        }

        // Xen works on pages that the guest has no mapping of, too; these have one, and are in no other use.
        HypercallResult result = Do(xen, MmuExtOps.CopyPage(destinationFrame, sourceFrame));
        bool isCopy = true;
        for (int i = 0; i < source.Length; i++)
            isCopy &= destination[i] == source[i];
        Table.Effect(Call, "MMUEXT_COPY_PAGE"u8, result, "the page has the other's 512 words"u8, isCopy);

        result = Do(xen, MmuExtOps.ClearPage(destinationFrame));
        bool isClear = true;
        for (int i = 0; i < source.Length; i++)
            isClear &= destination[i] == 0;
        Table.Effect(Call, "MMUEXT_CLEAR_PAGE"u8, result, "all 512 words are 0"u8, isClear);
        Table.Refusal(Call, "MMUEXT_CLEAR_PAGE on a page table in use"u8, Do(xen, MmuExtOps.ClearPage(memory.FrameOf(memory.Root))), XenErrno.EINVAL);
    }
}
