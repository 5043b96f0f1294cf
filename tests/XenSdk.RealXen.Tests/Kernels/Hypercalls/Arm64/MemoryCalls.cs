using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>memory_op on ARM, where Xen translates the guest's memory.</summary>
internal static unsafe class MemoryCalls
{
    private const HypercallNumber Call = HypercallNumber.MemoryOp;
    private const ushort Self = (ushort)DomainId.Self;
    private const long PagesOfDom0 = 32768;
    private const int SharedPage = 0;

    internal static void Run(Hypercalls<ArmHypercallGates> xen, SpareMemory memory)
    {
        Table.Answer(Call, "XENMEM_current_reservation of dom0_mem=128M"u8, Reservation(xen), new(PagesOfDom0));
        ushort self = Self;
        Table.Answer(Call, "XENMEM_maximum_reservation"u8, xen.MemoryOp((uint)MemoryCommand.MaximumReservation, ref self), new(PagesOfDom0));
        HypercallResult last = xen.MemoryOp((uint)MemoryCommand.MaximumGpfn, ref self);
        Table.Number(Call, "XENMEM_maximum_gpfn"u8, last, "no page of ours is behind it"u8, (ulong)last.Value >= SpareMemory.FrameOf(memory.Spare(0)));

        GiveAndTake(xen, (ulong*)memory.Spare(1));

        ulong number = 0;
        var mapping = default(XenMachphysMapping);
        Table.Refusal(Call, "XENMEM_machphys_mapping, which ARM has not"u8, xen.MemoryOp((uint)MemoryCommand.MachphysMapping, ref mapping), XenErrno.ENOSYS);
        Table.Refusal(Call, "XENMEM_current_reservation at address 8"u8, xen.MemoryOp((uint)MemoryCommand.CurrentReservation, new GuestPointer64(8)), XenErrno.EFAULT);
        self = 77;
        Table.Refusal(Call, "XENMEM_current_reservation of domain 77, which is none"u8, xen.MemoryOp((uint)MemoryCommand.CurrentReservation, ref self), XenErrno.ESRCH);
        Table.Refusal(Call, "a command that is none"u8, xen.MemoryOp(63, ref number), XenErrno.ENOSYS);
    }

    /// <summary>Has Xen put the page that it shares with the domain where one of ours was.</summary>
    internal static SharedInfoView MapSharedInfo(Hypercalls<ArmHypercallGates> xen, SpareMemory memory)
    {
        void* page = memory.Spare(SharedPage);
        const ulong ours = 0xaaaa_aaaa_aaaa_aaaa;
        new Span<ulong>(page, Page.Entries).Fill(ours);
        var add = new XenAddToPhysmap { Domid = Self, Space = (uint)MemorySpace.SharedInfo, Gpfn = SpareMemory.FrameOf(page) };
        HypercallResult result = xen.MemoryOp((uint)MemoryCommand.AddToPhysmap, ref add);
        var shared = (XenSdk.Arm64.SharedInfo*)page;
        Table.Effect(Call, "XENMEM_add_to_physmap, the shared page"u8, result, "it stands where our page was, with no event pending"u8, shared->EvtchnPending[0] == 0 && shared->EvtchnMask[0] != ours);
        return SharedInfoView.Of(shared);
    }

    private static HypercallResult Reservation(Hypercalls<ArmHypercallGates> xen)
    {
        ushort self = Self;
        return xen.MemoryOp((uint)MemoryCommand.CurrentReservation, ref self);
    }

    private static void GiveAndTake(Hypercalls<ArmHypercallGates> xen, ulong* page)
    {
        ulong extent = SpareMemory.FrameOf(page);
        var request = new XenMemoryReservation { ExtentStart = &extent, NrExtents = 1, Domid = Self };
        HypercallResult result = xen.MemoryOp((uint)MemoryCommand.DecreaseReservation, ref request);
        Table.Effect(Call, "XENMEM_decrease_reservation, a page"u8, result, new(1), "dom0, whose memory is mapped one to one, has as many pages as before"u8, Reservation(xen).Value == PagesOfDom0);

        extent = SpareMemory.FrameOf(page);
        request = new XenMemoryReservation { ExtentStart = &extent, NrExtents = 1, Domid = Self };
        result = xen.MemoryOp((uint)MemoryCommand.PopulatePhysmap, ref request);
        bool works = result.Value == 1;
        if (works)
        {
            Volatile.Write(ref *page, 0x5a5a);
            works = Volatile.Read(ref *page) == 0x5a5a && Reservation(xen).Value == PagesOfDom0;
        }

        Table.Effect(Call, "XENMEM_populate_physmap, the same page"u8, result, new(1), "it can be used again"u8, works);
    }
}
