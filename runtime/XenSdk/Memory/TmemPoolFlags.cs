namespace XenSdk;

/// <summary>What kind of pool <see cref="TmemOps.NewPool"/> makes (<c>xen/include/public/tmem.h</c>).</summary>
[Flags]
public enum TmemPoolFlags : uint
{
    /// <summary>Private, and Xen may drop its pages at any time.</summary>
    None = 0,

    /// <summary>A page that was put is there until it is dropped: <c>TMEM_POOL_PERSIST</c>.</summary>
    Persistent = 1,

    /// <summary>All domains that name the same UUID share it: <c>TMEM_POOL_SHARED</c>.</summary>
    Shared = 2,
}
