using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The path of a paravirtualised x86 guest that calls through gates of its own (<see cref="X86_64CallGates.WritePv"/>,
/// <see cref="X86_32CallGates.WritePv"/>) instead of a hypercall page.
/// </summary>
/// <param name="address">Address of the gates, executable by now.</param>
public readonly unsafe struct PvCallGates(nuint address) : IPvPath
{
    private readonly CallGate _gate = new(address);

    /// <inheritdoc/>
    static bool IHypercallPath.LendsMemory => false;

    /// <inheritdoc/>
    static bool IHypercallPath.CutsResults => false;

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

    /// <inheritdoc/>
    [DoesNotReturn]
    public void Jump(uint number, ulong frame)
    {
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nuint, void>)_gate.Gate(CallGates.JumpGate))((nuint)frame, number);
        while (true)
        {
            // Xen resumes the guest elsewhere, or crashes it.
        }
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
