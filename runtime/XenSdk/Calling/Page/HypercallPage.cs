using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A page of call gates as Xen fills it, 32 bytes for each hypercall number, and the trampolines that a call with four or
/// more arguments needs: C passes the fourth argument in <c>rcx</c>, Xen takes it from <c>r10</c>. A call with up to three
/// goes to its slot directly, since C's first three argument registers are Xen's.
/// </summary>
/// <remarks>
/// Xen docs/guest-guide/x86/hypercall-abi.rst. An ordinary process cannot use the page that Xen gave to its kernel: Xen
/// answers <c>-EPERM</c> or not at all outside ring 0. Pages for a process are made by a simulation, a test, or by a system
/// that runs .NET in the kernel's ring.
/// <para>
/// Dispose a page when no call through it is under way; a later call throws <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
public sealed class HypercallPage : IDisposable
{
    /// <summary>Hypercall numbers that a page has room for.</summary>
    public const uint SlotCount = 128;

    /// <summary>Bytes of a slot.</summary>
    public const int SlotSize = 32;

    /// <summary>Bytes of the page.</summary>
    public const int Size = (int)SlotCount * SlotSize;

    /// <summary>Bytes from one trampoline to the next.</summary>
    internal const int TrampolineSize = 16;

    private readonly ExecutableMemory _trampolineMemory;
    private nint _slots;
    private nint _trampolines;

    /// <summary>Takes a page of call gates into use.</summary>
    /// <param name="address">Address of the page in this process. The page stays the caller's, and must stay mapped.</param>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not the start of a page.</exception>
    /// <exception cref="ExecutableMemoryException">The host is not x86-64 Linux, or refuses executable memory.</exception>
    public HypercallPage(nint address)
    {
        if (address == 0 || address % Size != 0)
            throw new ArgumentException($"A hypercall page starts at a multiple of {Size}, not at 0x{address:x}.", nameof(address));
        _trampolineMemory = ExecutableMemory.LoadNear(
            address, (int)SlotCount * TrampolineSize, (code, at) => WriteTrampolines(code, at, address));
        _trampolines = _trampolineMemory.Address;
        _slots = address;
    }

    /// <summary>Address of the page of call gates.</summary>
    public nint Address => Slot(0);

    /// <summary>The hypercalls of a paravirtualised guest, through a page whose code may come back into .NET.</summary>
    public Hypercalls<PvPath<PageGate>> Pv => new(new(new(this)));

    /// <summary>The hypercalls of an HVM or PVH guest, through a page whose code may come back into .NET.</summary>
    public Hypercalls<HvmPath<PageGate>> Hvm => new(new(new(this)));

    /// <summary>The hypercalls of a paravirtualised guest, through a page whose code never comes back into .NET, never
    /// blocks and takes less than a microsecond or so: the garbage collector waits for it.</summary>
    public Hypercalls<PvPath<LeafPageGate>> PvLeaf => new(new(new(this)));

    /// <summary>The hypercalls of an HVM or PVH guest, through a page whose code never comes back into .NET, never blocks and
    /// takes less than a microsecond or so: the garbage collector waits for it.</summary>
    public Hypercalls<HvmPath<LeafPageGate>> HvmLeaf => new(new(new(this)));

    /// <summary>Where a call with up to three arguments enters. The number is below <see cref="SlotCount"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint Slot(uint number) => IfNotDisposed(_slots) + (nint)(number * SlotSize);

    /// <summary>Where a call with four or five arguments enters. The number is below <see cref="SlotCount"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint Trampoline(uint number) => IfNotDisposed(_trampolines) + (nint)(number * TrampolineSize);

    /// <summary>Frees the trampolines. The page of call gates is its owner's to free.</summary>
    public void Dispose()
    {
        _slots = 0;
        _trampolines = 0;
        _trampolineMemory.Dispose();
    }

    /// <summary>Writes a trampoline for each slot: <c>mov r10, rcx; jmp slot</c>. A processor that predicts the jump makes it
    /// beside the rest if it is relative and near: measured on Zen 5, it costs nothing up to some MiB, and a cycle beyond.
    /// </summary>
    private static void WriteTrampolines(Span<byte> code, nint address, nint page)
    {
        ReadOnlySpan<byte> moveR10Rcx = [0x49, 0x89, 0xCA];
        const byte breakpoint = 0xCC;
        code.Fill(breakpoint);
        for (int number = 0; number < SlotCount; number++)
        {
            int at = number * TrampolineSize;
            moveR10Rcx.CopyTo(code[at..]);
            at += moveR10Rcx.Length;
            WriteJump(code[at..], address + at, page + (number * SlotSize));
        }
    }

    /// <summary>Writes <c>jmp target</c>, or where that is too far <c>mov rax, target; jmp rax</c>: a slot loads <c>eax</c>
    /// itself, so the register is free.</summary>
    private static void WriteJump(Span<byte> code, nint address, nint target)
    {
        const int length = 5;
        nint distance = target - (address + length);
        if (distance == (int)distance)
        {
            code[0] = 0xE9;
            BinaryPrimitives.WriteInt32LittleEndian(code[1..], (int)distance);
            return;
        }

        ReadOnlySpan<byte> moveRax = [0x48, 0xB8];
        ReadOnlySpan<byte> jumpRax = [0xFF, 0xE0];
        moveRax.CopyTo(code);
        BinaryPrimitives.WriteInt64LittleEndian(code[2..], target);
        jumpRax.CopyTo(code[10..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint IfNotDisposed(nint address)
    {
        if (address == 0)
            ThrowDisposed();
        return address;
    }

    private static void ThrowDisposed() => throw new ObjectDisposedException(nameof(HypercallPage));
}
