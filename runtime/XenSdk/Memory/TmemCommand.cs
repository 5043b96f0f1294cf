namespace XenSdk;

/// <summary>What a <c>tmem_op</c> does. xen.h names only the first; the numbers are those of <c>xen/include/public/tmem.h</c>.</summary>
public enum TmemCommand : uint
{
    /// <summary>Make a pool: <c>TMEM_NEW_POOL</c>.</summary>
    NewPool = 1,

    /// <summary>Drop a pool and its pages: <c>TMEM_DESTROY_POOL</c>.</summary>
    DestroyPool = 2,

    /// <summary>Copy a page into a pool: <c>TMEM_PUT_PAGE</c>.</summary>
    PutPage = 4,

    /// <summary>Copy a page out of a pool: <c>TMEM_GET_PAGE</c>.</summary>
    GetPage = 5,

    /// <summary>Drop a page of a pool: <c>TMEM_FLUSH_PAGE</c>.</summary>
    FlushPage = 6,

    /// <summary>Drop all pages of an object of a pool: <c>TMEM_FLUSH_OBJECT</c>.</summary>
    FlushObject = 7,
}
