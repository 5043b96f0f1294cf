using System.Runtime.InteropServices;

namespace XenSdk.Simulation.Tests;

/// <summary>A guest of a simulated Xen that makes its calls by number, with structures declared here by hand from xen.h, so
/// that a mistake in the product's own is not shared.</summary>
internal sealed class Guest : IDisposable
{
    internal const uint Self = 0x7FF0, Devices = 0x7FF1, XenItself = 0x7FF2;
    internal const ulong Present = 1, Writable = 2, User = 4, Accessed = 0x20, Dirty = 0x40, Global = 0x100, Kernel = 1UL << 52;

    /// <summary>What <c>done</c> holds before a call, to see whether it is written.</summary>
    internal const uint Untouched = 0xABCD;

    internal Guest(SimulatedXenOptions? options = null) => Xen = SimulatedXen.Start(options);

    internal SimulatedXen Xen { get; }

    internal MachineMemory Memory => Xen.Memory;

    internal long Call(uint number, params ulong[] arguments)
    {
        PvPath<PageGate> path = Xen.Hypercalls.Path;
        return arguments switch
        {
            [] => path.Call(number),
            [ulong a1] => path.Call(number, a1),
            [ulong a1, ulong a2] => path.Call(number, a1, a2),
            [ulong a1, ulong a2, ulong a3] => path.Call(number, a1, a2, a3),
            [ulong a1, ulong a2, ulong a3, ulong a4] => path.Call(number, a1, a2, a3, a4),
            [ulong a1, ulong a2, ulong a3, ulong a4, ulong a5] => path.Call(number, a1, a2, a3, a4, a5),
            _ => throw new ArgumentException("A hypercall has at most five arguments."),
        };
    }

    /// <summary>One mmu_update call.</summary>
    /// <returns>Its result, and what it left in <c>done</c>.</returns>
    internal (long Result, uint Done) MmuUpdate(ReadOnlySpan<Update> updates, uint foreign = Self)
    {
        uint done = Untouched;
        HypercallResult result = Xen.Hypercalls.CallWithBuffers(
            1, HypercallArgument.In(updates), HypercallArgument.Value((uint)updates.Length), HypercallArgument.InOut(ref done), HypercallArgument.Value(foreign));
        return (result.Value, done);
    }

    internal (long Result, uint Done) MmuUpdate(ulong pointer, ulong value, uint foreign = Self) => MmuUpdate([new(pointer, value)], foreign);

    /// <summary>mmu_update with an array at an address of the test's choice.</summary>
    internal unsafe (long Result, uint Done) MmuUpdateAt(ulong array, uint count, uint foreign = Self)
    {
        uint done = Untouched;
        long result = Call(1, array, count, (ulong)&done, foreign);
        return (result, done);
    }

    /// <summary>One mmuext_op call.</summary>
    /// <returns>Its result, and what it left in <c>done</c>.</returns>
    internal (long Result, uint Done) MmuExt(ReadOnlySpan<Operation> operations, uint foreign = Self)
    {
        uint done = Untouched;
        HypercallResult result = Xen.Hypercalls.CallWithBuffers(
            26, HypercallArgument.In(operations), HypercallArgument.Value((uint)operations.Length), HypercallArgument.InOut(ref done), HypercallArgument.Value(foreign));
        return (result.Value, done);
    }

    internal (long Result, uint Done) MmuExt(uint command, ulong first = 0, ulong second = 0, uint foreign = Self) =>
        MmuExt([new(command, first, second)], foreign);

    /// <summary>event_channel_op with a structure of 32-bit words.</summary>
    /// <returns>The result, and the structure as it was left.</returns>
    internal unsafe (long Result, uint[] Words) EventOp(uint command, params uint[] words)
    {
        fixed (uint* argument = words)
            return (Call(32, command, (ulong)argument), words);
    }

    /// <summary>Binds a virtual interrupt to a vCPU by event_channel_op.</summary>
    /// <returns>The port.</returns>
    internal EventPort BindVirq(Virq virq, uint vcpu = 0)
    {
        (long result, uint[] words) = EventOp(1, (uint)virq, vcpu, 0);
        Assert.Equal(0, result);
        return new EventPort(words[2]);
    }

    /// <summary>Maps a page read-only, as it must be to become a table.</summary>
    internal void MapReadOnly(int page) =>
        Assert.Equal((0L, 1u), MmuUpdate(EntryOf(page), (Frame(page) << 12) | Present));

    internal (long Result, Entry[] Entries) Multicall(params Entry[] entries)
    {
        HypercallResult result = Xen.Hypercalls.CallWithBuffers(
            13, HypercallArgument.InOut<Entry>(entries), HypercallArgument.Value((uint)entries.Length));
        return (result.Value, entries);
    }

    /// <summary>The guest-virtual address of a page of the guest's.</summary>
    internal ulong VirtualAddress(int page) => Xen.Domain.VirtualBase + ((ulong)page << 12);

    internal ulong Frame(int page) => Xen.Domain.Frames[page];

    /// <summary>Machine address of the page-table entry of a level that is on the way to a page of the guest's; found with
    /// arithmetic of its own.</summary>
    internal ulong EntryOf(int page, int level = 1)
    {
        ulong table = Xen.Domain.BaseTable;
        for (int at = 4; ; at--)
        {
            ulong address = (table << 12) | (((VirtualAddress(page) >> (12 + (9 * (at - 1)))) & 511) * 8);
            if (at == level)
                return address;
            table = (Memory.Read(address) >> 12) & 0xFF_FFFF_FFFF;
        }
    }

    public void Dispose() => Xen.Dispose();

    /// <summary><c>struct mmu_update</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    internal record struct Update(ulong Pointer, ulong Value);

    /// <summary><c>struct mmuext_op</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    internal record struct Operation(uint Command, ulong First = 0, ulong Second = 0);

    /// <summary><c>struct multicall_entry</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    internal record struct Entry(ulong Operation, long Result, ulong A1 = 0, ulong A2 = 0, ulong A3 = 0, ulong A4 = 0, ulong A5 = 0, ulong A6 = 0);
}
