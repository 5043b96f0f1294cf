using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>What a toolstack asks of Xen, on ARM.</summary>
internal static unsafe class Control
{
    internal static void Run(Hypercalls<ArmHypercallGates> xen)
    {
        var machine = new XenSysctl { Cmd = (uint)SysctlCommand.Physinfo, InterfaceVersion = (uint)InterfaceVersion.Sysctl };
        HypercallResult result = xen.Sysctl(ref machine);
        Table.Effect(HypercallNumber.Sysctl, "XEN_SYSCTL_physinfo"u8, result, "one processor, and 1 GiB but for the last of it"u8, machine.U.Physinfo.NrCpus == 1 && machine.U.Physinfo.TotalPages is > 200_000 and <= 262_144);
        machine.InterfaceVersion++;
        Table.Refusal(HypercallNumber.Sysctl, "XEN_SYSCTL_physinfo with another interface version"u8, xen.Sysctl(ref machine), XenErrno.EACCES);

        var domain = new XenDomctl { Cmd = (uint)DomctlCommand.Getdomaininfo, InterfaceVersion = (uint)InterfaceVersion.Domctl, Domain = 0 };
        result = xen.Domctl(ref domain);
        Table.Effect(HypercallNumber.Domctl, "XEN_DOMCTL_getdomaininfo, dom0"u8, result, "it is domain 0, with vCPUs 0 and 1"u8, domain is { Domain: 0, U.Getdomaininfo.MaxVcpuId: 1 } && domain.U.Getdomaininfo.TotPages > 32_000);
        domain.InterfaceVersion++;
        Table.Refusal(HypercallNumber.Domctl, "XEN_DOMCTL_getdomaininfo with another interface version"u8, xen.Domctl(ref domain), XenErrno.EACCES);

        Platform(xen);
        Parameters(xen, Create(xen));

        const VmAssistType flagsOfState = (VmAssistType)5;
        Table.Answer(HypercallNumber.VmAssist, "VMASST_CMD_enable, runstate_update_flag"u8, xen.VmAssist(VmAssistCommand.Enable, flagsOfState), Table.Done);
        Table.Refusal(HypercallNumber.VmAssist, "VMASST_CMD_enable, writable_pagetables, which ARM has not"u8, xen.VmAssist(VmAssistCommand.Enable, VmAssistType.WritablePageTables), XenErrno.EINVAL);
    }

    private static void Platform(Hypercalls<ArmHypercallGates> xen)
    {
        const HypercallNumber call = HypercallNumber.Dom0Op;
        const ulong when = 1_700_000_000;
        var operation = new XenPlatformOp { Cmd = (uint)PlatformCommand.Settime64, InterfaceVersion = (uint)InterfaceVersion.Platform };
        operation.U.Settime64.Secs = when;
        HypercallResult result = xen.Dom0Op(ref operation);
        Table.Effect(call, "XENPF_settime64, for when Xen booted"u8, result, "the wall clock of the shared page says so"u8, Upcalls.Shared.Clock.Read().Seconds == when);
        operation.InterfaceVersion++;
        Table.Refusal(call, "XENPF_settime64 with another interface version"u8, xen.Dom0Op(ref operation), XenErrno.EACCES);
    }

    private static ushort Create(Hypercalls<ArmHypercallGates> xen)
    {
        const uint hvmByHap = 3;
        var creation = new XenDomctl { Cmd = (uint)DomctlCommand.Createdomain, InterfaceVersion = (uint)InterfaceVersion.Domctl };
        ref XenDomctlCreatedomain domain = ref creation.U.Createdomain;
        domain.Flags = hvmByHap;
        domain.MaxVcpus = 1;
        domain.MaxEvtchnPort = 1023;
        domain.MaxGrantFrames = 4;
        domain.MaxMaptrackFrames = 4;
        domain.GrantOpts = 1;
        domain.Arch.NrSpis = 32;
        HypercallResult result = xen.Domctl(ref creation);
        var info = new XenDomctl { Cmd = (uint)DomctlCommand.Getdomaininfo, InterfaceVersion = (uint)InterfaceVersion.Domctl, Domain = creation.Domain };
        bool isThere = !xen.Domctl(ref info).IsError && info.Domain == creation.Domain && creation.Domain != 0;
        Table.Effect(HypercallNumber.Domctl, "XEN_DOMCTL_createdomain"u8, result, "XEN_DOMCTL_getdomaininfo has it"u8, isThere);
        return creation.Domain;
    }

    private static void Parameters(Hypercalls<ArmHypercallGates> xen, ushort domain)
    {
        var parameter = new XenHvmParam { Domid = domain, Index = (uint)HvmParameter.StoreEvtchn, Value = 7 };
        HypercallResult result = xen.HvmOp((int)HvmCommand.SetParam, ref parameter);
        parameter.Value = 0;
        _ = xen.HvmOp((int)HvmCommand.GetParam, ref parameter);
        Table.Effect(HypercallNumber.HvmOp, "HVMOP_set_param of another domain"u8, result, "HVMOP_get_param reads it back"u8, parameter.Value == 7);

        var destruction = new XenDomctl { Cmd = (uint)DomctlCommand.Destroydomain, InterfaceVersion = (uint)InterfaceVersion.Domctl, Domain = domain };
        result = xen.Domctl(ref destruction);
        parameter.Value = 0;
        bool isGone = xen.HvmOp((int)HvmCommand.GetParam, ref parameter).Error == XenErrno.ESRCH;
        Table.Effect(HypercallNumber.Domctl, "XEN_DOMCTL_destroydomain"u8, result, "HVMOP_get_param does not find it (ESRCH)"u8, isGone);
    }
}
