using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>Xen's assists: work that it does for guests which do not do it themselves.</summary>
public static class AssistHypercalls
{
    /// <summary>Switches an assist on for the whole domain.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="assist">Which one.</param>
    /// <returns>0, or -EINVAL for an assist that this kind of guest does not have. In Xen: <c>do_vm_assist</c> in
    /// <c>xen/common/domain.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult EnableAssist<TPath>(this Hypercalls<TPath> xen, VmAssistType assist)
        where TPath : struct, IHypercallPath
        => new(xen.Path.Call((uint)HypercallNumber.VmAssist, (ulong)VmAssistCommand.Enable, (ulong)assist));

    /// <summary>Switches an assist off for the whole domain.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="assist">Which one.</param>
    /// <returns>As <see cref="EnableAssist"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult DisableAssist<TPath>(this Hypercalls<TPath> xen, VmAssistType assist)
        where TPath : struct, IHypercallPath
        => new(xen.Path.Call((uint)HypercallNumber.VmAssist, (ulong)VmAssistCommand.Disable, (ulong)assist));
}
