using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Calls through a <see cref="HypercallPage"/> whose code may come back into .NET, may block and may take its time: the
/// garbage collector does not wait for it.
/// </summary>
/// <remarks>A number that the page has no slot for is answered with <c>-ENOSYS</c>, as Xen answers one that it does not
/// know.</remarks>
public readonly unsafe struct PageGate : IHypercallPath
{
    private readonly HypercallPage _page;

    internal PageGate(HypercallPage page) => _page = page;

    /// <inheritdoc/>
    static bool IHypercallPath.LendsMemory => false;

    /// <inheritdoc/>
    static bool IHypercallPath.CutsResults => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number)
    {
        if (number >= HypercallPage.SlotCount)
            return -(long)XenErrno.ENOSYS;
        long result = ((delegate* unmanaged<long>)_page.Slot(number))();
        GC.KeepAlive(_page);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1)
    {
        if (number >= HypercallPage.SlotCount)
            return -(long)XenErrno.ENOSYS;
        long result = ((delegate* unmanaged<ulong, long>)_page.Slot(number))(a1);
        GC.KeepAlive(_page);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2)
    {
        if (number >= HypercallPage.SlotCount)
            return -(long)XenErrno.ENOSYS;
        long result = ((delegate* unmanaged<ulong, ulong, long>)_page.Slot(number))(a1, a2);
        GC.KeepAlive(_page);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3)
    {
        if (number >= HypercallPage.SlotCount)
            return -(long)XenErrno.ENOSYS;
        long result = ((delegate* unmanaged<ulong, ulong, ulong, long>)_page.Slot(number))(a1, a2, a3);
        GC.KeepAlive(_page);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4)
    {
        if (number >= HypercallPage.SlotCount)
            return -(long)XenErrno.ENOSYS;
        long result = ((delegate* unmanaged<ulong, ulong, ulong, ulong, long>)_page.Trampoline(number))(a1, a2, a3, a4);
        GC.KeepAlive(_page);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
    {
        if (number >= HypercallPage.SlotCount)
            return -(long)XenErrno.ENOSYS;
        long result = ((delegate* unmanaged<ulong, ulong, ulong, ulong, ulong, long>)_page.Trampoline(number))(a1, a2, a3, a4, a5);
        GC.KeepAlive(_page);
        return result;
    }

    /// <inheritdoc/>
    bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
    {
        memory = default;
        return false;
    }

    /// <inheritdoc/>
    void IHypercallPath.TakeBack(LentMemory memory)
    {
    }
}
