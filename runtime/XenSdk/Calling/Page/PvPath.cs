using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>Makes a gate the path of a paravirtualised x86 guest, which has the calls for page tables and descriptors.</summary>
/// <typeparam name="TGate">How the call is made.</typeparam>
/// <param name="gate">How the call is made.</param>
public readonly struct PvPath<TGate>(TGate gate) : IPvPath
    where TGate : struct, IHypercallPath
{
    private readonly TGate _gate = gate;

    /// <inheritdoc/>
    static bool IHypercallPath.LendsMemory => TGate.LendsMemory;

    /// <inheritdoc/>
    static bool IHypercallPath.CutsResults => TGate.CutsResults;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number) => _gate.Call(number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1) => _gate.Call(number, a1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2) => _gate.Call(number, a1, a2);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3) => _gate.Call(number, a1, a2, a3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => _gate.Call(number, a1, a2, a3, a4);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => _gate.Call(number, a1, a2, a3, a4, a5);

    /// <summary>Not for a process: <c>iret</c> resumes a guest's user space from the frame on its kernel's stack, and a
    /// process has neither.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    [DoesNotReturn]
    public void Jump(uint number, ulong frame) => throw new PlatformNotSupportedException(
        "Hypercall iret resumes the user space of a paravirtualised kernel from a frame on that kernel's stack. A hosted " +
        "process has no such frame to leave by; only a guest's own path can make this call.");

    /// <inheritdoc/>
    bool IHypercallPath.TryLend(nuint length, out LentMemory memory) => _gate.TryLend(length, out memory);

    /// <inheritdoc/>
    void IHypercallPath.TakeBack(LentMemory memory) => _gate.TakeBack(memory);
}
