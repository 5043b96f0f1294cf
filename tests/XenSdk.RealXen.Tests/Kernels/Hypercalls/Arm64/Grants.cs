using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>grant_table_op on ARM, with a domain that grants pages to itself.</summary>
internal static unsafe class Grants
{
    private const HypercallNumber Call = HypercallNumber.GrantTableOp;
    private const ushort Self = (ushort)DomainId.Self;

    // Of grant_table.h: GTF_permit_access, GNTMAP_host_map, GNTCOPY_source_gref, GNTST_*, GNTTAB_CACHE_*.
    private const ushort PermitAccess = 1;
    private const uint HostMap = 2;
    private const ushort SourceIsGrant = 1;
    private const short Okay = 0;
    private const uint CleanAndInvalidate = 3;

    private const uint First = 8;
    private const uint Second = 9;

    internal static void Run(Hypercalls<ArmHypercallGates> xen, SpareMemory memory)
    {
        var version = new GnttabSetVersion { Version = 1 };
        HypercallResult result = xen.GrantTableOp((uint)GrantCommand.SetVersion, new Span<GnttabSetVersion>(ref version));
        var current = new GnttabGetVersion { Dom = Self };
        _ = xen.GrantTableOp((uint)GrantCommand.GetVersion, new Span<GnttabGetVersion>(ref current));
        Table.Effect(Call, "GNTTABOP_set_version, 1"u8, result, "GNTTABOP_get_version says 1"u8, current.Version == 1);

        ulong frame = 0;
        var setup = new GnttabSetupTable { Dom = Self, NrFrames = 1, FrameList = &frame };
        result = xen.GrantTableOp((uint)GrantCommand.SetupTable, new Span<GnttabSetupTable>(ref setup));
        var table = (GrantEntryV1*)memory.Spare(10);
        var add = new XenAddToPhysmap { Domid = Self, Space = (uint)MemorySpace.GrantTable, Gpfn = SpareMemory.FrameOf(table) };
        HypercallResult added = xen.MemoryOp((uint)MemoryCommand.AddToPhysmap, ref add);
        Table.Effect(Call, "GNTTABOP_setup_table, a frame"u8, result, "its status is GNTST_okay"u8, setup.Status == Okay);

        var size = new GnttabQuerySize { Dom = Self };
        result = xen.GrantTableOp((uint)GrantCommand.QuerySize, new Span<GnttabQuerySize>(ref size));
        Table.Effect(Call, "GNTTABOP_query_size"u8, result, "it says 1 frame of at most 64"u8, size.Status == Okay && size is { NrFrames: 1, MaxNrFrames: 64 });

        var shared = (ulong*)memory.Spare(11);
        var other = (ulong*)memory.Spare(12);
        *shared = 0x5a5a;
        *other = 0;
        table[First] = new GrantEntryV1 { Flags = PermitAccess, Domid = 0, Frame = (uint)SpareMemory.FrameOf(shared) };
        table[Second] = new GrantEntryV1 { Flags = PermitAccess, Domid = 0, Frame = (uint)SpareMemory.FrameOf(other) };

        var copy = new GnttabCopy { Len = 8, Flags = SourceIsGrant };
        copy.Source.U.Ref = First;
        copy.Source.Domid = 0;
        copy.Dest.U.Gmfn = SpareMemory.FrameOf(other);
        copy.Dest.Domid = Self;
        result = xen.GrantTableOp((uint)GrantCommand.Copy, new Span<GnttabCopy>(ref copy));
        bool isCopied = copy.Status == Okay && Volatile.Read(ref *other) == 0x5a5a;
        Table.Effect(Call, "GNTTABOP_copy of 8 bytes"u8, result, "they are in the other page"u8, isCopied);
        Table.Effect(HypercallNumber.MemoryOp, "XENMEM_add_to_physmap, the grant table"u8, added, "a grant that is written there can be copied from"u8, isCopied);

        Mapping(xen, memory, table, shared);

        uint before = table[First].Frame;
        var swap = new GnttabSwapGrantRef { RefA = First, RefB = Second };
        result = xen.GrantTableOp((uint)GrantCommand.SwapGrantRef, new Span<GnttabSwapGrantRef>(ref swap));
        Table.Effect(Call, "GNTTABOP_swap_grant_ref"u8, result, "the two entries have changed places"u8, swap.Status == Okay && table[Second].Frame == before && table[First].Frame != before);
        Table.Refusal(Call, "GNTTABOP_query_size at address 8"u8, xen.GrantTableOp((uint)GrantCommand.QuerySize, new GuestPointer64(8), 1), XenErrno.EFAULT);
        Table.Refusal(Call, "a command that is none"u8, xen.GrantTableOp(63, new GuestPointer64((ulong)shared), 1), XenErrno.ENOSYS);
    }

    private static void Mapping(Hypercalls<ArmHypercallGates> xen, SpareMemory memory, GrantEntryV1* table, ulong* shared)
    {
        // A mapping needs a page of ours to stand in for: one whose memory was given back.
        var window = (ulong*)memory.Spare(13);
        ulong extent = SpareMemory.FrameOf(window);
        var request = new XenMemoryReservation { ExtentStart = &extent, NrExtents = 1, Domid = Self };
        Table.Answer(HypercallNumber.MemoryOp, "XENMEM_decrease_reservation, where a grant is to be mapped"u8, xen.MemoryOp((uint)MemoryCommand.DecreaseReservation, ref request), new(1));

        var map = new GnttabMapGrantRef { HostAddr = (ulong)window, Flags = HostMap, Ref = First, Dom = 0 };
        HypercallResult result = xen.GrantTableOp((uint)GrantCommand.MapGrantRef, new Span<GnttabMapGrantRef>(ref map));
        Volatile.Write(ref *shared, 0x5b5b);
        bool isShown = map.Status == Okay && Volatile.Read(ref *window) == 0x5b5b;
        Table.Effect(Call, "GNTTABOP_map_grant_ref"u8, result, "what is written to the page is read where the grant is mapped"u8, isShown);

        var flush = new GnttabCacheFlush { Offset = 0, Length = 64, Op = CleanAndInvalidate };
        flush.A.DevBusAddr = map.DevBusAddr;
        Table.Answer(Call, "GNTTABOP_cache_flush, clean and invalidate, of the page that is mapped"u8, xen.GrantTableOp((uint)GrantCommand.CacheFlush, new Span<GnttabCacheFlush>(ref flush)), Table.Done);

        bool isInUse = table[First].Flags != PermitAccess;
        var unmap = new GnttabUnmapGrantRef { HostAddr = (ulong)window, Handle = map.Handle };
        result = xen.GrantTableOp((uint)GrantCommand.UnmapGrantRef, new Span<GnttabUnmapGrantRef>(ref unmap));
        Table.Effect(Call, "GNTTABOP_unmap_grant_ref"u8, result, "the grant was in use, and is not any more"u8, unmap.Status == Okay && isInUse && table[First].Flags == PermitAccess);
    }
}
