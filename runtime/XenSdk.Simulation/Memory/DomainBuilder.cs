using System.Collections.Immutable;

namespace XenSdk.Simulation;

/// <summary>Gives a domain its memory and first page tables, as Xen's domain builder does.</summary>
internal static class DomainBuilder
{
    /// <summary>Where a guest's kernel is linked: the last 2 GiB of the address space.</summary>
    private const ulong VirtualBase = 0xFFFFFFFF_80000000;

    /// <summary>One L4, L3 and L2 table, and an L1 table for every 512 pages.</summary>
    internal static int TablesFor(int pages) => 3 + L1TablesFor(pages);

    /// <summary>Builds a domain; the last of its pages are its page tables.</summary>
    internal static SimulatedDomain Build(MachineMemory memory, SimulatedDomainOptions options)
    {
        var frames = new ulong[options.Pages];
        for (int page = 0; page < frames.Length; page++)
        {
            frames[page] = memory.Allocate(options.Id);
            memory.At(frames[page]).PseudoPhysical = (ulong)page;
        }

        ReadOnlySpan<ulong> tables = frames.AsSpan(frames.Length - TablesFor(frames.Length));
        ulong l4 = tables[0], l3 = tables[1], l2 = tables[2];
        ReadOnlySpan<ulong> l1 = tables[3..];
        Link(memory, l4, MachineMemory.SlotOf(VirtualBase, FrameType.L4Table), l3);
        Link(memory, l3, MachineMemory.SlotOf(VirtualBase, FrameType.L3Table), l2);
        for (int i = 0; i < l1.Length; i++)
            Link(memory, l2, MachineMemory.SlotOf(VirtualBase, FrameType.L2Table) + i, l1[i]);
        for (int page = 0; page < frames.Length; page++)
        {
            bool isTable = page >= frames.Length - tables.Length;
            ulong flags = TableEntry.Present | TableEntry.Accessed | (isTable ? 0 : TableEntry.Writable | TableEntry.Dirty);
            memory.Write(
                MachineMemory.EntryAddress(l1[page / MachineMemory.EntriesPerTable], page % MachineMemory.EntriesPerTable),
                TableEntry.Map(frames[page], flags).Value);
        }

        ImmutableArray<SimulatedVcpu> vcpus = [.. Enumerable.Range(0, options.Vcpus).Select(number => new SimulatedVcpu(number, l4))];
        return new SimulatedDomain(options.Id, options.IsPrivileged ?? options.Number == 0, frames, VirtualBase, vcpus);
    }

    /// <summary>Puts the domain's tables into use: the root is pinned and is that of every vCPU, and every entry below is
    /// checked.</summary>
    internal static void Validate(MachineMemory memory, PageTables tables, SimulatedDomain domain)
    {
        for (int use = 0; use <= domain.Vcpus.Length; use++)
        {
            int error = tables.Use(domain.BaseTable, FrameType.L4Table);
            if (error != 0)
                throw new InvalidOperationException($"The first page tables of domain {(int)domain.Id} do not validate: {new HypercallResult(error)}.");
        }

        memory.At(domain.BaseTable).IsPinned = true;
    }

    /// <summary>Gives the domain the page that Xen shares with it: its own, and in use as a writable one
    /// (<c>share_xen_page_with_guest</c>, xen/arch/x86/mm.c).</summary>
    internal static unsafe void ShareInfo(MachineMemory memory, SimulatedDomain domain)
    {
        domain.SharedInfoFrame = memory.Allocate(domain.Id);
        ref MachineMemory.Frame frame = ref memory.At(domain.SharedInfoFrame);
        (frame.Type, frame.TypeCount, frame.IsValidated) = (FrameType.Writable, 1, true);
        domain.SharedInfo = SharedInfoView.Of((X86_64.SharedInfo*)memory.AddressOf(domain.SharedInfoFrame));

        // The vCPUs start with upcalls masked: they have no handler yet.
        for (int vcpu = 0; vcpu < domain.Vcpus.Length; vcpu++)
            domain.SharedInfo.Vcpu(vcpu).Events.MaskUpcalls();
    }

    private static int L1TablesFor(int pages) => (pages + MachineMemory.EntriesPerTable - 1) / MachineMemory.EntriesPerTable;

    private static void Link(MachineMemory memory, ulong table, int index, ulong lower) => memory.Write(
        MachineMemory.EntryAddress(table, index),
        TableEntry.Map(lower, TableEntry.Present | TableEntry.Writable | TableEntry.User | TableEntry.Accessed).Value);
}
