using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>Makes a gate the path of an ARM guest.</summary>
/// <typeparam name="TGate">How the call is made.</typeparam>
/// <param name="gate">How the call is made.</param>
public readonly struct ArmPath<TGate>(TGate gate) : IArmPath
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

    /// <inheritdoc/>
    bool IHypercallPath.TryLend(nuint length, out LentMemory memory) => _gate.TryLend(length, out memory);

    /// <inheritdoc/>
    void IHypercallPath.TakeBack(LentMemory memory) => _gate.TakeBack(memory);
}
