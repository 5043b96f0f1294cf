using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>grant_table_op, with a domain that grants pages to itself.</summary>
internal static unsafe class Grants
{
    private const HypercallNumber Call = HypercallNumber.GrantTableOp;
    private const ushort Self = (ushort)DomainId.Self;

    // Of grant_table.h: GTF_permit_access, GNTMAP_host_map, GNTCOPY_source_gref, GNTST_*.
    private const ushort PermitAccess = 1;
    private const uint HostMap = 2;
    private const ushort SourceIsGrant = 1;
    private const short Okay = 0;
    private const short GeneralError = -1;

    private const uint First = 8;
    private const uint Second = 9;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        var version = new GnttabSetVersion { Version = 1 };
        HypercallResult result = xen.GrantTableOp((uint)GrantCommand.SetVersion, new Span<GnttabSetVersion>(ref version));
        var current = new GnttabGetVersion { Dom = Self };
        HypercallResult got = xen.GrantTableOp((uint)GrantCommand.GetVersion, new Span<GnttabGetVersion>(ref current));
        Table.Effect(Call, "GNTTABOP_set_version, 1"u8, result, "GNTTABOP_get_version says 1"u8, current.Version == 1);
        Table.Effect(Call, "GNTTABOP_get_version"u8, got, "it says what GNTTABOP_set_version has set"u8, current.Version == 1);

        ulong frame = 0;
        var setup = new GnttabSetupTable { Dom = Self, NrFrames = 1, FrameList = &frame };
        result = xen.GrantTableOp((uint)GrantCommand.SetupTable, new Span<GnttabSetupTable>(ref setup));
        var table = (GrantEntryV1*)memory.Spare(40);
        bool isMapped = !Mappings.Map(xen, table, new MachineFrame(frame), Mappings.Writable).IsError;
        Table.Effect(Call, "GNTTABOP_setup_table, a frame"u8, result, "the frame that it names can be mapped"u8, setup.Status == Okay && isMapped);

        var size = new GnttabQuerySize { Dom = Self };
        result = xen.GrantTableOp((uint)GrantCommand.QuerySize, new Span<GnttabQuerySize>(ref size));
        Table.Effect(Call, "GNTTABOP_query_size"u8, result, "it says 1 frame of at most 64"u8, size.Status == Okay && size is { NrFrames: 1, MaxNrFrames: 64 });

