using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    /// <summary>Where there is neither memory nor anything of Xen's, on a machine with less than 3 GiB.</summary>
    private const ulong DeviceFrame = 0xe0000;

    private const PteFlags UpperFlags = PteFlags.Present | PteFlags.Writable | PteFlags.User;

    /// <summary>Four levels of tables that are the script's own: checked, used, changed, and memory again.</summary>
    private void BuildTables()
    {
        const int l4 = 16, l3 = 17, l2 = 18, l1 = 19, page = 20, last = Page.Entries - 1;
        const MmuExtCommand pinL4 = MmuExtCommand.PinL4Table, unpin = MmuExtCommand.UnpinTable, newBase = MmuExtCommand.NewBasePointer;
        for (int table = l4; table <= l1; table++)
        {
            _machine.Store(_machine.AddressOf(table), Pte.Map(_machine.FrameOf(table + 1), table == l1 ? ReadOnlyFlags : UpperFlags).Value);
            Map(table, Pte.Map(_machine.FrameOf(table), table == l3 ? ReadWrite : ReadOnlyFlags));
        }

        // What the domain itself runs on.
        Pte own = new Pte(_machine.Peek(_machine.Table(4).EntryAddress(last))).Without(PteFlags.Accessed | PteFlags.Dirty);
        Write("L4's last entry := the domain's own"u8, l4, last, own);
        Extend("pin L4: page 16, of pages 17, which is mapped writable, 18 and 19"u8, pinL4, _machine.FrameOf(l4));
        Map(l3, Pte.Map(_machine.FrameOf(l3), ReadOnlyFlags));
        Extend("pin L4: page 16, of pages 17, 18 and 19"u8, pinL4, _machine.FrameOf(l4));
        for (int table = l4; table <= l1; table++)
            SayEntry(table, 0);

        Write("L4's entry 1 := page 17, an L3"u8, l4, 1, Pte.Map(_machine.FrameOf(l3), UpperFlags));
        Write("L4's entry 1 := page 17 as it is, pt-ad"u8, l4, 1, Pte.Map(_machine.FrameOf(l3), UpperFlags | PteFlags.Accessed), 2);
        Write("L4's entry 2 := page 18, an L2"u8, l4, 2, Pte.Map(_machine.FrameOf(l2), UpperFlags));
        Write("L4's entry 2 := page 20, which is memory"u8, l4, 2, Pte.Map(_machine.FrameOf(page), UpperFlags));
        Write("L4's entry 2 := a device's frame"u8, l4, 2, Pte.Map(new MachineFrame(DeviceFrame), UpperFlags));
        Write("L4's entry 5 := page 16, itself, read-only"u8, l4, 5, Pte.Map(_machine.FrameOf(l4), ReadOnlyFlags));
        Write("L4's entry 6 := page 16, itself"u8, l4, 6, Pte.Map(_machine.FrameOf(l4), UpperFlags));
        Write("L4's entry 7 := the domain's own L4, read-only"u8, l4, 7, Pte.Map(_machine.Table(4), ReadOnlyFlags));
        Write("L4's entry 8 := the domain's own L4"u8, l4, 8, Pte.Map(_machine.Table(4), UpperFlags));
        Write("L4's entry 8 := the domain's own L4, read-only"u8, l4, 8, Pte.Map(_machine.Table(4), ReadOnlyFlags));
        ulong ownEntry = _machine.Table(4).EntryAddress(FreeSlot).Value;
        Update("pt: a free entry of the domain's L4 := page 16, which shows that L4, read-only"u8, ownEntry, Pte.Map(_machine.FrameOf(l4), ReadOnlyFlags), l4);
        Write("L4's entry 7 := nothing"u8, l4, 7, default);
        Write("L4's entry 8 := nothing"u8, l4, 8, default);
        Update("pt: a free entry of the domain's L4 := page 16, read-only"u8, ownEntry, Pte.Map(_machine.FrameOf(l4), ReadOnlyFlags), l4);
        Write("L4's entry 7 := the domain's own L4, which shows page 16, read-only"u8, l4, 7, Pte.Map(_machine.Table(4), ReadOnlyFlags));
        Update("pt: a free entry of the domain's L4 := nothing"u8, ownEntry, default, l4);
        Write("L3's entry 5 := page 17, itself, read-only"u8, l3, 5, Pte.Map(_machine.FrameOf(l3), ReadOnlyFlags));
        Write("L3's entry 6 := page 17, itself"u8, l3, 6, Pte.Map(_machine.FrameOf(l3), UpperFlags));
        Write("L3's entry 7 := page 19, an L1"u8, l3, 7, Pte.Map(_machine.FrameOf(l1), UpperFlags));
        Write("L2's entry 5 := page 18, itself, read-only"u8, l2, 5, Pte.Map(_machine.FrameOf(l2), ReadOnlyFlags));
        Write("L2's entry 6 := page 19, read-only and NX"u8, l2, 6, Pte.Map(_machine.FrameOf(l1), ReadOnlyFlags | PteFlags.NoExecute));
        Write("L2's entry 7 := page 19 AVL, for the kernel"u8, l2, 7, Pte.Map(_machine.FrameOf(l1), PteFlags.Present | PteFlags.Writable | PteFlags.Available10));
        Write("L2's entry 7 := page 19 PCD"u8, l2, 7, Pte.Map(_machine.FrameOf(l1), UpperFlags | PteFlags.CacheDisable));
        Write("L2's entry 7 := nothing"u8, l2, 7, default);
        Write("L1's entry 5 := page 19, itself, read-only"u8, l1, 5, Pte.Map(_machine.FrameOf(l1), ReadOnlyFlags));
        Write("L1's entry 6 := page 19, itself"u8, l1, 6, Pte.Map(_machine.FrameOf(l1), ReadWrite));
        Write("L1's entry 7 := page 16, an L4"u8, l1, 7, Pte.Map(_machine.FrameOf(l4), ReadWrite));
        Write("L1's entry 8 := page 20"u8, l1, 8, Pte.Map(_machine.FrameOf(page), ReadWrite));

        Extend("pin L1: page 20, which two tables map writable"u8, MmuExtCommand.PinL1Table, _machine.FrameOf(page));
        Extend("pin L3: page 17, which is in use"u8, MmuExtCommand.PinL3Table, _machine.FrameOf(l3));
        Extend("pin L2: page 17, which is in use as L3"u8, MmuExtCommand.PinL2Table, _machine.FrameOf(l3));
        Extend("unpin: page 17"u8, unpin, _machine.FrameOf(l3));
        Extend("new user base: page 16"u8, MmuExtCommand.NewUserBasePointer, _machine.FrameOf(l4));
        Extend("new user base: none"u8, MmuExtCommand.NewUserBasePointer, new MachineFrame(0));
        Extend("new base: page 16"u8, newBase, _machine.FrameOf(l4));
        Extend("unpin: page 16, which is the base"u8, unpin, _machine.FrameOf(l4));
        Update("pt: page 16, which is the base, := page 16"u8, At(l4), Pte.Map(_machine.FrameOf(l4), ReadWrite), l4);
        Extend("clear page 16, which is the base"u8, MmuExtCommand.ClearPage, _machine.FrameOf(l4));
        Extend("pin L4: page 16, which is the base"u8, pinL4, _machine.FrameOf(l4));
        Extend("new base: the domain's own"u8, newBase, _machine.Table(4));
        Write("L4's entry 0 := nothing, L3 is in use by entry 1"u8, l4, 0, default);
        Update("pt: page 17, which is in use, := page 17"u8, At(l3), Pte.Map(_machine.FrameOf(l3), ReadWrite), l3);
        Write("L4's entry 1 := nothing"u8, l4, 1, default);
        Update("pt: page 17, which is in use by itself, := page 17"u8, At(l3), Pte.Map(_machine.FrameOf(l3), ReadWrite), l3);
        Extend("unpin: page 16"u8, unpin, _machine.FrameOf(l4));
        for (int table = l4; table <= page; table++)
        {
            Reset(table);
            Console.WriteLine($"  page {table} reads 0x{_machine.Load(_machine.AddressOf(table)):x}");
        }
    }

    /// <summary>Frames that are a device's, which dom0 may map.</summary>
    private void MapDevices()
    {
        var device = new MachineFrame(DeviceFrame);
        Device("a device's frame RW US"u8, Self, ReadWrite);
        Device("a device's frame read-only"u8, Self, ReadOnlyFlags);
        Device("a device's frame RW US PCD"u8, Self, ReadWrite | PteFlags.CacheDisable);
        Device("a device's frame RW US PWT"u8, Self, ReadWrite | PteFlags.WriteThrough);
        Device("a device's frame RW US PWT PCD"u8, Self, ReadWrite | PteFlags.WriteThrough | PteFlags.CacheDisable);
        Device("a device's frame RW US PAT"u8, Self, ReadWrite | PteFlags.Pat);
        Device("a device's frame RW US PAT PWT"u8, Self, ReadWrite | PteFlags.Pat | PteFlags.WriteThrough);
        Device("a device's frame RW US PAT PCD"u8, Self, ReadWrite | PteFlags.Pat | PteFlags.CacheDisable);
        Device("a device's frame RW US G"u8, Self, ReadWrite | PteFlags.Global);
        Device("a device's frame of DOMID_IO"u8, (uint)DomainId.Io, ReadWrite);
        Device("a device's frame of DOMID_XEN"u8, (uint)DomainId.Xen, ReadWrite);
        Device("a device's frame of DOMID_IO, tables of domain 0"u8, (1u << 16) | (uint)DomainId.Io, ReadWrite);
        Update("pt: word 0 of a device's frame := nothing"u8, device.Address.Value, default, 1);
        SetPseudoPhysical("machphys: a device's frame := page 1"u8, device.Address.Value, _machine.PseudoPhysicalFrameOf(1), _machine.FrameOf(1));
        Extend("pin L1: a device's frame"u8, MmuExtCommand.PinL1Table, device);
        Extend("clear a device's frame"u8, MmuExtCommand.ClearPage, device);
        Copy("copy a device's frame to page 9"u8, _machine.FrameOf(9), device);
        MapTo("page 1 := a device's frame"u8, _machine.AddressOf(1), Pte.Map(device, ReadWrite), (ulong)UvmFlags.Invlpg);
    }

    private void Device(ReadOnlySpan<byte> step, uint foreign, PteFlags flags)
    {
        long result = Update(At(1), Pte.Map(new MachineFrame(DeviceFrame), flags), foreign, out uint done);
        ConsoleLine line = UpdateLine("pt: page 1 := "u8, step, result, done);
        AppendEntryOf(ref line, 1);
        Console.WriteLine(ref line);
        Reset(1);
    }

    /// <summary>Writes an entry of a page that is a table, or is to be one, by mmu_update.</summary>
    private void Write(ReadOnlySpan<byte> step, int table, int index, Pte entry, uint command = 0)
    {
        MachineAddress at = _machine.FrameOf(table).EntryAddress(index);
        long result = Update(at.Value | command, entry, Self, out uint done);
        ConsoleLine line = UpdateLine("pt: "u8, step, result, done);
        line.AppendFormatted("; it maps "u8);
        Append(ref line, new(_machine.Peek(at)), withUse: true);
        Console.WriteLine(ref line);
    }

    private void SayEntry(int table, int index)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted("  entry "u8);
        line.AppendFormatted(index);
        line.AppendFormatted(" of page "u8);
        line.AppendFormatted(table);
        line.AppendFormatted(": "u8);
        Append(ref line, new(_machine.Peek(_machine.FrameOf(table).EntryAddress(index))));
        Console.WriteLine(ref line);
    }
}
