using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// How a paravirtualised guest that is written in C# calls Xen: by the hypercall page of its own image, which Xen fills when
/// it loads the guest. A stub becomes moves into argument registers and one call instruction.
/// </summary>
/// <remarks>
/// A call of four or five arguments goes through one more instruction on its way to the page; in an image that is for PV alone
/// it goes to Xen by <c>syscall</c> instead, which is what the page does.
/// <para/>
/// For kernels that the package XenSdk.Guest links, which has the page and its symbols. In a process there is no such page:
/// calling there ends with a <see cref="TypeLoadException"/> or the like; use <c>Privcmd</c> or <see cref="HypercallPage"/>.
/// </remarks>
public readonly struct PvHypercallPage : IPvPath
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

    /// <summary>Leaves by a frame on the kernel's stack, by hypercall <c>iret</c>.</summary>
    /// <param name="number">The hypercall.</param>
    /// <param name="frame">Guest-virtual address of a <c>struct iret_context</c>.</param>
    [DoesNotReturn]
    public void Jump(uint number, ulong frame) => GuestSlots.Jump(frame, number);

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
