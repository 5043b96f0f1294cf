using System.Diagnostics.CodeAnalysis;

namespace XenSdk;

/// <summary>
/// A way to make a hypercall: a page of call gates, an instruction, a device file, a simulated hypervisor. Arguments and
/// result are machine words; an error is a negative <see cref="XenErrno"/>.
/// </summary>
/// <remarks>
/// Implementations are structs, and mark every method <c>AggressiveInlining</c>: a stub with a constant number then becomes
/// the bare call. What kind of guest the path belongs to is said by <see cref="IPvPath"/>, <see cref="IHvmPath"/> and
/// <see cref="IArmPath"/>.
/// <para>
/// <see cref="LendsMemory"/> and <see cref="CutsResults"/> tell stubs what to do besides the call. Both are false on a path
/// that is the call itself, and then nothing of it is left in the code; such a path lends nothing either
/// (<see cref="TryLend"/> returns false).
/// </para>
/// </remarks>
public interface IHypercallPath
{
    /// <summary>Whether Xen reaches only memory that the path lends, so that arguments in other memory have to be copied
    /// there and back. A constant.</summary>
    static abstract bool LendsMemory { get; }

    /// <summary>Whether <c>Call</c> returns no more than 32 bits of a result. A constant.</summary>
    static abstract bool CutsResults { get; }

    /// <summary>Whether the path is that of a guest without a runtime, and has no fields: then any value of it is as good as
    /// another, and no garbage collector moves the memory that references lead to. A constant.</summary>
    static virtual bool IsBare => false;

    /// <summary>Calls a hypercall whose number only the run time knows. <c>Call</c> does that too, but on a bare path it chooses
    /// among all numbers wherever it is inlined; only bare paths have this.</summary>
    static virtual long CallNumbered(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => -(long)XenErrno.ENOSYS;

    /// <summary>Lends memory that Xen can reach and that stays in place. It may hold anything.</summary>
    /// <param name="length">Bytes, at least 1.</param>
    /// <param name="memory">The memory, until it is given to <see cref="TakeBack"/>.</param>
    /// <returns>False where there is no more of it, or the path has none to lend.</returns>
    bool TryLend(nuint length, out LentMemory memory);

    /// <summary>Ends a loan. Memory that was taken back already is left alone.</summary>
    void TakeBack(LentMemory memory);

    /// <summary>Calls hypercall <paramref name="number"/> without arguments.</summary>
    long Call(uint number);

    /// <summary>Calls hypercall <paramref name="number"/> with one argument.</summary>
    long Call(uint number, ulong a1);

    /// <summary>Calls hypercall <paramref name="number"/> with two arguments.</summary>
    long Call(uint number, ulong a1, ulong a2);

    /// <summary>Calls hypercall <paramref name="number"/> with three arguments.</summary>
    long Call(uint number, ulong a1, ulong a2, ulong a3);

    /// <summary>Calls hypercall <paramref name="number"/> with four arguments.</summary>
    long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4);

    /// <summary>Calls hypercall <paramref name="number"/> with five arguments, the most that Xen takes.</summary>
    long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5);
}

/// <summary>A path of an x86 guest, paravirtualised or not.</summary>
public interface IX86Path : IHypercallPath;

/// <summary>A path of a paravirtualised x86 guest or of an ARM guest.</summary>
public interface IPvOrArmPath : IHypercallPath;

/// <summary>A path of a paravirtualised x86 guest, which has the calls for page tables and descriptors too.</summary>
public interface IPvPath : IX86Path, IPvOrArmPath
{
    /// <summary>Makes the stack pointer <paramref name="frame"/> and jumps to hypercall <paramref name="number"/>, which
    /// takes its arguments from there and does not come back: only <c>iret</c> (number 23) is made this way.</summary>
    /// <param name="number">The hypercall.</param>
    /// <param name="frame">Guest-virtual address of the frame.</param>
    [DoesNotReturn]
    void Jump(uint number, ulong frame);
}

/// <summary>A path of an HVM or PVH guest.</summary>
public interface IHvmPath : IX86Path;

/// <summary>A path of an ARM guest.</summary>
public interface IArmPath : IPvOrArmPath;
