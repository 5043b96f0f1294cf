using System.Numerics;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Memory that never moves and never faults, so that Xen can reach it during a hypercall: pages of
/// <c>/dev/xen/hypercall</c>, or without that device locked pages of the process. It is lent in blocks, each of which is
/// kept for the next borrower.
/// </summary>
/// <remarks>
/// Lending and taking back are safe from many threads, and allocate nothing once a block of the size is there. The fallback
/// is libxencall's: the kernel may still move a locked page (compaction, memory hotplug), rarely, and then a call fails with
/// <c>-EFAULT</c>.
/// </remarks>
internal sealed unsafe class HypercallMemory
{
    /// <summary>Pages that are kept while nobody borrows them; what comes back beyond is unmapped.</summary>
    internal const int KeptPages = 256;

    /// <summary>The largest block has 2^18 pages: 1 GiB where a page has 4 KiB.</summary>
    private const int LargestOrder = 18;

    private readonly IKernel _kernel;
    private readonly int _device;
    private readonly nuint _pageSize;
    private readonly HypercallSlots _slots = new();
    private readonly FreeList[] _free = new FreeList[LargestOrder + 1];
    private FreeList _empty;
    private int _keptPages;

    /// <summary>Makes the memory; nothing is mapped yet.</summary>
    /// <param name="kernel">Maps it.</param>
    /// <param name="device">Descriptor of the device, or negative for locked pages.</param>
    internal HypercallMemory(IKernel kernel, int device)
    {
        _kernel = kernel;
        _device = device;
        _pageSize = (nuint)Environment.SystemPageSize;
    }

    /// <summary>Lends a block.</summary>
    /// <param name="length">Bytes of it.</param>
    /// <param name="isZero">Whether it has to be all zero. Otherwise it holds what its last borrower left.</param>
    /// <param name="memory">The block.</param>
    /// <returns>0, or the negative of the errno for which there is none.</returns>
    internal int TryLend(nuint length, bool isZero, out LentMemory memory)
    {
        memory = default;
        if (length > _pageSize << LargestOrder)
            return -(int)XenErrno.ENOMEM;
        int order = BitOperations.Log2((nuint)BitOperations.RoundUpToPowerOf2((length + _pageSize - 1) / _pageSize) | 1);
        if (_free[order].TryPop(_slots, out int index))
            Interlocked.Add(ref _keptPages, -(1 << order));
        else if (Map(order, out index) is < 0 and int error)
            return error;

        HypercallSlot slot = _slots[index];
        // Whole pages: a hypercall that was told a wrong size may write behind what is asked for, but should find nothing there.
        if (isZero && slot.IsUsed)
            NativeMemory.Clear((void*)slot.Address, (length + _pageSize - 1) & ~(_pageSize - 1));
        slot.IsUsed = true;
        memory = new((nuint)slot.Address, length, ((ulong)Volatile.Read(ref slot.Loan) << 32) | (uint)index);
        return 0;
    }

    /// <summary>Of which slot the lent block is.</summary>
    internal HypercallSlot SlotOf(LentMemory memory) => _slots[Index(memory)];

    /// <summary>Ends a loan.</summary>
    /// <returns>False where it had ended before.</returns>
    internal bool TakeBack(LentMemory memory)
    {
        int index = Index(memory);
        uint loan = Loan(memory);
        if (loan == 0)
            return false;
        HypercallSlot slot = _slots[index];
        if (Interlocked.CompareExchange(ref slot.Loan, unchecked(loan + 2), loan) != loan)
            return false;

        int pages = 1 << slot.Order;
        if (Interlocked.Add(ref _keptPages, pages) <= KeptPages)
        {
            _free[slot.Order].Push(index, _slots);
        }
        else
        {
            Interlocked.Add(ref _keptPages, -pages);
            Unmap(slot);
            _empty.Push(index, _slots);
        }

        return true;
    }

    /// <summary>Unmaps everything. No loan runs any more, and none follows.</summary>
    internal void Free()
    {
        for (int index = 0; index < _slots.Count; index++)
        {
            if (_slots[index].Address != 0)
                Unmap(_slots[index]);
        }
    }

    private static int Index(LentMemory memory) => (int)(uint)memory.Loan;

    /// <summary>What names the loan in its slot while it runs.</summary>
    internal static uint Loan(LentMemory memory) => (uint)(memory.Loan >> 32);

    /// <summary>Fills an empty slot with a fresh block.</summary>
    private int Map(int order, out int index)
    {
        nuint length = _pageSize << order;
        nint address = _device < 0 ? _kernel.MapLocked(length) : _kernel.MapDevice(_device, length, writable: true);
        if (address is < 0 and > -4096)
        {
            index = -1;
            return (int)address;
        }

        if (!_empty.TryPop(_slots, out index))
            index = _slots.Add();
        HypercallSlot slot = _slots[index];
        slot.Address = address;
        slot.Order = order;
        slot.IsUsed = false;
        return 0;
    }

    private void Unmap(HypercallSlot slot)
    {
        _kernel.Unmap(slot.Address, _pageSize << slot.Order);
        slot.Address = 0;
    }
}
