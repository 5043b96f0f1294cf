using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Rented memory that Xen reaches: it does not move, does not fault, and has the same address for Xen as for the program. For
/// structures whose address stands inside another one.
/// </summary>
/// <remarks>
/// Dispose the buffer to give the memory back; a span taken before must not be used after. Copies of this struct are the same
/// buffer: it is given back once, and none of them can be used afterwards. A buffer that is never disposed keeps its memory,
/// and the device open, as long as the process lives.
/// </remarks>
/// <example>
/// A multicall of one <c>xen_version</c> that stores the compile information:
/// <code>
/// using HypercallBuffer&lt;MulticallEntry&gt; calls = privcmd.Rent&lt;MulticallEntry&gt;();
/// using HypercallBuffer&lt;byte&gt; answer = privcmd.Rent&lt;byte&gt;(144);
/// ref MulticallEntry call = ref calls.Span[0];
/// call.Op = HypercallNumber.XenVersion;
/// call.Args[0] = 2;
/// call.Args[1] = answer.Pointer.Address;
/// privcmd.Hypercalls.Multicall(calls.Pointer, 1).ThrowIfError();
/// </code>
/// </example>
/// <typeparam name="T">What it holds.</typeparam>
public readonly unsafe struct HypercallBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly Privcmd _privcmd;
    private readonly HypercallSlot? _slot;
    private readonly LentMemory _memory;
    private readonly uint _loan;

    internal HypercallBuffer(Privcmd privcmd, HypercallSlot slot, LentMemory memory, int count)
    {
        _privcmd = privcmd;
        _slot = slot;
        _memory = memory;
        _loan = HypercallMemory.Loan(memory);
        Length = count;
    }

    /// <summary>How many <typeparamref name="T"/> it holds.</summary>
    public int Length { get; }

    /// <summary>The memory as the program sees it.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public Span<T> Span => MemoryMarshal.CreateSpan(ref Unsafe.AsRef<T>((void*)Rented), Length);

    /// <summary>The first <typeparamref name="T"/>, for a buffer of one.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public ref T Value => ref Unsafe.AsRef<T>((void*)Rented);

    /// <summary>The memory's address, as it goes into a structure or to a stub.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public GuestPointer64<T> Pointer => new(Rented);

    // The address, while the loan runs.
    private nuint Rented
    {
        get
        {
            if (_slot is null || _slot.Loan != _loan)
                ThrowDisposed();
            return _memory.Address;
        }
    }

    /// <summary>Gives the memory back. Again is harmless.</summary>
    public void Dispose() => _privcmd?.TakeBack(_memory);

    [DoesNotReturn]
    private static void ThrowDisposed() => throw new ObjectDisposedException(typeof(HypercallBuffer<T>).FullName);
}
