using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The clock that Xen keeps for one vCPU in memory that it shares with the guest (<c>vcpu_time_info</c>). Xen writes it
/// whenever the vCPU gets on a CPU and every second or so; a version number beside it tells a reader what it must not use.
/// </summary>
/// <remarks>
/// <para>A view over the caller's memory, which must stay where it is and be aligned to 8, as it is wherever Xen has it.
/// Nothing is allocated. Read the clock of the vCPU that one is on: another's counts another CPU's ticks.</para>
/// <para>Xen raises the version before and after each update, so that it is odd in between. A reader takes the version, the
/// values and the version again, in this order, and starts anew if it was odd or has changed. Every read here is an acquiring
/// one: none is done before those that stand before it, by the compiler or the processor. On x86 that costs nothing, on arm64
/// each is a <c>ldapr</c> or <c>ldar</c>.</para>
/// </remarks>
public readonly unsafe struct VcpuTime
{
    private readonly PvclockVcpuTimeInfo* _info;

    /// <summary>The clock in memory that Xen writes: of any guest, since the four targets agree on the layout.</summary>
    /// <param name="info">The memory.</param>
    public VcpuTime(PvclockVcpuTimeInfo* info) => _info = info;

    /// <summary>The clock in memory that Xen writes, by the name that it has in xen.h.</summary>
    /// <param name="info">The memory.</param>
    public VcpuTime(VcpuTimeInfo* info) => _info = (PvclockVcpuTimeInfo*)info;

    /// <summary>Reads the clock, once.</summary>
    /// <param name="snapshot">What it says; not to be used where the result is false.</param>
    /// <returns>False if Xen was writing just then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out VcpuTimeSnapshot snapshot)
    {
        uint version = Volatile.Read(ref _info->Version);
        snapshot = Values();
        return IsStill(version);
    }

    /// <summary>Reads the clock, again and again until Xen has not been writing meanwhile. Xen writes for some nanoseconds,
    /// and usually while the vCPU does not run.</summary>
    public VcpuTimeSnapshot Read()
    {
        VcpuTimeSnapshot snapshot;
        while (!TryRead(out snapshot))
        {
        }

        return snapshot;
    }

    /// <summary>
    /// The time: nanoseconds since Xen booted. The counter is read while the values are known to be good for it, so that a
    /// vCPU which moves to another CPU in between does not mix the two.
    /// </summary>
    /// <typeparam name="TCounter">How to read the CPU's counter.</typeparam>
    /// <param name="counter">How to read the CPU's counter.</param>
    public ulong Now<TCounter>(TCounter counter)
        where TCounter : struct, ITickCounter
    {
        while (true)
        {
            uint version = Volatile.Read(ref _info->Version);
            VcpuTimeSnapshot snapshot = Values();
            ulong ticks = counter.Read();
            if (IsStill(version))
                return snapshot.At(ticks);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VcpuTimeSnapshot Values() => new(
        Volatile.Read(ref _info->TscTimestamp),
        Volatile.Read(ref _info->SystemTime),
        Volatile.Read(ref _info->TscToSystemMul),
        Volatile.Read(ref _info->TscShift),
        (VcpuTimeFlags)Volatile.Read(ref _info->Flags));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsStill(uint version)
        => (version & 1) == 0 && Volatile.Read(ref _info->Version) == version;
}
