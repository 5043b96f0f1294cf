using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// How an ARM guest that is written in C# calls Xen: by three instructions for each hypercall, <c>mov x16, number</c>,
/// <c>hvc #0xEA1</c> and <c>ret</c>.
/// </summary>
/// <remarks>For kernels that the package XenSdk.Guest links. In a process there are no such gates, and calling there ends
/// with an exception of the loader's.</remarks>
public readonly struct ArmHypercallGates : IArmPath
{
    /// <inheritdoc/>
    static bool IHypercallPath.LendsMemory => false;

    /// <inheritdoc/>
    static bool IHypercallPath.CutsResults => false;

    /// <inheritdoc/>
    static bool IHypercallPath.IsBare => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long IHypercallPath.CallNumbered(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
        => GuestSlots.Numbered(a1, a2, a3, a4, a5, number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number) => GuestSlots.Call(number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1) => GuestSlots.Call(number, a1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2) => GuestSlots.Call(number, a1, a2);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3) => GuestSlots.Call(number, a1, a2, a3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => GuestSlots.Call(number, a1, a2, a3, a4);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => GuestSlots.Call(number, a1, a2, a3, a4, a5);

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
