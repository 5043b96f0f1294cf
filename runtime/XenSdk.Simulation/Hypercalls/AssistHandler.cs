namespace XenSdk.Simulation;

/// <summary>vm_assist: turns assists on and off (do_vm_assist, xen/common/domain.c).</summary>
internal sealed class AssistHandler(SimulatedDomain domain) : IHypercallHandler
{
    /// <summary>The types that Xen 4.17 has for 64-bit PV guests: the four of xen.h, architectural IOPL and the runstate
    /// update flag, and at 32 the strict machine-to-physical table.</summary>
    private const ulong Types = 0x3F | (1UL << 32);

    public HypercallNumber Number => HypercallNumber.VmAssist;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        var type = (uint)request.A2;
        if (type >= 64 || (Types & (1UL << (int)type)) == 0)
            return -(long)XenErrno.EINVAL;
        switch ((VmAssistCommand)request.A1)
        {
            case VmAssistCommand.Enable:
                domain.Assists |= 1UL << (int)type;
                return 0;
            case VmAssistCommand.Disable:
                domain.Assists &= ~(1UL << (int)type);
                return 0;
            default:
                return -(long)XenErrno.ENOSYS;
        }
    }
}
