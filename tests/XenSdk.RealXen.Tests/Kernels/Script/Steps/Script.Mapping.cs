using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    /// <summary>update_va_mapping and its twin for another domain.</summary>
    private void MapAddresses()
    {
        const ulong tlb = (ulong)UvmFlags.TlbFlush, entry = (ulong)UvmFlags.Invlpg, all = (ulong)UvmFlags.All;
        ulong page = _machine.AddressOf(1);
        Pte other = Pte.Map(_machine.FrameOf(2), ReadWrite);
        ulong everyVcpu = ulong.MaxValue, noVcpu = 0;
        MapTo("page 1 := page 2, no flush"u8, page, other, 0);
        MapTo("page 1 := page 2, flush of the TLB here"u8, page, other, tlb);
        MapTo("page 1 := page 2, flush of the TLB everywhere"u8, page, other, tlb | all);
        MapTo("page 1 := page 2, flush of the entry here"u8, page, other, entry);
        MapTo("page 1 := page 2, flush of the entry everywhere"u8, page, other, entry | all);
        MapTo("page 1 := page 2, flush of the TLB on every vCPU of a bitmap"u8, page, other, tlb | (ulong)&everyVcpu);
        MapTo("page 1 := page 2, flush of the entry on no vCPU of a bitmap"u8, page, other, entry | (ulong)&noVcpu);
        MapTo("page 1 := page 2, bitmap where nothing is mapped"u8, page, other, entry | Unmapped);
        MapTo("page 1 := page 2, bitmap in Xen's area"u8, page, other, tlb | XensArea);
        MapTo("page 1 := page 2, bitmap at no address"u8, page, other, entry | NotCanonical);
        MapTo("page 1 := page 2, bitmap where nothing is mapped, no flush"u8, page, other, Unmapped);
        MapTo("page 1 := page 2, flush of kind 3"u8, page, other, 3);
        MapTo("page 1 := page 2, read-only page's bitmap"u8, page, other, entry | (ulong)_machine.ReadOnly);

        MapTo("byte 1 of page 1 := page 2"u8, page + 1, other, entry);
        MapTo("byte 4095 of page 1 := page 2"u8, page + 4095, other, entry);
        MapTo("page 1 := page 2 read-only"u8, page, Pte.Map(_machine.FrameOf(2), ReadOnlyFlags), entry);
        MapTo("page 1 := page 2, for the kernel"u8, page, Pte.Map(_machine.FrameOf(2), PteFlags.Present | PteFlags.Writable), entry);
        MapTo("page 1 := nothing"u8, page, default, entry);
        MapTo("page 1 := not present, frame and flags"u8, page, Pte.Map(_machine.FrameOf(2), PteFlags.Writable), entry);
        MapTo("page 1 := L1 read-only"u8, page, Pte.Map(_machine.Table(1), ReadOnlyFlags), entry);
        MapTo("page 1 := L1 writable"u8, page, Pte.Map(_machine.Table(1), ReadWrite), entry);
        MapTo("page 1 := nobody's frame"u8, page, Pte.Map(_machine.NobodysFrame, ReadWrite), entry);
        MapTo("page 1 := Xen's frame read-only"u8, page, Pte.Map(_machine.XensFrame, ReadOnlyFlags), entry);
        MapTo("page 1 := frame 0xffffffffff"u8, page, Pte.Map(new MachineFrame(0xff_ffff_ffff), ReadWrite), entry);
        MapTo("page 1 := nobody's frame, bitmap where nothing is mapped"u8, page, Pte.Map(_machine.NobodysFrame, ReadWrite), entry | Unmapped);
        MapTo("an address without tables := page 2"u8, Unmapped, other, entry);
        MapTo("an address without tables := nothing"u8, Unmapped, default, entry);
        MapTo("an address in Xen's area := page 2"u8, XensArea, other, entry);
        MapTo("no address := page 2"u8, NotCanonical, other, entry);

        MapFor("itself, by DOMID_SELF"u8, Self);
        MapFor("itself, by its number"u8, 0);
        MapFor("domain 77"u8, 77);
        MapFor("DOMID_IO"u8, (uint)DomainId.Io);
        MapFor("DOMID_XEN"u8, (uint)DomainId.Xen);
        MapFor("domain 0xffff"u8, 0xFFFF);
        MapFor("domain 0x10000 + DOMID_SELF"u8, 0x10000 | Self);
    }

    private void MapTo(ReadOnlySpan<byte> step, ulong address, Pte entry, ulong flags)
    {
        long result = Path.Call((uint)HypercallNumber.UpdateVaMapping, address, entry.Value, flags);
        SayMapping("update_va_mapping "u8, step, result);
    }

    private void MapFor(ReadOnlySpan<byte> domain, uint id)
    {
        long result = Path.Call(
            (uint)HypercallNumber.UpdateVaMappingOtherDomain, _machine.AddressOf(1), Pte.Map(_machine.FrameOf(2), ReadWrite).Value, (ulong)UvmFlags.Invlpg, id);
        SayMapping("update_va_mapping_otherdomain page 1 := page 2, for "u8, domain, result);
    }

    private void SayMapping(ReadOnlySpan<byte> call, ReadOnlySpan<byte> step, long result)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted(call);
        line.AppendFormatted(step);
        AppendResult(ref line, result);
        AppendEntryOf(ref line, 1);
        Console.WriteLine(ref line);

        // Flushes what a step has left unflushed; then the page reads as its entry says.
        Pte entry = Entry(1);
        if (entry.IsPresent && entry.Frame == _machine.FrameOf(2))
        {
            Map(1, entry);
            Console.WriteLine($"  page 1 reads 0x{_machine.Load(_machine.AddressOf(1)):x}");
        }

        Reset(1);
    }
}
