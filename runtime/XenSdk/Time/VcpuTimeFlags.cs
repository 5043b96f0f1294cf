namespace XenSdk;

/// <summary>What Xen says of a vCPU's clock beside its numbers (<c>XEN_PVCLOCK_*</c> of newer versions of xen.h).</summary>
[Flags]
public enum VcpuTimeFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The clocks of all vCPUs agree: what one read can be compared with what another read.</summary>
    Stable = 1,

    /// <summary>The guest was stopped for a while (paused, saved, moved): timeouts that have run out meanwhile mean nothing.</summary>
    GuestStopped = 2,
}
