using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    /// <summary>mmuext_op: tables are pinned and unpinned.</summary>
    private void PinTables()
    {
        const MmuExtCommand pinL1 = MmuExtCommand.PinL1Table, pinL2 = MmuExtCommand.PinL2Table, pinL4 = MmuExtCommand.PinL4Table, unpin = MmuExtCommand.UnpinTable;
        MachineFrame table = _machine.FrameOf(8);
        _machine.Store(_machine.AddressOf(8), Pte.Map(_machine.FrameOf(9), ReadWrite).Value);
        Extend("pin L1: page 8, which is mapped writable"u8, pinL1, table);
        Map(8, Pte.Map(table, ReadOnlyFlags));
        Extend("pin L1: page 8, which maps page 9"u8, pinL1, table);
        Console.WriteLine($"  the flags of its first entry are 0x{_machine.Peek(table.EntryAddress(0)) & 0xFFF:x}");
        Extend("pin L1: page 8 again"u8, pinL1, table);
        Extend("pin L2: page 8, which is pinned as L1"u8, pinL2, table);
        Update("pt: page 8, which is pinned, := page 8"u8, At(8), Pte.Map(table, ReadWrite), 8);
        Update("pt: entry 1 of page 8, which is pinned, := page 10"u8, table.EntryAddress(1).Value, Pte.Map(_machine.FrameOf(10), ReadWrite), 8);
        Update("pt: entry 2 of page 8, which is pinned, := nobody's frame"u8, table.EntryAddress(2).Value, Pte.Map(_machine.NobodysFrame, ReadWrite), 8);
        Extend("clear page 8, which is pinned"u8, MmuExtCommand.ClearPage, table);
        Extend("unpin: page 8"u8, unpin, table);
        Extend("unpin: page 8 again"u8, unpin, table);
        Reset(8);

        _machine.Store(_machine.AddressOf(8), Pte.Map(_machine.NobodysFrame, ReadWrite).Value);
        Map(8, default);
        Extend("pin L1: page 8, which maps nobody's frame"u8, pinL1, table);
        Extend("pin L2: page 8, which maps nobody's frame"u8, pinL2, table);
        Extend("unpin: page 8, which was not pinned"u8, unpin, table);
        Reset(8);
        _machine.Store(_machine.AddressOf(8), Pte.Map(_machine.FrameOf(9), ReadWrite).Value);
        Map(8, default);
        Extend("pin L2: page 8, which maps page 9"u8, pinL2, table);
        Extend("pin L3: page 8, which maps page 9"u8, MmuExtCommand.PinL3Table, table);
        Extend("pin L4: page 8, which maps page 9"u8, pinL4, table);
        Reset(8);
        Extend("clear page 8, which is memory"u8, MmuExtCommand.ClearPage, table);
        Map(8, default);
        Extend("pin L1: page 8, which is empty"u8, pinL1, table);
        Extend("unpin: page 8"u8, unpin, table);
        Extend("pin L3: page 8, which is empty"u8, MmuExtCommand.PinL3Table, table);
        Extend("new base: page 8, which is pinned as L3"u8, MmuExtCommand.NewBasePointer, table);
        Extend("unpin: page 8"u8, unpin, table);
        Extend("pin L4: page 8, which is empty"u8, pinL4, table);
        Extend("unpin: page 8"u8, unpin, table);
        Reset(8);
        Extend("pin L1: page 9, which is memory"u8, pinL1, _machine.FrameOf(9));

        Extend("pin L4: L4, which is pinned"u8, pinL4, _machine.Table(4));
        Extend("pin L3: L3, which is not pinned"u8, MmuExtCommand.PinL3Table, _machine.Table(3));
        Extend("unpin: L3"u8, unpin, _machine.Table(3));
        Extend("pin L1: L2"u8, pinL1, _machine.Table(2));
        Extend("pin L1: nobody's frame"u8, pinL1, _machine.NobodysFrame);
        Extend("pin L1: Xen's frame"u8, pinL1, _machine.XensFrame);
        Extend("pin L1: frame 0xffffffffff"u8, pinL1, new MachineFrame(0xff_ffff_ffff));
        Extend("unpin: nobody's frame"u8, unpin, _machine.NobodysFrame);
        Extend("unpin: Xen's frame"u8, unpin, _machine.XensFrame);
        Extend("unpin: frame 0xffffffffff"u8, unpin, new MachineFrame(0xff_ffff_ffff));
        Extend("unpin: page 9, which is memory"u8, unpin, _machine.FrameOf(9));

        Extend("new base: L4, which is the base"u8, MmuExtCommand.NewBasePointer, _machine.Table(4));
        Extend("new base: page 9, which is memory"u8, MmuExtCommand.NewBasePointer, _machine.FrameOf(9));
        Extend("new base: L1"u8, MmuExtCommand.NewBasePointer, _machine.Table(1));
        Extend("new base: nobody's frame"u8, MmuExtCommand.NewBasePointer, _machine.NobodysFrame);
        Extend("new base: frame 0xffffffffff"u8, MmuExtCommand.NewBasePointer, new MachineFrame(0xff_ffff_ffff));
        Extend("new user base: none"u8, MmuExtCommand.NewUserBasePointer, new MachineFrame(0));
        Extend("new user base: L4"u8, MmuExtCommand.NewUserBasePointer, _machine.Table(4));
        Extend("new user base: L4 again"u8, MmuExtCommand.NewUserBasePointer, _machine.Table(4));
        Extend("new user base: page 9, which is memory"u8, MmuExtCommand.NewUserBasePointer, _machine.FrameOf(9));
        Extend("new user base: nobody's frame"u8, MmuExtCommand.NewUserBasePointer, _machine.NobodysFrame);
        Extend("new user base: none"u8, MmuExtCommand.NewUserBasePointer, new MachineFrame(0));
    }

    /// <summary>mmuext_op: what is flushed, cleared and copied, and what is no command.</summary>
    private void ExtendTheRest()
    {
        ulong everyVcpu = ulong.MaxValue;
        ulong page = _machine.AddressOf(1);
        Extend("flush the TLB here"u8, MmuExtCommand.TlbFlushLocal, 0, 0);
        Extend("flush the TLB everywhere"u8, MmuExtCommand.TlbFlushAll, 0, 0);
        Extend("flush the TLB on every vCPU of a bitmap"u8, MmuExtCommand.TlbFlushMulti, 0, (ulong)&everyVcpu);
        Extend("flush the TLB, bitmap where nothing is mapped"u8, MmuExtCommand.TlbFlushMulti, 0, Unmapped);
        Extend("flush the TLB, bitmap in Xen's area"u8, MmuExtCommand.TlbFlushMulti, 0, XensArea);
        Extend("flush the TLB, no bitmap"u8, MmuExtCommand.TlbFlushMulti, 0, 0);
        Extend("flush page 1 here"u8, MmuExtCommand.InvlpgLocal, page, 0);
        Extend("flush byte 7 of page 1 here"u8, MmuExtCommand.InvlpgLocal, page + 7, 0);
        Extend("flush an address of Xen's here"u8, MmuExtCommand.InvlpgLocal, XensArea, 0);
        Extend("flush no address here"u8, MmuExtCommand.InvlpgLocal, NotCanonical, 0);
        Extend("flush page 1 everywhere"u8, MmuExtCommand.InvlpgAll, page, 0);
        Extend("flush an address of Xen's everywhere"u8, MmuExtCommand.InvlpgAll, XensArea, 0);
        Extend("flush page 1 on every vCPU of a bitmap"u8, MmuExtCommand.InvlpgMulti, page, (ulong)&everyVcpu);
        Extend("flush page 1, bitmap where nothing is mapped"u8, MmuExtCommand.InvlpgMulti, page, Unmapped);
        Extend("flush an address of Xen's, bitmap where nothing is mapped"u8, MmuExtCommand.InvlpgMulti, XensArea, Unmapped);
        Extend("flush the cache"u8, MmuExtCommand.FlushCache, 0, 0);
        Extend("flush every cache"u8, MmuExtCommand.FlushCacheGlobal, 0, 0);

        Extend("no LDT"u8, MmuExtCommand.SetLdt, 0, 0);
        Extend("no LDT, at byte 1"u8, MmuExtCommand.SetLdt, 1, 0);
        Extend("LDT: page 1, 1 entry"u8, MmuExtCommand.SetLdt, page, 1);
        Extend("LDT: page 1, 8192 entries"u8, MmuExtCommand.SetLdt, page, 8192);
        Extend("LDT: page 1, 8193 entries"u8, MmuExtCommand.SetLdt, page, 8193);
        Extend("LDT: byte 8 of page 1, 1 entry"u8, MmuExtCommand.SetLdt, page + 8, 1);
        Extend("LDT: in Xen's area, 1 entry"u8, MmuExtCommand.SetLdt, XensArea, 1);
        Extend("LDT: at no address, 1 entry"u8, MmuExtCommand.SetLdt, NotCanonical, 1);
        Extend("no LDT"u8, MmuExtCommand.SetLdt, 0, 0);

        Extend("clear page 9"u8, MmuExtCommand.ClearPage, _machine.FrameOf(9));
        Console.WriteLine($"  page 9 reads 0x{_machine.Load(_machine.AddressOf(9)):x}");
        Extend("clear L1"u8, MmuExtCommand.ClearPage, _machine.Table(1));
        Extend("clear nobody's frame"u8, MmuExtCommand.ClearPage, _machine.NobodysFrame);
        Extend("clear frame 0xffffffffff"u8, MmuExtCommand.ClearPage, new MachineFrame(0xff_ffff_ffff));
        Copy("copy page 10 to page 9"u8, _machine.FrameOf(9), _machine.FrameOf(10));
        Console.WriteLine($"  page 9 reads 0x{_machine.Load(_machine.AddressOf(9)):x}");
        Copy("copy page 9 to page 9"u8, _machine.FrameOf(9), _machine.FrameOf(9));
        Copy("copy L1 to page 9"u8, _machine.FrameOf(9), _machine.Table(1));
        Copy("copy page 9 to L1"u8, _machine.Table(1), _machine.FrameOf(9));
        Copy("copy nobody's frame to page 9"u8, _machine.FrameOf(9), _machine.NobodysFrame);
        Copy("copy page 9 to nobody's frame"u8, _machine.NobodysFrame, _machine.FrameOf(9));
        Copy("copy frame 0xffffffffff to page 9"u8, _machine.FrameOf(9), new MachineFrame(0xff_ffff_ffff));
        Reset(9);

        Extend("mark superpage: page 9"u8, MmuExtCommand.MarkSuper, _machine.FrameOf(9));
        Extend("unmark superpage: page 9"u8, MmuExtCommand.UnmarkSuper, _machine.FrameOf(9));
        Extend("command 14"u8, (MmuExtCommand)14, 0, 0);
        Extend("command 21"u8, (MmuExtCommand)21, 0, 0);
        Extend("command 2^31"u8, unchecked((MmuExtCommand)(1u << 31)), 0, 0);
        Extend("command 2^32 - 1"u8, unchecked((MmuExtCommand)uint.MaxValue), 0, 0);
    }

    /// <summary>mmuext_op: batches, counts, domains and arrays.</summary>
    private void ExtendInBatches()
    {
        ulong* list = stackalloc ulong[4 * ExtWords];
        for (int bad = -1; bad < 4; bad++)
        {
            for (int i = 0; i < 4; i++)
            {
                list[i * ExtWords] = i == bad ? 14 : (ulong)MmuExtCommand.TlbFlushLocal;
                list[(i * ExtWords) + 1] = list[(i * ExtWords) + 2] = 0;
            }

            long result = ExtendAt((ulong)list, 4, Self, out uint done);
            var line = new ConsoleLine(0, 0);
            line.AppendFormatted("mmuext_op 4 flushes"u8);
            if (bad >= 0)
            {
                line.AppendFormatted(", command 14 in the place of number "u8);
                line.AppendFormatted(bad);
            }

            AppendResult(ref line, result);
            AppendDone(ref line, done);
            Console.WriteLine(ref line);
        }

        ulong* flush = stackalloc ulong[ExtWords];
        flush[0] = (ulong)MmuExtCommand.TlbFlushLocal;
        Flush("count 0"u8, (ulong)flush, 0, Self);
        Flush("count 0, no array"u8, 0, 0, Self);
        Flush("count 0, array in Xen's area"u8, XensArea, 0, Self);
        Flush("count 0, domain 77"u8, (ulong)flush, 0, 77);
        Flush("count 2^31, no array, last argument 5"u8, 0, Preempted, 5);
        Flush("count 2^31"u8, (ulong)flush, Preempted, Self);
        Flush("count 2^31 + 1"u8, (ulong)flush, Preempted + 1, Self);
        Flush("count 2^31 + 1, no array"u8, 0, Preempted + 1, Self);
        Flush("domain 0, which is us"u8, (ulong)flush, 1, 0);
        Flush("domain 77"u8, (ulong)flush, 1, 77);
        Flush("DOMID_IO"u8, (ulong)flush, 1, (uint)DomainId.Io);
        Flush("DOMID_XEN"u8, (ulong)flush, 1, (uint)DomainId.Xen);
        Flush("DOMID_INVALID"u8, (ulong)flush, 1, 0x7FF4);
        Flush("domain 0x10000 + DOMID_SELF"u8, (ulong)flush, 1, 0x10000 | Self);
        Flush("array where nothing is mapped"u8, Unmapped, 1, Self);
        Flush("array at no address"u8, NotCanonical, 1, Self);
        Flush("array in Xen's area"u8, XensArea, 1, Self);
        var edge = (ulong*)_machine.Edge - (2 * ExtWords);
        for (int i = 0; i < 2; i++)
        {
            edge[i * ExtWords] = (ulong)MmuExtCommand.TlbFlushLocal;
            edge[(i * ExtWords) + 1] = edge[(i * ExtWords) + 2] = 0;
        }

        Flush("count 3, the third not mapped"u8, (ulong)edge, 3, Self);
        Flush("count 2^31 - 1, the third not mapped"u8, (ulong)edge, int.MaxValue, Self);
        Flush("half of it not mapped"u8, (ulong)_machine.Edge - 8, 1, Self);
        Console.WriteLine($"mmuext_op counter where nothing is mapped: {new HypercallResult(Path.Call((uint)HypercallNumber.MmuExtOp, (ulong)flush, 1, Unmapped, Self))}");
        Console.WriteLine($"mmuext_op counter in Xen's area: {new HypercallResult(Path.Call((uint)HypercallNumber.MmuExtOp, (ulong)flush, 1, XensArea, Self))}");
    }

    /// <summary>Words of <c>struct mmuext_op</c>: the command, and two arguments.</summary>
    private const int ExtWords = 3;

    private void Extend(ReadOnlySpan<byte> step, MmuExtCommand command, MachineFrame frame) => Extend(step, command, frame.Number, 0);

    private void Copy(ReadOnlySpan<byte> step, MachineFrame to, MachineFrame from) => Extend(step, MmuExtCommand.CopyPage, to.Number, from.Number);

    private void Extend(ReadOnlySpan<byte> step, MmuExtCommand command, ulong first, ulong second)
    {
        ulong* operation = stackalloc ulong[ExtWords];
        operation[0] = (uint)command;
        operation[1] = first;
        operation[2] = second;
        long result = ExtendAt((ulong)operation, 1, Self, out uint done);
        SayExtended(step, result, done);
    }

    private void Flush(ReadOnlySpan<byte> what, ulong array, uint count, uint foreign)
    {
        long result = ExtendAt(array, count, foreign, out uint done);
        SayExtended(what, result, done);
    }

    private void SayExtended(ReadOnlySpan<byte> step, long result, uint done)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("mmuext_op "u8);
        line.AppendFormatted(step);
        AppendResult(ref line, result);
        AppendDone(ref line, done);
        Console.WriteLine(ref line);
    }

    private long ExtendAt(ulong array, uint count, uint foreign, out uint done)
    {
        uint written = Unwritten;
        long result = Path.Call((uint)HypercallNumber.MmuExtOp, array, count, (ulong)&written, foreign);
        done = Volatile.Read(ref written);
        return result;
    }
}
