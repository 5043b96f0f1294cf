using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>What the hardware domain asks of Xen about the machine, and the hypercalls behind which this Xen has nothing.</summary>
internal static unsafe class Platform
{
    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        OfTheMachine(xen);
        Kexec(xen);
        MachineCheck(xen, memory);
        Profile(xen);
        Missing(xen);
    }

    private static void OfTheMachine(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.Dom0Op;
        const ulong when = 1_700_000_000;
        XenPlatformOp operation = Operation(PlatformCommand.Settime64);
        operation.U.Settime64.Secs = when;
        operation.U.Settime64.SystemTime = Upcalls.Now;
        HypercallResult result = xen.Dom0Op(ref operation);
        // The page has the time at which Xen booted, by that.
        ulong booted = Upcalls.Shared.Clock.Read().Seconds;
        Table.Effect(call, "XENPF_settime64"u8, result, "the wall clock of the shared page counts from there"u8, booted is <= when and > (when - 600));

        operation = Operation(PlatformCommand.GetCpuinfo);
        operation.U.PcpuInfo.MaxPresent = 99;
        result = xen.Dom0Op(ref operation);
        Table.Effect(call, "XENPF_get_cpuinfo, processor 0"u8, result, "it is the last one"u8, operation.U.PcpuInfo.MaxPresent == 0);

        operation.InterfaceVersion++;
        Table.Refusal(call, "XENPF_get_cpuinfo with another interface version"u8, xen.Dom0Op(ref operation), XenErrno.EACCES);
        operation = Operation((PlatformCommand)999);
        Table.Refusal(call, "a command that is none"u8, xen.Dom0Op(ref operation), XenErrno.ENOSYS);
        Table.Refusal(call, "address 8"u8, xen.Dom0Op(new GuestPointer64(8)), XenErrno.EFAULT);
    }

    private static void Kexec(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.KexecOp;
        const int xensImage = 1;
        var range = new XenKexecRange { Range = xensImage };
        HypercallResult result = xen.KexecOp((ulong)KexecCommand.GetRange, ref range);
        Table.Effect(call, "KEXEC_CMD_kexec_get_range, KEXEC_RANGE_MA_XEN"u8, result, "Xen is in it, with megabytes"u8, range.Size > (1 << 20) && range.Start != 0);
        var status = new XenKexecStatus { Type = 1 };
        Table.Answer(call, "KEXEC_CMD_kexec_status, where no image is loaded"u8, xen.KexecOp((ulong)KexecCommand.Status, ref status), Table.Done);
        range.Range = 99;
        Table.Refusal(call, "KEXEC_CMD_kexec_get_range, one that is none"u8, xen.KexecOp((ulong)KexecCommand.GetRange, ref range), XenErrno.EINVAL);
        Table.Refusal(call, "KEXEC_CMD_kexec_get_range at address 8"u8, xen.KexecOp((ulong)KexecCommand.GetRange, new GuestPointer64(8)), XenErrno.EFAULT);
        Table.Answer(call, "an operation that is none"u8, xen.KexecOp(99, ref range), Table.Done);
    }

    private static void MachineCheck(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        const HypercallNumber call = HypercallNumber.Arch0;
        var check = new XenMc { Cmd = (uint)MachineCheckCommand.Physcpuinfo, InterfaceVersion = (uint)MachineCheckCommand.InterfaceVersion };
        check.U.McPhyscpuinfo.Ncpus = 4;
        check.U.McPhyscpuinfo.Info = new((ulong)memory.Spare(70));
        HypercallResult result = xen.Arch0(ref check);
        Table.Effect(call, "mca: XEN_MC_physcpuinfo"u8, result, "it says one processor"u8, check.U.McPhyscpuinfo.Ncpus == 1);
        check.InterfaceVersion++;
        Table.Refusal(call, "mca: with another interface version"u8, xen.Arch0(ref check), XenErrno.EACCES);
    }

    private static void Profile(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.XenoprofOp;
        var start = default(XenoprofInit);
        HypercallResult result = xen.XenoprofOp((int)ProfileOperation.Init, ref start);
        Table.Effect(call, "XENOPROF_init"u8, result, "it names the kind of processor"u8, ((ReadOnlySpan<byte>)start.CpuType).StartsWith("x86-64/"u8));
        Table.Refusal(call, "an operation that is none"u8, xen.XenoprofOp(99, ref start), XenErrno.EINVAL);
    }

    private static void Missing(Hypercalls<PvHypercallPage> xen)
    {
        uint word = 0;
        Table.Refusal(HypercallNumber.XsmOp, "a struct of zeroes"u8, xen.XsmOp(ref word), XenErrno.ENOSYS);
#pragma warning disable CS0618 // That Xen has it no more is what is exercised.
        var operation = default(TmemOp);
        Table.Refusal(HypercallNumber.TmemOp, "a struct of zeroes"u8, xen.TmemOp(ref operation), XenErrno.ENOSYS);
#pragma warning restore CS0618
        Table.Refusal(HypercallNumber.XenClientReservedOp, "argo's command 1"u8, xen.XenClientReservedOp(1, default(GuestPointer64), default(GuestPointer64), 0, 0), XenErrno.ENOSYS);
        Table.Refusal(HypercallNumber.Arch1, "zeroes: Xen takes it for a domctl to go on with, at address 0"u8, xen.Arch1(0, 0, 0, 0, 0), XenErrno.EFAULT);
        Table.Refusal(HypercallNumber.Arch2, "zeroes"u8, xen.Arch2(0, 0, 0, 0, 0), XenErrno.ENOSYS);
        Table.Refusal(HypercallNumber.Arch3, "zeroes"u8, xen.Arch3(0, 0, 0, 0, 0), XenErrno.ENOSYS);
        Table.Refusal(HypercallNumber.Arch4, "zeroes"u8, xen.Arch4(0, 0, 0, 0, 0), XenErrno.ENOSYS);
        Table.Refusal(HypercallNumber.Arch5, "zeroes"u8, xen.Arch5(0, 0, 0, 0, 0), XenErrno.ENOSYS);
        Table.Refusal(HypercallNumber.Arch6, "zeroes"u8, xen.Arch6(0, 0, 0, 0, 0), XenErrno.ENOSYS);
        Table.Refusal(HypercallNumber.Arch7, "zeroes"u8, xen.Arch7(0, 0, 0, 0, 0), XenErrno.ENOSYS);
    }

    private static XenPlatformOp Operation(PlatformCommand command)
        => new() { Cmd = (uint)command, InterfaceVersion = (uint)InterfaceVersion.Platform };
}
