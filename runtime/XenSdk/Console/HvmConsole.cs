namespace XenSdk;

/// <summary>Where a guest that has no <c>start_info</c> (HVM, PVH, ARM) finds its console.</summary>
public static class HvmConsole
{
    // Of xen/include/public/hvm/hvm_op.h and params.h, which are not part of xen.h.
    internal const uint GetParameter = 1;
    internal const uint ConsoleFrame = 17;
    internal const uint ConsolePort = 18;

    /// <summary>Asks Xen for the console that the toolstack has given the calling domain (<c>HVM_PARAM_CONSOLE_PFN</c>,
    /// <c>HVM_PARAM_CONSOLE_EVTCHN</c>).</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="page">The page of the rings (<see cref="ConsolePage"/>), which the guest has to map.</param>
    /// <param name="port">The guest's end of the event channel.</param>
    /// <returns>False where there is none, as in dom0, and where Xen refuses to say, as to a PV domain. In Xen:
    /// <c>hvmop_get_param</c> in <c>xen/arch/x86/hvm/hvm.c</c>, <c>do_hvm_op</c> in <c>xen/arch/arm/hvm.c</c>.</returns>
    public static bool TryGetHvmConsole<TPath>(this Hypercalls<TPath> xen, out PseudoPhysicalFrame page, out EventPort port)
        where TPath : struct, IHypercallPath
    {
        ulong frame = Get(xen, ConsoleFrame);
        ulong channel = Get(xen, ConsolePort);
        page = new(frame);
        port = new((uint)channel);
        // Both are words that anything can stand in; all ones mean none, too.
        return frame is not (0 or ulong.MaxValue) && channel is > 0 and <= uint.MaxValue;
    }

    /// <summary>A parameter of the caller's own; 0 where Xen does not say.</summary>
    private static ulong Get<TPath>(Hypercalls<TPath> xen, uint index)
        where TPath : struct, IHypercallPath
    {
        var parameter = new Parameter { Domain = (ushort)DomainId.Self, Index = index };
        HypercallResult result = xen.CallWithBuffers(
            (uint)HypercallNumber.HvmOp,
            HypercallArgument.Value(GetParameter),
            HypercallArgument.InOut(ref parameter));
        return result.IsError ? 0 : parameter.Value;
    }

    /// <summary><c>struct xen_hvm_param</c>.</summary>
    internal struct Parameter
    {
        internal ushort Domain;
        internal ushort Padding;
        internal uint Index;
        internal ulong Value;
    }
}
