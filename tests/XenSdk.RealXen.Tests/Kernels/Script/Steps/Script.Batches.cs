using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    private const uint Preempted = 1u << 31;

    /// <summary>Whose frames and whose tables: the low and the high half of mmu_update's last argument.</summary>
    private void NameDomains()
    {
        const uint own = 1u << 16;
        Foreign("frames of DOMID_SELF"u8, Self);
        Foreign("frames of domain 0, which is us"u8, 0);
        Foreign("frames of domain 77"u8, 77);
        Foreign("frames of DOMID_IO"u8, (uint)DomainId.Io);
        Foreign("frames of DOMID_XEN"u8, (uint)DomainId.Xen);
        Foreign("frames of DOMID_COW"u8, 0x7FF3);
        Foreign("frames of DOMID_INVALID"u8, 0x7FF4);
        Foreign("frames of DOMID_IDLE"u8, 0x7FFF);
        Foreign("frames of domain 0x8000"u8, 0x8000);
        Foreign("frames of domain 0xffff"u8, 0xFFFF);
        Foreign("tables of domain 0, frames of DOMID_SELF"u8, own | Self);
        Foreign("tables of domain 0, frames of domain 0"u8, own);
        Foreign("tables of domain 0, frames of domain 77"u8, own | 77);
        Foreign("tables of domain 77, frames of DOMID_SELF"u8, (78u << 16) | Self);
        Foreign("tables of domain 77, frames of domain 78"u8, (78u << 16) | 78);
        Foreign("tables of DOMID_SELF, frames of DOMID_SELF"u8, ((Self + 1) << 16) | Self);
        Foreign("tables of DOMID_XEN, frames of DOMID_SELF"u8, (((uint)DomainId.Xen + 1) << 16) | Self);
        Foreign("tables of domain 0xfffe, frames of DOMID_SELF"u8, (0xFFFFu << 16) | Self);

        XensFrame("Xen's frame of DOMID_XEN, read-only"u8, (uint)DomainId.Xen, ReadOnlyFlags);
        XensFrame("Xen's frame of DOMID_XEN"u8, (uint)DomainId.Xen, ReadWrite);
        XensFrame("Xen's frame of DOMID_XEN, read-only, PCD"u8, (uint)DomainId.Xen, ReadOnlyFlags | PteFlags.CacheDisable);
        XensFrame("Xen's frame of DOMID_IO, read-only"u8, (uint)DomainId.Io, ReadOnlyFlags);
        XensFrame("Xen's frame of DOMID_SELF, tables of domain 0"u8, own | Self, ReadOnlyFlags);
        Update(At(1), Pte.Map(_machine.XensFrame, ReadOnlyFlags), (uint)DomainId.Xen, out _);
        Update("pt: page 1, which maps Xen's frame, := Xen's frame of DOMID_SELF, read-only"u8, At(1), Pte.Map(_machine.XensFrame, ReadOnlyFlags), 1);
        Update("pt: page 1, which maps Xen's frame, := Xen's frame of DOMID_SELF"u8, At(1), Pte.Map(_machine.XensFrame, ReadWrite), 1);
        Reset(1);

        ulong pointer = _machine.FrameOf(5).Address.Value | 1;
        Say("mmu_update machphys: page 5 := page 5, frames of DOMID_XEN"u8, Update(pointer, new Pte(_machine.PseudoPhysicalFrameOf(5)), (uint)DomainId.Xen, out _));
        Say("mmu_update machphys: page 5 := page 5, tables of domain 0"u8, Update(pointer, new Pte(_machine.PseudoPhysicalFrameOf(5)), own | Self, out _));
        Say("mmu_update machphys: page 5 := page 5, frames of domain 77"u8, Update(pointer, new Pte(_machine.PseudoPhysicalFrameOf(5)), 77, out _));
        ulong upper = _machine.Table(2).EntryAddress(FreeSlot).Value;
        Say("mmu_update pt: a free entry of L2 := nothing, frames of DOMID_IO"u8, Update(upper, default, (uint)DomainId.Io, out _));
    }

    private void Foreign(ReadOnlySpan<byte> whose, uint foreign)
    {
        long result = Update(At(1), Pte.Map(_machine.FrameOf(2), ReadWrite), foreign, out uint done);
        ConsoleLine line = UpdateLine("pt: page 1 := page 2, "u8, whose, result, done);
        AppendEntryOf(ref line, 1);
        Console.WriteLine(ref line);
        Reset(1);
    }

    private void XensFrame(ReadOnlySpan<byte> what, uint foreign, PteFlags flags)
    {
        long result = Update(At(1), Pte.Map(_machine.XensFrame, flags), foreign, out uint done);
        ConsoleLine line = UpdateLine("pt: page 1 := "u8, what, result, done);
        AppendEntryOf(ref line, 1);
        Console.WriteLine(ref line);
        Reset(1);
    }

    /// <summary>Batches that are refused at their first, a middle and their last update, and strange counts.</summary>
    private void StopBatches()
    {
        for (int bad = -1; bad < 5; bad++)
            Batch(5, bad);

        var update = new MmuUpdate { Ptr = At(1), Val = Pte.Map(_machine.FrameOf(2), ReadWrite).Value };
        Count("count 0"u8, (ulong)&update, 0, Self);
        Count("count 0, no array"u8, 0, 0, Self);
        Count("count 0, array in Xen's area"u8, XensArea, 0, Self);
        Count("count 0, frames of domain 77"u8, (ulong)&update, 0, 77);
        Count("count 2^31, no array, last argument 5"u8, 0, Preempted, 5);
        Count("count 2^31, no array, last argument 0xfffffff2"u8, 0, Preempted, 0xFFFFFFF2);
        Count("count 2^31"u8, (ulong)&update, Preempted, Self);
        Count("count 2^31 + 1"u8, (ulong)&update, Preempted + 1, Self);
        Count("count 2^31 + 1, no array"u8, 0, Preempted + 1, Self);
        Count("count 2^31 + 1, array in Xen's area"u8, XensArea, Preempted + 1, Self);
        Reset(1);
    }

    private void Batch(int count, int bad)
    {
        MmuUpdate* updates = stackalloc MmuUpdate[count];
        for (int i = 0; i < count; i++)
        {
            MachineFrame frame = i == bad ? _machine.NobodysFrame : _machine.FrameOf(10 + i);
            updates[i] = new MmuUpdate { Ptr = At(1 + i), Val = Pte.Map(frame, ReadWrite).Value };
        }

        long result = UpdateAt((ulong)updates, (uint)count, Self, out uint done);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("mmu_update pt: pages 1 to 5 := pages 10 to 14"u8);
        if (bad >= 0)
        {
            line.AppendFormatted(", nobody's frame in the place of page "u8);
            line.AppendFormatted(10 + bad);
        }

        AppendResult(ref line, result);
        AppendDone(ref line, done);
        line.AppendFormatted("; remapped"u8);
        for (int i = 0; i < count; i++)
        {
            if (Entry(1 + i).Frame == _machine.FrameOf(10 + i))
            {
                line.AppendFormatted(" "u8);
                line.AppendFormatted(1 + i);
            }
        }

        Console.WriteLine(ref line);
        for (int i = 0; i < count; i++)
            Reset(1 + i);
    }

    private void Count(ReadOnlySpan<byte> what, ulong array, uint count, uint foreign)
    {
        long result = UpdateAt(array, count, foreign, out uint done);
        ConsoleLine line = UpdateLine("with "u8, what, result, done);
        Console.WriteLine(ref line);
    }

    /// <summary>Arrays and counters at addresses that lead nowhere.</summary>
    private void PassBadArrays()
    {
        Array("nothing is mapped"u8, Unmapped);
        Array("no address is"u8, NotCanonical);
        Array("no address is, at the top of the hole"u8, 0xffff_7fff_ffff_fff0);
        Array("Xen is"u8, XensArea);
        Array("Xen's area begins"u8, 0xffff_8000_0000_0000);
        Array("page tables are, read-only"u8, (ulong)_machine.ReadOnly);

        const int good = 3;
        var updates = (MmuUpdate*)_machine.Edge - good;
        for (int i = 0; i < good; i++)
            updates[i] = new MmuUpdate { Ptr = At(1 + i), Val = Pte.Map(_machine.FrameOf(10 + i), ReadWrite).Value };
        Count("count 4, the fourth not mapped"u8, (ulong)updates, good + 1, Self);
        Count("count 2^31 - 1, the fourth not mapped"u8, (ulong)updates, int.MaxValue, Self);
        Count("count 1, half of it not mapped"u8, (ulong)_machine.Edge - 8, 1, Self);
        for (int i = 0; i < good; i++)
            Reset(1 + i);

        Done("is null"u8, 0);
        Done("is where nothing is mapped"u8, Unmapped);
        Done("is no address"u8, NotCanonical);
        Done("is in Xen's area"u8, XensArea);
        Done("is read-only"u8, (ulong)_machine.ReadOnly);
        Reset(1);
    }

    private void Array(ReadOnlySpan<byte> where, ulong address)
    {
        // What stands in the read-only page is not ours to choose: no update may be read from it.
        uint count = address == (ulong)_machine.ReadOnly ? 0u : 1;
        long result = UpdateAt(address, count, Self, out uint done);
        ConsoleLine line = UpdateLine("with the array where "u8, where, result, done);
        Console.WriteLine(ref line);
    }

    private void Done(ReadOnlySpan<byte> where, ulong address)
    {
        var update = new MmuUpdate { Ptr = At(1), Val = Pte.Map(_machine.FrameOf(2), ReadWrite).Value };
        long result = Path.Call((uint)HypercallNumber.MmuUpdate, (ulong)&update, 1, address, Self);
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("mmu_update pt: page 1 := page 2, and the counter "u8);
        line.AppendFormatted(where);
        AppendResult(ref line, result);
        AppendEntryOf(ref line, 1);
        Console.WriteLine(ref line);
        Reset(1);
    }

    private static ConsoleLine UpdateLine(ReadOnlySpan<byte> step, ReadOnlySpan<byte> more, long result, uint done)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("mmu_update "u8);
        line.AppendFormatted(step);
        line.AppendFormatted(more);
        AppendResult(ref line, result);
        AppendDone(ref line, done);
        return line;
    }
}
