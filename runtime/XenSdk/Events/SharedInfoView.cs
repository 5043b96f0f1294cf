using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The page that Xen shares with a domain (<c>shared_info</c>): event channels, the wall clock, and the
/// <see cref="VcpuInfoView"/> of the first vCPUs. A guest maps it from the machine address in <c>start_info</c> (PV), or has
/// Xen put it into its memory (<c>XENMEM_add_to_physmap</c>; HVM, PVH, ARM).
/// </summary>
/// <remarks>
/// A view over the caller's memory, which must stay where it is. Nothing is copied or allocated. The layout is the guest's:
/// that of an HVM guest follows the mode that it was in when it set the page up.
/// </remarks>
public readonly unsafe struct SharedInfoView
{
    private readonly byte* _page;
    private readonly EventChannels _channels;
    private readonly WallClock _clock;
    private readonly Layout _layout;

    private SharedInfoView(void* page, int vcpuCount, EventChannels channels, WallClock clock, Layout layout)
    {
        _page = (byte*)page;
        VcpuCount = vcpuCount;
        _channels = channels;
        _clock = clock;
        _layout = layout;
    }

    // What differs between the four targets in where a vCPU's part is, and how it is read.
    private enum Layout : byte
    {
        X86_64,
        X86_32,
        Arm64,
        Arm32,
    }

    /// <summary>The domain's event channels.</summary>
    public EventChannels Channels => _channels;

    /// <summary>The date.</summary>
    public WallClock Clock => _clock;

    /// <summary>Number of vCPUs whose part is in the page: 32 on x86, 1 on ARM. Any other has to register its own.</summary>
    public int VcpuCount { get; }

    /// <summary>The part of one vCPU, where it is in the page.</summary>
    /// <param name="number">Number of the vCPU.</param>
    /// <exception cref="OverflowException">The page has no part for that vCPU.</exception>
    public VcpuInfoView Vcpu(int number)
    {
        number = (int)Narrow.AtMost((ulong)number, (ulong)VcpuCount - 1);
        return _layout switch
        {
            Layout.X86_64 => VcpuInfoView.Of((X86_64.VcpuInfo*)_page + number),
            Layout.X86_32 => VcpuInfoView.Of((X86_32.VcpuInfo*)_page + number),
            Layout.Arm64 => VcpuInfoView.Of((Arm64.VcpuInfo*)_page + number),
            _ => VcpuInfoView.Of((Arm32.VcpuInfo*)_page + number),
        };
    }

    /// <summary>The page of a guest in 64-bit mode on x86.</summary>
    /// <param name="page">The page.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SharedInfoView Of(X86_64.SharedInfo* page)
        => new(
            page,
            sizeof(X86_64.SharedInfo.VcpuInfoArray) / sizeof(X86_64.VcpuInfo),
            new(new(&page->EvtchnPending), new(&page->EvtchnMask), 64),
            WallClock.Of(page),
            Layout.X86_64);

    /// <summary>The page of a guest in 32-bit mode on x86.</summary>
    /// <param name="page">The page.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SharedInfoView Of(X86_32.SharedInfo* page)
        => new(
            page,
            sizeof(X86_32.SharedInfo.VcpuInfoArray) / sizeof(X86_32.VcpuInfo),
            new(new(&page->EvtchnPending), new(&page->EvtchnMask), 32),
            WallClock.Of(page),
            Layout.X86_32);

    /// <summary>The page of a 64-bit guest on ARM.</summary>
    /// <param name="page">The page.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SharedInfoView Of(Arm64.SharedInfo* page)
        => new(
            page,
            sizeof(Arm64.SharedInfo.VcpuInfoArray) / sizeof(Arm64.VcpuInfo),
            new(new(&page->EvtchnPending), new(&page->EvtchnMask), 64),
            WallClock.Of(page),
            Layout.Arm64);

    /// <summary>The page of a 32-bit guest on ARM, which has 64-bit event words too.</summary>
    /// <param name="page">The page.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SharedInfoView Of(Arm32.SharedInfo* page)
        => new(
            page,
            sizeof(Arm32.SharedInfo.VcpuInfoArray) / sizeof(Arm32.VcpuInfo),
            new(new(&page->EvtchnPending), new(&page->EvtchnMask), 64),
            WallClock.Of(page),
            Layout.Arm32);
}
