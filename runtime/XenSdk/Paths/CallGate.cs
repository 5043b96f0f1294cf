using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Calls through <see cref="CallGates"/>, in the guest that they were written for. What kind of guest it is is said around it:
/// <see cref="HvmPath{TGate}"/>, <see cref="ArmPath{TGate}"/>, <see cref="PvCallGates"/>.
/// </summary>
/// <remarks>In a 32-bit guest an argument is cut to its low 32 bits, and the result is sign-extended.</remarks>
/// <param name="address">Address of the gates, executable by now.</param>
public readonly unsafe struct CallGate(nuint address) : IHypercallPath
{
    private readonly nuint _address = address;

    /// <inheritdoc/>
    static bool IHypercallPath.LendsMemory => false;

    /// <inheritdoc/>
    static bool IHypercallPath.CutsResults => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nint>)Gate(0))(number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nuint, nint>)Gate(1))((nuint)a1, number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nuint, nuint, nint>)Gate(2))((nuint)a1, (nuint)a2, number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nuint, nuint, nuint, nint>)Gate(3))(
            (nuint)a1, (nuint)a2, (nuint)a3, number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nuint, nuint, nuint, nuint, nint>)Gate(4))(
            (nuint)a1, (nuint)a2, (nuint)a3, (nuint)a4, number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) =>
        ((delegate* unmanaged[Cdecl, SuppressGCTransition]<nuint, nuint, nuint, nuint, nuint, nuint, nint>)Gate(5))(
            (nuint)a1, (nuint)a2, (nuint)a3, (nuint)a4, (nuint)a5, number);

    /// <summary>Where a gate is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nuint Gate(int gate) => _address + (nuint)(gate * CallGates.GateSize);

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
