using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    /// <summary>A slot of the lowest upper table that maps nothing.</summary>
    private const int FreeSlot = 300;

    /// <summary>The first slot of the root table that is Xen's.</summary>
    private const int XensSlot = 256;

    private void WriteEntries()
    {
        MachineFrame other = _machine.FrameOf(2);
        Update("pt: page 1 := page 2 RW US"u8, At(1), Pte.Map(other, ReadWrite), 1);
        Update("pt: page 1 := page 2 RW US, as it is"u8, At(1), Pte.Map(other, ReadWrite), 1);
        Update("pt: page 1 := page 2 RW US G"u8, At(1), Pte.Map(other, ReadWrite | PteFlags.Global), 1);
        Update("pt: page 1 := page 2 RW, for the kernel"u8, At(1), Pte.Map(other, PteFlags.Present | PteFlags.Writable), 1);
        Update("pt: page 1 := page 2 RW G, for the kernel"u8, At(1), Pte.Map(other, PteFlags.Present | PteFlags.Writable | PteFlags.Global), 1);
        Update("pt: page 1 := page 2 US NX"u8, At(1), Pte.Map(other, ReadOnlyFlags | PteFlags.NoExecute), 1);
        Update("pt: page 1 := page 2 US AVL"u8, At(1), Pte.Map(other, ReadOnlyFlags | PteFlags.Available9 | PteFlags.Available11), 1);
        Update("pt: page 1 := page 2 US PWT"u8, At(1), Pte.Map(other, ReadOnlyFlags | PteFlags.WriteThrough), 1);
        Update("pt: page 1 := page 2 US PCD"u8, At(1), Pte.Map(other, ReadOnlyFlags | PteFlags.CacheDisable), 1);
        Update("pt: page 1 := page 2 US PAT"u8, At(1), Pte.Map(other, ReadOnlyFlags | PteFlags.Pat), 1);
        Update("pt: page 1 := nothing"u8, At(1), default, 1);
        Update("pt: page 1 := not present, frame and flags"u8, At(1), Pte.Map(other, PteFlags.Writable), 1);
        Update("command 3: page 1 := page 2 RW US"u8, At(1) | 3, Pte.Map(other, ReadWrite), 1);

        const PteFlags used = PteFlags.Accessed | PteFlags.Dirty;
        Update("pt: page 1 := page 2 RW US A D"u8, At(1), Pte.Map(other, ReadWrite | used), 1, withUse: true);
        Update("pt: page 1 := page 2 RW US"u8, At(1), Pte.Map(other, ReadWrite), 1, withUse: true);
        Update("pt: page 1 := page 2 RW US A D"u8, At(1), Pte.Map(other, ReadWrite | used), 1, withUse: true);
        Update("pt-ad: page 1 := page 2 RW US"u8, At(1) | 2, Pte.Map(other, ReadWrite), 1, withUse: true);
        Update("pt-ad: page 1 := page 3 RW US"u8, At(1) | 2, Pte.Map(_machine.FrameOf(3), ReadWrite), 1, withUse: true);
        Update("pt-ad: page 1 := nothing"u8, At(1) | 2, default, 1, withUse: true);
        Reset(1);

        Update("pt: page 1 := L1, read-only"u8, At(1), Pte.Map(_machine.Table(1), ReadOnlyFlags), 1);
        Update("pt: page 1 := L4, read-only"u8, At(1), Pte.Map(_machine.Table(4), ReadOnlyFlags), 1);
        Reset(1);

        long result = Update(_machine.FrameOf(4).Address.Value + 40, new Pte(0x1234), Self, out uint done);
        Say("pt: word 5 of page 4 := 0x1234"u8, result, done, "the word"u8, _machine.Peek(_machine.FrameOf(4).EntryAddress(5)));
        result = Update(_machine.Table(2).EntryAddress(FreeSlot).Value, default, Self, out done);
        Say("pt: a free entry of L2 := nothing"u8, result, done, "it"u8, _machine.Peek(_machine.Table(2).EntryAddress(FreeSlot)));

        MachineFrame frame = _machine.FrameOf(5);
        SetPseudoPhysical("machphys: page 5 := page 6"u8, frame.Address.Value, _machine.PseudoPhysicalFrameOf(6), frame);
        SetPseudoPhysical("machphys: page 5, byte 4088 := page 7"u8, frame.Address.Value + 4088, _machine.PseudoPhysicalFrameOf(7), frame);
        SetPseudoPhysical("machphys: page 5 := page 5"u8, frame.Address.Value, _machine.PseudoPhysicalFrameOf(5), frame);
    }

    private void RefuseEntries()
    {
        Update("pt: page 1 := nobody's frame"u8, At(1), Pte.Map(_machine.NobodysFrame, ReadWrite), 1);
        Update("pt: page 1 := nobody's frame, read-only"u8, At(1), Pte.Map(_machine.NobodysFrame, ReadOnlyFlags), 1);
        Update("pt: page 1 := Xen's frame"u8, At(1), Pte.Map(_machine.XensFrame, ReadWrite), 1);
        Update("pt: page 1 := Xen's frame, read-only"u8, At(1), Pte.Map(_machine.XensFrame, ReadOnlyFlags), 1);
        Update("pt: page 1 := frame 0xffffffffff"u8, At(1), Pte.Map(new MachineFrame(0xff_ffff_ffff), ReadWrite), 1);
        Update("pt: page 1 := frame 0xfffffffffe"u8, At(1), Pte.Map(new MachineFrame(0xff_ffff_fffe), ReadWrite), 1);
        Update("pt: page 1 := L1, writable"u8, At(1), Pte.Map(_machine.Table(1), ReadWrite), 1);
        Update("pt: page 1 := L4, writable"u8, At(1), Pte.Map(_machine.Table(4), ReadWrite), 1);

        ulong l2 = _machine.Table(2).EntryAddress(FreeSlot).Value;
        Update("pt: a free entry of L2 := page 1"u8, l2, Pte.Map(_machine.FrameOf(1), ReadWrite), 1);

        // Nobody maps it writable now, and what is in it is no table.
        _machine.Store(_machine.AddressOf(6), Pte.Map(_machine.NobodysFrame, ReadWrite).Value);
        Map(6, default);
        Update("pt: a free entry of L2 := page 6, which maps nobody's frame"u8, l2, Pte.Map(_machine.FrameOf(6), ReadWrite), 6);
        Reset(6);
        _machine.Store(_machine.AddressOf(6), Pte.Map(_machine.FrameOf(7), ReadOnlyFlags).Value);
        Map(6, default);
        Update("pt: a free entry of L2 := page 6, which maps page 7"u8, l2, Pte.Map(_machine.FrameOf(6), ReadWrite), 6);
        Update("pt: page 6, which is a table, := page 6"u8, At(6), Pte.Map(_machine.FrameOf(6), ReadWrite), 6);
        Update("pt: page 6, which is a table, := page 6 read-only"u8, At(6), Pte.Map(_machine.FrameOf(6), ReadOnlyFlags), 6);
        Console.WriteLine($"  the flags of its first entry are 0x{_machine.Peek(_machine.FrameOf(6).EntryAddress(0)) & 0xFFF:x}");
        Update("pt: entry 1 of page 6, which is a table, := page 7"u8, _machine.FrameOf(6).EntryAddress(1).Value, Pte.Map(_machine.FrameOf(7), ReadWrite), 6);
        Update("pt: entry 2 of page 6, which is a table, := page 6"u8, _machine.FrameOf(6).EntryAddress(2).Value, Pte.Map(_machine.FrameOf(6), ReadWrite), 6);
        Update("pt: a free entry of L2 := nothing"u8, l2, default, 6);
        Reset(6);
        Console.WriteLine($"  page 6 is memory again: 0x{_machine.Load(_machine.AddressOf(6)):x}");

        Update("pt: a free entry of L2 := nobody's frame"u8, l2, Pte.Map(_machine.NobodysFrame, ReadWrite), 1);
        Update("pt: a free entry of L2 := frame 0xffffffffff"u8, l2, Pte.Map(new MachineFrame(0xff_ffff_ffff), ReadWrite), 1);
        Update("pt: a free entry of L2 := L1 G"u8, l2, Pte.Map(_machine.Table(1), ReadWrite | PteFlags.Global), 1);
        Update("pt: a free entry of L2 := L1 PWT"u8, l2, Pte.Map(_machine.Table(1), ReadWrite | PteFlags.WriteThrough), 1);
        Update("pt: a free entry of L2 := page 1, 2 MiB"u8, l2, Pte.Map(_machine.FrameOf(1), ReadWrite | PteFlags.Pat), 1);
        Update("pt: a free entry of L2 := L3"u8, l2, Pte.Map(_machine.Table(3), ReadWrite), 1);
        Update("pt: Xen's entry of L4 := nothing"u8, _machine.Table(4).EntryAddress(XensSlot).Value, default, 1);
        Update("pt: Xen's entry of L4 := L3"u8, _machine.Table(4).EntryAddress(XensSlot).Value, Pte.Map(_machine.Table(3), ReadWrite), 1);

        Update("pt: word 0 of nobody's frame := nothing"u8, _machine.NobodysFrame.Address.Value, default, 1);
        Update("pt: word 0 of Xen's frame := nothing"u8, _machine.XensFrame.Address.Value, default, 1);
        Update("pt: word 0 of frame 0xffffffffff := nothing"u8, 0xff_ffff_ffffUL << Page.Shift, default, 1);
        Update("pt: word 0 of address 2^52 := nothing"u8, 1UL << 52, default, 1);
        for (int command = 4; command < 8; command++)
        {
            long result = Update(At(1) | (uint)command, Pte.Map(_machine.FrameOf(1), ReadWrite), Self, out uint done);
            Console.WriteLine($"mmu_update command {command}: page 1 := page 1 RW US: {new HypercallResult(result)}, done {done}");
        }

        SetPseudoPhysical("machphys: nobody's frame := page 1"u8, _machine.NobodysFrame.Address.Value, _machine.PseudoPhysicalFrameOf(1), _machine.FrameOf(1));
        SetPseudoPhysical("machphys: Xen's frame := page 1"u8, _machine.XensFrame.Address.Value, _machine.PseudoPhysicalFrameOf(1), _machine.FrameOf(1));
        SetPseudoPhysical("machphys: frame 0xffffffffff := page 1"u8, 0xff_ffff_ffffUL << Page.Shift, _machine.PseudoPhysicalFrameOf(1), _machine.FrameOf(1));
    }

    /// <summary>The machine address of a page's entry, for an update.</summary>
    private ulong At(int page) => EntryOf(page).Value;

    private void Update(ReadOnlySpan<byte> step, ulong pointer, Pte value, int page, bool withUse = false)
    {
        long result = Update(pointer, value, Self, out uint done);
        ConsoleLine line = UpdateLine(step, result, done);
        AppendEntryOf(ref line, page, withUse);
        Console.WriteLine(ref line);
    }

    private void SetPseudoPhysical(ReadOnlySpan<byte> step, ulong pointer, ulong value, MachineFrame frame)
    {
        const uint machphys = 1;
        long result = Update(pointer | machphys, new Pte(value), Self, out uint done);
        ConsoleLine line = UpdateLine(step, result, done);
        line.AppendFormatted("; the table says "u8);
        for (int page = 0; page < Pages; page++)
        {
            if (_machine.PseudoPhysicalFrameOf(page) == _machine.PseudoPhysicalOf(frame))
            {
                line.AppendFormatted("page "u8);
                line.AppendFormatted(page);
            }
        }

        Console.WriteLine(ref line);
    }

    private void Say(ReadOnlySpan<byte> step, long result, uint done, ReadOnlySpan<byte> what, ulong value)
    {
        ConsoleLine line = UpdateLine(step, result, done);
        line.AppendFormatted("; "u8);
        line.AppendFormatted(what);
        line.AppendFormatted(" is 0x"u8);
        line.AppendFormatted(value, "x");
        Console.WriteLine(ref line);
    }

    private static ConsoleLine UpdateLine(ReadOnlySpan<byte> step, long result, uint done)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("mmu_update "u8);
        line.AppendFormatted(step);
        AppendResult(ref line, result);
        AppendDone(ref line, done);
        return line;
    }

    private static void AppendDone(ref ConsoleLine line, uint done)
    {
        line.AppendFormatted(", done "u8);
        if (done == Unwritten)
            line.AppendFormatted("not written"u8);
        else
            line.AppendFormatted(done);
    }

    private long Update(ulong pointer, Pte value, uint foreign, out uint done)
    {
        var update = new MmuUpdate { Ptr = pointer, Val = value.Value };
        return UpdateAt((ulong)&update, 1, foreign, out done);
    }

    private long UpdateAt(ulong array, uint count, uint foreign, out uint done)
    {
        uint written = Unwritten;
        long result = Path.Call((uint)HypercallNumber.MmuUpdate, array, count, (ulong)&written, foreign);
        done = Volatile.Read(ref written);
        return result;
    }
}
