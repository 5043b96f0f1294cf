using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The date that Xen keeps in the shared info page: the UTC date at which its system time was 0. It changes only when
/// somebody sets the clock, and has a version number as <see cref="VcpuTime"/> has one.
/// </summary>
/// <remarks>
/// A view over the caller's memory, which must stay where it is. Nothing is allocated. The seconds have 64 bits: their high
/// half stands behind the nanoseconds (in xen.h's <c>pvclock_wall_clock</c> on ARM; for x86_64 in what this xen.h leaves as
/// a hole and newer ones call <c>wc_sec_hi</c>), and for x86_32 at the end of <c>arch_shared_info</c>. A Xen that does not
/// know of it leaves it 0.
/// </remarks>
public readonly unsafe struct WallClock
{
    // Version, seconds, nanoseconds.
    private readonly uint* _words;
    private readonly uint* _secondsHigh;

    private WallClock(void* clock, uint* secondsHigh)
    {
        _words = (uint*)clock;
        _secondsHigh = secondsHigh;
    }

    /// <summary>Reads the date, once.</summary>
    /// <param name="time">The date at which Xen's system time was 0; not to be used where the result is false.</param>
    /// <returns>False if Xen was writing just then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out WallClockTime time)
    {
        // Acquiring reads, for the order that VcpuTime explains.
        uint version = Volatile.Read(ref _words[0]);
        ulong seconds = Volatile.Read(ref _words[1]) | ((ulong)Volatile.Read(ref *_secondsHigh) << 32);
        time = new(seconds, Volatile.Read(ref _words[2]));
        return (version & 1) == 0 && Volatile.Read(ref _words[0]) == version;
    }

    /// <summary>Reads the date, again and again until Xen has not been writing meanwhile.</summary>
    /// <returns>The date at which Xen's system time was 0. That of now: <see cref="WallClockTime.Plus"/> of
    /// <see cref="VcpuTime.Now"/>.</returns>
    public WallClockTime Read()
    {
        WallClockTime time;
        while (!TryRead(out time))
        {
        }

        return time;
    }

    internal static WallClock Of(X86_64.SharedInfo* page) => new(&page->Wc, (uint*)&page->Wc + 3);

    internal static WallClock Of(X86_32.SharedInfo* page) => new(&page->Wc, &page->Arch.WcSecHi);

    internal static WallClock Of(Arm64.SharedInfo* page) => new(&page->Wc, &page->Wc.SecHi);

    internal static WallClock Of(Arm32.SharedInfo* page) => new(&page->Wc, &page->Wc.SecHi);
}