        Sharing(xen, memory, table);
        Others(xen, table, frame);
        Panic.IfError(xen.UpdateVaMapping(table, default, MappingFlush.LocalEntry));
    }

    private static void Sharing(Hypercalls<PvHypercallPage> xen, GuestMemory memory, GrantEntryV1* table)
    {
        var shared = (ulong*)memory.Spare(41);
        var other = (ulong*)memory.Spare(42);
        var window = (ulong*)memory.Spare(43);
        *shared = 0x5a5a;
        *other = 0xb6b6;
        *window = 0;
        table[First] = new GrantEntryV1 { Flags = PermitAccess, Domid = 0, Frame = (uint)memory.FrameOf(shared).Number };
        table[Second] = new GrantEntryV1 { Flags = PermitAccess, Domid = 0, Frame = (uint)memory.FrameOf(other).Number };

        Panic.IfError(xen.UpdateVaMapping(window, default, MappingFlush.LocalEntry));
        var map = new GnttabMapGrantRef { HostAddr = (ulong)window, Flags = HostMap, Ref = First, Dom = 0 };
        HypercallResult result = xen.GrantTableOp((uint)GrantCommand.MapGrantRef, new Span<GnttabMapGrantRef>(ref map));
        Volatile.Write(ref *shared, 0x5b5b);
        bool isShown = map.Status == Okay && Volatile.Read(ref *window) == 0x5b5b;
        Table.Effect(Call, "GNTTABOP_map_grant_ref"u8, result, "what is written to the page is read where the grant is mapped"u8, isShown);

        // The mapping of the grant takes the place of the page at the other address.
        var replace = new GnttabUnmapAndReplace { HostAddr = (ulong)window, NewAddr = (ulong)memory.Spare(44), Handle = map.Handle };
        *(ulong*)memory.Spare(44) = 0x4444;
        result = xen.GrantTableOp((uint)GrantCommand.UnmapAndReplace, new Span<GnttabUnmapAndReplace>(ref replace));
        bool isReplaced = replace.Status == Okay && Volatile.Read(ref *window) == 0x4444 && !memory.EntryOf((ulong)memory.Spare(44))->IsPresent;
        Table.Effect(Call, "GNTTABOP_unmap_and_replace"u8, result, "the other address's page is there now, and not where it was"u8, isReplaced);
        Panic.IfError(xen.UpdateVaMapping(window, default, MappingFlush.LocalEntry));
        Panic.IfError(xen.GrantTableOp((uint)GrantCommand.MapGrantRef, new Span<GnttabMapGrantRef>(ref map)));
        var unmap = new GnttabUnmapGrantRef { HostAddr = (ulong)window, Handle = map.Handle };
        result = xen.GrantTableOp((uint)GrantCommand.UnmapGrantRef, new Span<GnttabUnmapGrantRef>(ref unmap));
        bool isGone = unmap.Status == Okay && !memory.EntryOf((ulong)window)->IsPresent && table[First].Flags == PermitAccess;
        Table.Effect(Call, "GNTTABOP_unmap_grant_ref"u8, result, "nothing is mapped there, and the grant is not in use any more"u8, isGone);
        Panic.IfError(Mappings.Map(xen, window, memory.FrameOf(window), Mappings.Writable));

        map.Ref = 11;
        result = xen.GrantTableOp((uint)GrantCommand.MapGrantRef, new Span<GnttabMapGrantRef>(ref map));
        Table.Effect(Call, "GNTTABOP_map_grant_ref of one that grants nothing"u8, result, "its status is GNTST_general_error"u8, map.Status == GeneralError);

        *window = 0;
        var copy = new GnttabCopy { Len = 8, Flags = SourceIsGrant };
        copy.Source.U.Ref = First;
        copy.Source.Domid = 0;
        copy.Dest.U.Gmfn = memory.FrameOf(window).Number;
        copy.Dest.Domid = Self;
        result = xen.GrantTableOp((uint)GrantCommand.Copy, new Span<GnttabCopy>(ref copy));
        Table.Effect(Call, "GNTTABOP_copy of 8 bytes"u8, result, "they are in the other page"u8, copy.Status == Okay && Volatile.Read(ref *window) == 0x5b5b);

        uint before = table[First].Frame;
        var swap = new GnttabSwapGrantRef { RefA = First, RefB = Second };
        result = xen.GrantTableOp((uint)GrantCommand.SwapGrantRef, new Span<GnttabSwapGrantRef>(ref swap));
        Table.Effect(Call, "GNTTABOP_swap_grant_ref"u8, result, "the two entries have changed places"u8, swap.Status == Okay && table[Second].Frame == before && table[First].Frame != before);
        table[First] = default;
        table[Second] = default;
    }

    private static void Others(Hypercalls<PvHypercallPage> xen, GrantEntryV1* table, ulong frame)
    {
        var transfer = new GnttabTransfer { Mfn = 0xff_ffff_ffff, Domid = 77, Ref = First };
        HypercallResult result = xen.GrantTableOp((uint)GrantCommand.Transfer, new Span<GnttabTransfer>(ref transfer));
        Table.Effect(Call, "GNTTABOP_transfer of a frame that is not ours"u8, result, "its status is an error"u8, transfer.Status < Okay);

        ulong list = 0;
        var status = new GnttabGetStatusFrames { Dom = Self, NrFrames = 1, FrameList = &list };
        result = xen.GrantTableOp((uint)GrantCommand.GetStatusFrames, new Span<GnttabGetStatusFrames>(ref status));
        Table.Effect(Call, "GNTTABOP_get_status_frames, which version 1 has not"u8, result, "its status is an error"u8, status.Status < Okay);

        var dump = new GnttabDumpTable { Dom = Self };
        Table.Refusal(Call, "GNTTABOP_dump_table, which only a debug build has"u8, xen.GrantTableOp((uint)GrantCommand.DumpTable, new Span<GnttabDumpTable>(ref dump)), XenErrno.ENOSYS);
        var flush = default(GnttabCacheFlush);
        flush.A.DevBusAddr = frame * Page.Size;
        Table.Answer(Call, "GNTTABOP_cache_flush with nothing to do"u8, xen.GrantTableOp((uint)GrantCommand.CacheFlush, new Span<GnttabCacheFlush>(ref flush)), Table.Done);
        Table.Refusal(Call, "GNTTABOP_query_size at address 8"u8, xen.GrantTableOp((uint)GrantCommand.QuerySize, new GuestPointer64(8), 1), XenErrno.EFAULT);
        Table.Refusal(Call, "a command that is none"u8, xen.GrantTableOp(63, (GuestPointer64)table, 1), XenErrno.ENOSYS);
    }
}
