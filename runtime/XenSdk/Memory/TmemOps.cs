namespace XenSdk;

/// <summary>
/// Makes the argument of <c>tmem_op</c>: transcendent memory, pages that Xen kept for guests as long as it had room. Xen has
/// had no handler for it since version 4.13 (-ENOSYS); this is for older ones, and for reading what older guests say.
/// </summary>
public static class TmemOps
{
    private const int PageOrderShift = 4;
    private const int VersionShift = 24;

    /// <summary>Make a pool of pages of 4096 bytes. The result of the call is the pool's id, or an error.</summary>
    /// <param name="flags">Which kind.</param>
    /// <param name="uuidLow">Of a shared pool, the low half of the name that the domains agree on; otherwise 0.</param>
    /// <param name="uuidHigh">The high half of the name.</param>
    public static TmemOp NewPool(TmemPoolFlags flags, ulong uuidLow = 0, ulong uuidHigh = 0)
    {
        var operation = new TmemOp { Cmd = (uint)TmemCommand.NewPool };
        operation.U.New.Uuid[0] = uuidLow;
        operation.U.New.Uuid[1] = uuidHigh;
        // The page size is 4096 times two to the power of bits 7:4, which are 0.
        const uint Format = (0u << PageOrderShift) | ((uint)XenConstants.TmemSpecVersion << VersionShift);
        operation.U.New.Flags = (uint)flags | Format;
        return operation;
    }

    /// <summary>Drop a pool and its pages.</summary>
    /// <param name="pool">The pool's id.</param>
    public static TmemOp DestroyPool(int pool) => new() { Cmd = (uint)TmemCommand.DestroyPool, PoolId = pool };

    /// <summary>Copy a page into a pool. The result of the call is 1 if Xen took it, 0 if it had no room.</summary>
    /// <param name="pool">The pool's id.</param>
    /// <param name="name">The object.</param>
    /// <param name="index">Number of the page in the object.</param>
    /// <param name="page">The page to copy: a PV domain's machine frame.</param>
    public static TmemOp PutPage(int pool, TmemObject name, uint index, MachineFrame page)
        => OnPage(TmemCommand.PutPage, pool, name, index, page.Number);

    /// <summary>Copy a page out of a pool. The result of the call is 1 if it was there, 0 if not.</summary>
    /// <param name="pool">The pool's id.</param>
    /// <param name="name">The object.</param>
    /// <param name="index">Number of the page in the object.</param>
    /// <param name="page">The page to write: a PV domain's machine frame.</param>
    public static TmemOp GetPage(int pool, TmemObject name, uint index, MachineFrame page)
        => OnPage(TmemCommand.GetPage, pool, name, index, page.Number);

    /// <summary>Drop a page of a pool.</summary>
    /// <param name="pool">The pool's id.</param>
    /// <param name="name">The object.</param>
    /// <param name="index">Number of the page in the object.</param>
    public static TmemOp FlushPage(int pool, TmemObject name, uint index)
        => OnPage(TmemCommand.FlushPage, pool, name, index, 0);

    /// <summary>Drop all pages of an object.</summary>
    /// <param name="pool">The pool's id.</param>
    /// <param name="name">The object.</param>
    public static TmemOp FlushObject(int pool, TmemObject name) => OnPage(TmemCommand.FlushObject, pool, name, 0, 0);

    private static TmemOp OnPage(TmemCommand command, int pool, TmemObject name, uint index, ulong frame)
    {
        var operation = new TmemOp { Cmd = (uint)command, PoolId = pool };
        operation.U.Gen.Oid[0] = name.First;
        operation.U.Gen.Oid[1] = name.Second;
        operation.U.Gen.Oid[2] = name.Third;
        operation.U.Gen.Index = index;
        // A handle in C, but what stands in it is the number of a frame.
        operation.U.Gen.Gmfn = new GuestPointer64(frame);
        return operation;
    }
}
