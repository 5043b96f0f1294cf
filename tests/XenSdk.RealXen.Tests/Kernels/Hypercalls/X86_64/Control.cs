using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>What a toolstack asks of Xen: sysctl, domctl, and with a domain that it has created the calls about another
/// domain.</summary>
internal static unsafe class Control
{
    // Of domctl.h: XEN_DOMINF_*, and XEN_DOMCTL_CDF_hvm and _hap.
    private const uint IsShutDown = 1 << 2;
    private const uint IsPaused = 1 << 3;
    private const uint HvmByHap = 3;
    private const uint EmulatedApic = 1;

    // Of sched.h.
    private const uint Poweroff = 0;

    private static ReadOnlySpan<byte> Name => "exercises of C#"u8;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        OfTheMachine(xen, memory);
        ushort domain = Create(xen);
        Page(xen, memory, domain);
        State(xen, domain);
        Destroy(xen, domain);
        Parameters(xen, CreateHvm(xen));
    }

    private static void OfTheMachine(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        const HypercallNumber call = HypercallNumber.Sysctl;
        XenSysctl control = Sysctl(SysctlCommand.Physinfo);
        HypercallResult result = xen.Sysctl(ref control);
        Table.Effect(call, "XEN_SYSCTL_physinfo"u8, result, "one processor, and 512 MiB but for the last ones"u8, control.U.Physinfo.NrCpus == 1 && control.U.Physinfo.TotalPages is > 128000 and <= 131072);

        control = Sysctl(SysctlCommand.Readconsole);
        byte* log = (byte*)memory.Spare(60);
        const int room = 8 * 4096;
        new Span<byte>(log, room).Clear();
        control.U.Readconsole.Buffer = log;
        control.U.Readconsole.Count = room;
        result = xen.Sysctl(ref control);
        Table.Effect(call, "XEN_SYSCTL_readconsole"u8, result, "what Xen said when it booted is there"u8, new ReadOnlySpan<byte>(log, (int)control.U.Readconsole.Count).IndexOf("*** Building a PV Dom0 ***"u8) >= 0);

        control = Sysctl(SysctlCommand.SchedId);
        result = xen.Sysctl(ref control);
        Table.Effect(call, "XEN_SYSCTL_sched_id"u8, result, "it says credit2"u8, control.U.SchedId.SchedId == (uint)Scheduler.Credit2);

        var infos = (XenDomctlGetdomaininfo*)memory.Spare(60);
        control = Sysctl(SysctlCommand.Getdomaininfolist);
        control.U.Getdomaininfolist.FirstDomain = 0;
        control.U.Getdomaininfolist.MaxDomains = 4;
        control.U.Getdomaininfolist.Buffer = infos;
        result = xen.Sysctl(ref control);
        Table.Effect(call, "XEN_SYSCTL_getdomaininfolist"u8, result, "it has dom0, with its 128 MiB"u8, control.U.Getdomaininfolist.NumDomains == 1 && infos->Domain == 0 && infos->TotPages is > 32700 and <= 32800);

        control = Sysctl(SysctlCommand.Physinfo);
        control.InterfaceVersion++;
        Table.Refusal(call, "XEN_SYSCTL_physinfo with another interface version"u8, xen.Sysctl(ref control), XenErrno.EACCES);
        control = Sysctl((SysctlCommand)999);
        Table.Refusal(call, "a command that is none"u8, xen.Sysctl(ref control), XenErrno.ENOSYS);
        Table.Refusal(call, "address 8"u8, xen.Sysctl(new GuestPointer64(8)), XenErrno.EFAULT);
    }

    private static ushort Create(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.Domctl;
        XenDomctl control = Creation();
        HypercallResult result = xen.Domctl(ref control);
        ushort domain = control.Domain;
        bool isThere = TryGetInfo(xen, domain, out XenDomctlGetdomaininfo info) && ((ReadOnlySpan<byte>)info.Handle)[..Name.Length].SequenceEqual(Name);
        Table.Effect(call, "XEN_DOMCTL_createdomain, PV"u8, result, "XEN_DOMCTL_getdomaininfo has it, by the handle that was given to it"u8, isThere);
        Table.Effect(call, "XEN_DOMCTL_getdomaininfo of it"u8, isThere ? Table.Done : new(-1), "it has no memory yet"u8, info.TotPages == 0);

        control = Domctl(DomctlCommand.MaxMem, domain);
        control.U.MaxMem.MaxMemkb = 1024;
        result = xen.Domctl(ref control);
        _ = TryGetInfo(xen, domain, out info);
        Table.Effect(call, "XEN_DOMCTL_max_mem, 1024 kB"u8, result, "XEN_DOMCTL_getdomaininfo says at most 256 pages"u8, info.MaxPages == 256);

        control = Domctl(DomctlCommand.MaxVcpus, domain);
        control.U.MaxVcpus.Max = 1;
        result = xen.Domctl(ref control);
        _ = TryGetInfo(xen, domain, out info);
        Table.Effect(call, "XEN_DOMCTL_max_vcpus, 1"u8, result, "its highest vCPU is 0"u8, info.MaxVcpuId == 0);

        control = Domctl(DomctlCommand.Getdomaininfo, domain);
        control.InterfaceVersion++;
        Table.Refusal(call, "XEN_DOMCTL_getdomaininfo with another interface version"u8, xen.Domctl(ref control), XenErrno.EACCES);
        control = Domctl((DomctlCommand)999, domain);
        Table.Refusal(call, "a command that is none"u8, xen.Domctl(ref control), XenErrno.ENOSYS);
        control = Domctl(DomctlCommand.Pausedomain, 77);
        Table.Refusal(call, "XEN_DOMCTL_pausedomain, domain 77, which is none"u8, xen.Domctl(ref control), XenErrno.ESRCH);
        return domain;
    }

    private static void Page(Hypercalls<PvHypercallPage> xen, GuestMemory memory, ushort domain)
    {
        ulong extent = 0;
        var request = new XenMemoryReservation { ExtentStart = &extent, NrExtents = 1, Domid = domain };
        HypercallResult result = xen.MemoryOp((uint)MemoryCommand.PopulatePhysmap, ref request);
        _ = TryGetInfo(xen, domain, out XenDomctlGetdomaininfo info);
        Table.Effect(HypercallNumber.MemoryOp, "XENMEM_populate_physmap for another domain"u8, result, new(1), "XEN_DOMCTL_getdomaininfo says one page"u8, info.TotPages == 1);
        var frame = new MachineFrame(extent);

        var here = (ulong*)memory.Spare(0);
        const HypercallNumber other = HypercallNumber.UpdateVaMappingOtherDomain;
        result = xen.UpdateVaMapping(here, Pte.Map(frame, Mappings.Writable), MappingFlush.LocalEntry);
        Table.Refusal(HypercallNumber.UpdateVaMapping, "a page of another domain's, without saying whose"u8, result, XenErrno.EBUSY);
        result = xen.UpdateVaMappingOtherDomain(here, Pte.Map(frame, Mappings.Writable), MappingFlush.LocalEntry, (DomainId)domain);
        if (!result.IsError)
            Volatile.Write(ref *here, 0xd0d0);
        Panic.IfError(Mappings.Map(xen, here, memory.FrameOf(here), Mappings.Writable));
        Volatile.Write(ref *here, 0);

        var update = MmuUpdates.Write(memory.EntryAddressOf((ulong)here), Pte.Map(frame, Mappings.ReadOnly));
        HypercallResult mapped = xen.MmuUpdate(new ReadOnlySpan<MmuUpdate>(in update), out uint done, ForeignDomain.Of((DomainId)domain).Value);
        Panic.IfError(MmuExtended.Do(xen, MmuExtOps.InvlpgLocal(here)));
        bool isShown = !mapped.IsError && Volatile.Read(ref *here) == 0xd0d0;
        Table.Effect(other, "a page of another domain's"u8, result, "what is written there is read when it is mapped once more"u8, isShown);
        Table.Effect(HypercallNumber.MmuUpdate, "MMU_NORMAL_PT_UPDATE to a page of another domain's"u8, mapped, "it reads what was written there"u8, isShown && done == 1);
        Panic.IfError(Mappings.Map(xen, here, memory.FrameOf(here), Mappings.Writable));

        MmuExtOp clear = MmuExtOps.ClearPage(frame);
        result = xen.MmuExtOp(new ReadOnlySpan<MmuExtOp>(in clear), out _, domain);
        Panic.IfError(xen.UpdateVaMappingOtherDomain(here, Pte.Map(frame, Mappings.ReadOnly), MappingFlush.LocalEntry, (DomainId)domain));
        Table.Effect(HypercallNumber.MmuExtOp, "MMUEXT_CLEAR_PAGE on a page of another domain's"u8, result, "it reads 0"u8, Volatile.Read(ref *here) == 0);
        Panic.IfError(Mappings.Map(xen, here, memory.FrameOf(here), Mappings.Writable));
    }

    private static void State(Hypercalls<PvHypercallPage> xen, ushort domain)
    {
        const HypercallNumber call = HypercallNumber.Domctl;
        _ = TryGetInfo(xen, domain, out XenDomctlGetdomaininfo info);
        bool startsPaused = (info.Flags & IsPaused) != 0;
        XenDomctl control = Domctl(DomctlCommand.Unpausedomain, domain);
        HypercallResult result = xen.Domctl(ref control);
        _ = TryGetInfo(xen, domain, out info);
        Table.Effect(call, "XEN_DOMCTL_unpausedomain"u8, result, "it was paused when it was created, and is not now"u8, startsPaused && (info.Flags & IsPaused) == 0);
        control = Domctl(DomctlCommand.Pausedomain, domain);
        result = xen.Domctl(ref control);
        _ = TryGetInfo(xen, domain, out info);
        Table.Effect(call, "XEN_DOMCTL_pausedomain"u8, result, "it is paused"u8, (info.Flags & IsPaused) != 0);

        bool runs = (info.Flags & IsShutDown) == 0;
        var shutdown = new SchedRemoteShutdown { DomainId = domain, Reason = Poweroff };
        result = xen.SchedOp((int)SchedCommand.RemoteShutdown, ref shutdown);
        _ = TryGetInfo(xen, domain, out info);
        Table.Effect(HypercallNumber.SchedOp, "SCHEDOP_remote_shutdown"u8, result, "XEN_DOMCTL_getdomaininfo says that it is shut down"u8, runs && (info.Flags & IsShutDown) != 0);
    }

    private static void Destroy(Hypercalls<PvHypercallPage> xen, ushort domain)
    {
        XenDomctl control = Domctl(DomctlCommand.Destroydomain, domain);
        HypercallResult result = xen.Domctl(ref control);
        Table.Effect(HypercallNumber.Domctl, "XEN_DOMCTL_destroydomain"u8, result, "XEN_DOMCTL_getdomaininfo does not find it"u8, !TryGetInfo(xen, domain, out _));
    }

    private static ushort CreateHvm(Hypercalls<PvHypercallPage> xen)
    {
        XenDomctl control = Creation();
        control.U.Createdomain.Flags = HvmByHap;
        control.U.Createdomain.Arch.EmulationFlags = EmulatedApic;
        HypercallResult result = xen.Domctl(ref control);
        Table.Effect(HypercallNumber.Domctl, "XEN_DOMCTL_createdomain, PVH"u8, result, "XEN_DOMCTL_getdomaininfo has it"u8, TryGetInfo(xen, control.Domain, out _));
        return control.Domain;
    }

    private static void Parameters(Hypercalls<PvHypercallPage> xen, ushort domain)
    {
        const HypercallNumber call = HypercallNumber.HvmOp;
        var parameter = new XenHvmParam { Domid = domain, Index = (uint)HvmParameter.StoreEvtchn, Value = 7 };
        HypercallResult set = xen.HvmOp((int)HvmCommand.SetParam, ref parameter);
        parameter.Value = 0;
        HypercallResult get = xen.HvmOp((int)HvmCommand.GetParam, ref parameter);
        Table.Effect(call, "HVMOP_set_param of a PVH domain"u8, set, "HVMOP_get_param reads it back"u8, parameter.Value == 7);
        Table.Effect(call, "HVMOP_get_param of it"u8, get, "it is what HVMOP_set_param has set"u8, parameter.Value == 7);
        parameter.Domid = (ushort)DomainId.Self;
        Table.Refusal(call, "HVMOP_get_param of ourselves, a PV domain"u8, xen.HvmOp((int)HvmCommand.GetParam, ref parameter), XenErrno.EINVAL);
        parameter.Domid = 77;
        Table.Refusal(call, "HVMOP_get_param of domain 77, which is none"u8, xen.HvmOp((int)HvmCommand.GetParam, ref parameter), XenErrno.ESRCH);
        Table.Refusal(call, "an operation that is none"u8, xen.HvmOp(99, ref parameter), XenErrno.ENOSYS);

        XenDomctl control = Domctl(DomctlCommand.Destroydomain, domain);
        Panic.IfError(xen.Domctl(ref control));
    }

    private static XenDomctl Creation()
    {
        XenDomctl control = Domctl(DomctlCommand.Createdomain, 0);
        ref XenDomctlCreatedomain creation = ref control.U.Createdomain;
        Name.CopyTo(creation.Handle);
        creation.MaxVcpus = 1;
        creation.MaxEvtchnPort = 1023;
        creation.MaxGrantFrames = 4;
        creation.MaxMaptrackFrames = 4;
        creation.GrantOpts = 1;
        return control;
    }

    private static bool TryGetInfo(Hypercalls<PvHypercallPage> xen, ushort domain, out XenDomctlGetdomaininfo info)
    {
        // Xen answers for the next domain where this one is none.
        XenDomctl control = Domctl(DomctlCommand.Getdomaininfo, domain);
        bool found = !xen.Domctl(ref control).IsError && control.Domain == domain;
        info = control.U.Getdomaininfo;
        return found;
    }

    private static XenSysctl Sysctl(SysctlCommand command)
        => new() { Cmd = (uint)command, InterfaceVersion = (uint)InterfaceVersion.Sysctl };

    private static XenDomctl Domctl(DomctlCommand command, ushort domain)
        => new() { Cmd = (uint)command, InterfaceVersion = (uint)InterfaceVersion.Domctl, Domain = domain };
}
