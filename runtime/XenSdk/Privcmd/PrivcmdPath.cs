using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Calls through <see cref="Privcmd"/>. It is a path of every kind of guest, since the domain that the program runs in may be
/// of any; Xen refuses what its kind does not have.
/// </summary>
/// <remarks>
/// An argument that is an address must be one of memory from <see cref="Privcmd.Rent"/>. The stubs that take structures and
/// spans see to it by themselves. A result of <see cref="Call(uint)"/> and the others has 32 bits, sign-extended: Linux holds
/// it in an <c>int</c>. Stubs of hypercalls that return more go through a multicall, which loses nothing.
/// </remarks>
public readonly struct PrivcmdPath : IPvPath, IHvmPath, IArmPath
{
    private readonly Privcmd _privcmd;

    internal PrivcmdPath(Privcmd privcmd) => _privcmd = privcmd;

    /// <inheritdoc/>
    static bool IHypercallPath.LendsMemory => true;

    /// <inheritdoc/>
    static bool IHypercallPath.CutsResults => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The device was restricted (<see cref="Privcmd.Restrict"/>).</exception>
    /// <exception cref="ObjectDisposedException">The device was closed.</exception>
    public long Call(uint number) => _privcmd.Call(number);

    /// <inheritdoc cref="Call(uint)"/>
    public long Call(uint number, ulong a1) => _privcmd.Call(number, a1);

    /// <inheritdoc cref="Call(uint)"/>
    public long Call(uint number, ulong a1, ulong a2) => _privcmd.Call(number, a1, a2);

    /// <inheritdoc cref="Call(uint)"/>
    public long Call(uint number, ulong a1, ulong a2, ulong a3) => _privcmd.Call(number, a1, a2, a3);

    /// <inheritdoc cref="Call(uint)"/>
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => _privcmd.Call(number, a1, a2, a3, a4);

    /// <inheritdoc cref="Call(uint)"/>
    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => _privcmd.Call(number, a1, a2, a3, a4, a5);

    /// <inheritdoc/>
    bool IHypercallPath.TryLend(nuint length, out LentMemory memory) => _privcmd.Lend(length, isZero: false, out memory) == 0;

    /// <inheritdoc/>
    void IHypercallPath.TakeBack(LentMemory memory) => _privcmd.TakeBack(memory);

    /// <summary>Not for a process: <c>iret</c> resumes a guest's user space from the frame on its kernel's stack, and a process
    /// is that user space.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    [DoesNotReturn]
    void IPvPath.Jump(uint number, ulong frame) => throw new PlatformNotSupportedException(
        "iret is a guest kernel's return to its user space, from a frame on the kernel's stack. A process has no such frame, and " +
        "privcmd could not come back from the call: make it in a guest, over PvHypercallPage.");
}
