using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>memory_op: how much memory the domain has, giving and taking pages of it, and what Xen tells of the machine's.</summary>
internal static unsafe class MemoryCalls
{
    private const HypercallNumber Call = HypercallNumber.MemoryOp;
    private const ushort Self = (ushort)DomainId.Self;
    private const ulong MachineToPhysical = 0xffff_8000_0000_0000;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong pages)
    {
        Table.Effect(Call, "XENMEM_current_reservation"u8, Reservation(xen), new((long)pages), "it is nr_pages of start_info"u8, (ulong)Reservation(xen).Value == pages);
        ushort self = Self;
        Table.Answer(Call, "XENMEM_maximum_reservation, without a limit"u8, xen.MemoryOp((uint)MemoryCommand.MaximumReservation, ref self), new(uint.MaxValue));
        HypercallResult last = xen.MemoryOp((uint)MemoryCommand.MaximumRamPage, default(GuestPointer64));
        Table.Number(Call, "XENMEM_maximum_ram_page"u8, last, "no frame of ours is behind it"u8, (ulong)last.Value >= memory.FrameOf(memory.Spare(0)).Number);

        GiveAndTake(xen, memory, (ulong*)memory.Spare(30));
        Exchange(xen, memory, (ulong*)memory.Spare(31));
        OfTheMachine(xen, (XenSdk.X86_64.VcpuInfo*)memory.Spare(32));

        var add = new XenAddToPhysmap { Domid = Self, Space = (uint)MemorySpace.SharedInfo };
        Table.Refusal(Call, "XENMEM_add_to_physmap, which is not for PV"u8, xen.MemoryOp((uint)MemoryCommand.AddToPhysmap, ref add), XenErrno.EACCES);
        Table.Refusal(Call, "XENMEM_current_reservation at address 8"u8, xen.MemoryOp((uint)MemoryCommand.CurrentReservation, new GuestPointer64(8)), XenErrno.EFAULT);
        self = 77;
        Table.Refusal(Call, "XENMEM_current_reservation of domain 77, which is none"u8, xen.MemoryOp((uint)MemoryCommand.CurrentReservation, ref self), XenErrno.ESRCH);
        Table.Refusal(Call, "a command that is none"u8, xen.MemoryOp(63, ref self), XenErrno.ENOSYS);
    }

    private static HypercallResult Reservation(Hypercalls<PvHypercallPage> xen)
    {
        ushort self = Self;
        return xen.MemoryOp((uint)MemoryCommand.CurrentReservation, ref self);
    }

    private static void GiveAndTake(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* page)
    {
        long before = Reservation(xen).Value;
        ulong number = ((ulong)page - GuestMemory.Start) / Page.Size;
        ulong extent = memory.FrameOf(page).Number;
        Panic.IfError(xen.UpdateVaMapping(page, default, MappingFlush.LocalEntry));

        XenMemoryReservation request = Request(&extent);
        HypercallResult result = xen.MemoryOp((uint)MemoryCommand.DecreaseReservation, ref request);
        Table.Effect(Call, "XENMEM_decrease_reservation, a page that is not mapped"u8, result, new(1), "the domain has one page less, and may not map that one"u8, Reservation(xen).Value == before - 1 && Mappings.Map(xen, page, new MachineFrame(extent), Mappings.Writable).IsError);

        extent = number;
        request = Request(&extent);
        result = xen.MemoryOp((uint)MemoryCommand.PopulatePhysmap, ref request);
        Table.Effect(Call, "XENMEM_populate_physmap, a page"u8, result, new(1), "the frame that it names can be used, and Xen's table has the number asked for"u8, Works(xen, page, extent) && NumberOf(extent) == number && Reservation(xen).Value == before);

        Panic.IfError(xen.UpdateVaMapping(page, default, MappingFlush.LocalEntry));
        request = Request(&extent);
        Panic.IfError(xen.MemoryOp((uint)MemoryCommand.DecreaseReservation, ref request));
        extent = 0;
        request = Request(&extent);
        result = xen.MemoryOp((uint)MemoryCommand.IncreaseReservation, ref request);
        Table.Effect(Call, "XENMEM_increase_reservation, a page"u8, result, new(1), "the frame that it names can be used"u8, Works(xen, page, extent) && Reservation(xen).Value == before);
    }

    private static void Exchange(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ulong* page)
    {
        ulong number = ((ulong)page - GuestMemory.Start) / Page.Size;
        ulong given = memory.FrameOf(page).Number;
        ulong old = given;
        ulong taken = number;
        Panic.IfError(xen.UpdateVaMapping(page, default, MappingFlush.LocalEntry));
        var exchange = new XenMemoryExchange { In = Request(&given), Out = Request(&taken) };
        HypercallResult result = xen.MemoryOp((uint)MemoryCommand.Exchange, ref exchange);
        Table.Effect(Call, "XENMEM_exchange, a page for another"u8, result, "one was exchanged, and the frame that it names can be used"u8, exchange.NrExchanged == 1 && Works(xen, page, taken) && NumberOf(taken) == number && taken != old);
    }

    private static void OfTheMachine(Hypercalls<PvHypercallPage> xen, void* room)
    {
        var mapping = default(XenMachphysMapping);
        HypercallResult result = xen.MemoryOp((uint)MemoryCommand.MachphysMapping, ref mapping);
        Table.Effect(Call, "XENMEM_machphys_mapping"u8, result, "its table is where xen-x86_64.h says"u8, mapping.VStart == MachineToPhysical && mapping.MaxMfn > 0);

        var list = new XenMachphysMfnList { MaxExtents = 16, ExtentStart = (ulong*)room };
        result = xen.MemoryOp((uint)MemoryCommand.MachphysMfnList, ref list);
        Table.Effect(Call, "XENMEM_machphys_mfn_list"u8, result, "it names frames of that table"u8, list.NrExtents > 0 && *(ulong*)room != 0);

        var map = new XenMemoryMap { NrEntries = 64, Buffer = room };
        result = xen.MemoryOp((uint)MemoryCommand.MachineMemoryMap, ref map);
        ulong usable = 0;
        for (uint i = 0; i < map.NrEntries; i++)
        {
            var entry = (MemoryRange*)room + i;
            usable += entry->Type == 1 ? entry->Length : 0;
        }

        Table.Effect(Call, "XENMEM_machine_memory_map"u8, result, "it has the 512 MiB that the machine has, but for the last ones"u8, usable is > (500ul << 20) and <= (512ul << 20));
        map = new XenMemoryMap { NrEntries = 64, Buffer = room };
        Table.Refusal(Call, "XENMEM_memory_map, of which a PV dom0 has none"u8, xen.MemoryOp((uint)MemoryCommand.MemoryMap, ref map), XenErrno.ENOSYS);
    }

    private static XenMemoryReservation Request(ulong* extent)
        => new() { ExtentStart = extent, NrExtents = 1, Domid = Self };

    private static bool Works(Hypercalls<PvHypercallPage> xen, ulong* page, ulong frame)
    {
        if (Mappings.Map(xen, page, new MachineFrame(frame), Mappings.Writable).IsError)
            return false;
        Volatile.Write(ref *page, frame);
        return Volatile.Read(ref *page) == frame;
    }

    private static ulong NumberOf(ulong frame) => Volatile.Read(ref ((ulong*)MachineToPhysical)[frame]);

    // An entry of the firmware's memory map, as E820 lays it out.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 4)]
    private struct MemoryRange
    {
        public ulong Start;
        public ulong Length;
        public uint Type;
    }
}
