using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// What Xen shares with one vCPU (<c>vcpu_info</c>): its part of event delivery and its time. It stands in the shared info
/// page (<see cref="SharedInfoView.Vcpu"/>), or where the guest has told Xen to have it (<c>VCPUOP_register_vcpu_info</c>).
/// </summary>
/// <remarks>A view over the caller's memory, which must stay where it is. Nothing is copied or allocated.</remarks>
public readonly unsafe struct VcpuInfoView
{
    private readonly VcpuEvents _events;
    private readonly VcpuTime _time;

    private VcpuInfoView(VcpuEvents events, VcpuTime time)
    {
        _events = events;
        _time = time;
    }

    /// <summary>The vCPU's part of event delivery.</summary>
    public VcpuEvents Events => _events;

    /// <summary>The vCPU's clock. On ARM Xen never fills it in: time comes from the architecture's counter there.</summary>
    public VcpuTime Time => _time;

    /// <summary>That of a guest in 64-bit mode on x86.</summary>
    /// <param name="info">The memory that Xen writes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VcpuInfoView Of(X86_64.VcpuInfo* info)
        => new(
            new(&info->EvtchnUpcallPending, &info->EvtchnUpcallMask, new(&info->EvtchnPendingSel), 64),
            new(&info->Time));

    /// <summary>That of a guest in 32-bit mode on x86.</summary>
    /// <param name="info">The memory that Xen writes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VcpuInfoView Of(X86_32.VcpuInfo* info)
        => new(
            new(&info->EvtchnUpcallPending, &info->EvtchnUpcallMask, new(&info->EvtchnPendingSel), 32),
            new(&info->Time));

    /// <summary>That of a 64-bit guest on ARM.</summary>
    /// <param name="info">The memory that Xen writes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VcpuInfoView Of(Arm64.VcpuInfo* info)
        => new(
            new(&info->EvtchnUpcallPending, &info->EvtchnUpcallMask, new(&info->EvtchnPendingSel), 64),
            new(&info->Time));

    /// <summary>That of a 32-bit guest on ARM, which has 64-bit event words too.</summary>
    /// <param name="info">The memory that Xen writes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VcpuInfoView Of(Arm32.VcpuInfo* info)
        => new(
            new(&info->EvtchnUpcallPending, &info->EvtchnUpcallMask, new(&info->EvtchnPendingSel), 64),
            new(&info->Time));
}
