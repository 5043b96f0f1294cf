namespace XenSdk.Guest;

/// <summary>Where the console of a kernel is that is not dom0.</summary>
public static unsafe class RingConsoles
{
    /// <summary>Finds the console of a PV domain, by <c>start_info</c>: the domain's builder has mapped its page with the
    /// kernel's others.</summary>
    /// <param name="start">What the kernel was started with; the frame list that it leads to must still be there.</param>
    /// <param name="console">The console.</param>
    /// <returns>False in dom0, which has none, and where the page is none of the kernel's own.</returns>
    public static bool TryFind(in StartInfo start, out RingConsole<PvHypercallPage> console)
    {
        StartInfoView info = StartInfoView.InPage(in start);
        var frames = new PhysicalToMachineMap((ulong*)info.FrameList.Address, info.PageCount);
        if (!info.TryGetConsole(out StartConsole shared) || !frames.TryFind(shared.Page, out PseudoPhysicalFrame frame))
        {
            console = default;
            return false;
        }

        console = new(default, new((void*)(GuestImage.Base + (frame.Number * Page.Size))), shared.Port);
        return true;
    }

    /// <summary>Finds the console of a domain whose memory Xen translates (HVM, PVH, ARM), by asking Xen. Its page must be
    /// mapped at its own address, as it is in a PVH guest on the page tables that it starts with.</summary>
    /// <param name="xen">How Xen is called.</param>
    /// <param name="console">The console.</param>
    /// <returns>False where there is none, as in dom0.</returns>
    public static bool TryFind<TPath>(Hypercalls<TPath> xen, out RingConsole<TPath> console)
        where TPath : struct, IHypercallPath
    {
        bool found = xen.TryGetHvmConsole(out PseudoPhysicalFrame frame, out EventPort port);
        console = found ? new(xen, new((void*)(frame.Number * Page.Size)), port) : default;
        return found;
    }
}
