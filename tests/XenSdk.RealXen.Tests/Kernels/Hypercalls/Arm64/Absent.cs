using XenSdk;
using XenSdk.Guest;

/// <summary>Hypercalls that Xen has on x86 only, or not at all: by their number where ARM's stubs have no name for them.</summary>
internal static class Absent
{
    private const ulong AllArguments = 0;

    internal static void Run(Hypercalls<ArmHypercallGates> xen)
    {
        ReadOnlySpan<byte> onlyX86 =
            [
                (byte)HypercallNumber.SetTrapTable, (byte)HypercallNumber.MmuUpdate, (byte)HypercallNumber.SetGdt, (byte)HypercallNumber.StackSwitch,
                (byte)HypercallNumber.SetCallbacks, (byte)HypercallNumber.FpuTaskSwitch, (byte)HypercallNumber.SetDebugReg, (byte)HypercallNumber.GetDebugReg,
                (byte)HypercallNumber.UpdateDescriptor, (byte)HypercallNumber.UpdateVaMapping, (byte)HypercallNumber.UpdateVaMappingOtherDomain,
                (byte)HypercallNumber.Iret, (byte)HypercallNumber.SetSegmentBase, (byte)HypercallNumber.MmuExtOp, (byte)HypercallNumber.NmiOp,
                (byte)HypercallNumber.CallbackOp, (byte)HypercallNumber.XenoprofOp, (byte)HypercallNumber.KexecOp, (byte)HypercallNumber.TmemOp,
                (byte)HypercallNumber.Arch0,
            ];
        foreach (byte number in onlyX86)
            Refused((HypercallNumber)number, new(xen.Path.Call(number, AllArguments, AllArguments, AllArguments, AllArguments)));

        ulong word = 0;
#pragma warning disable CS0618 // That Xen has them no more is what is exercised.
        Refused(HypercallNumber.SchedOpCompat, xen.SchedOpCompat(0, 0));
        Refused(HypercallNumber.EventChannelOpCompat, xen.EventChannelOpCompat(ref word));
        Refused(HypercallNumber.PhysdevOpCompat, xen.PhysdevOpCompat(ref word));
#pragma warning restore CS0618
        Refused(HypercallNumber.XsmOp, xen.XsmOp(ref word));
        Refused(HypercallNumber.PhysdevOp, xen.PhysdevOp(6, ref word));
        Refused(HypercallNumber.XenClientReservedOp, xen.XenClientReservedOp(1, default(GuestPointer64), default(GuestPointer64), 0, 0));
        Refused(HypercallNumber.Arch1, xen.Arch1(0, 0, 0, 0, 0));
        Refused(HypercallNumber.Arch2, xen.Arch2(0, 0, 0, 0, 0));
        Refused(HypercallNumber.Arch3, xen.Arch3(0, 0, 0, 0, 0));
        Refused(HypercallNumber.Arch4, xen.Arch4(0, 0, 0, 0, 0));
        Refused(HypercallNumber.Arch5, xen.Arch5(0, 0, 0, 0, 0));
        Refused(HypercallNumber.Arch6, xen.Arch6(0, 0, 0, 0, 0));
        Refused(HypercallNumber.Arch7, xen.Arch7(0, 0, 0, 0, 0));
    }

    private static void Refused(HypercallNumber hypercall, HypercallResult answer)
        => Table.Refusal(hypercall, "zeroes"u8, answer, XenErrno.ENOSYS);
}
