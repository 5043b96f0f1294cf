using XenSdk.RealXen.Script;
using XenSdk.Simulation;

namespace XenSdk.RealXen.Tests;

/// <summary>The things of the script on a simulated Xen: its pages and tables are the simulated domain's, the memory behind
/// pointers is this process's.</summary>
internal readonly unsafe struct SimulatedMachine : IScriptMachine
{
    private readonly SimulatedXen _xen;
    private readonly GuardedMemory _memory;
    private readonly MachineFrame _root;

    internal SimulatedMachine(SimulatedXen xen, GuardedMemory memory)
    {
        _xen = xen;
        _memory = memory;
        _root = new MachineFrame(xen.Domain.BaseTable);
        NobodysFrame = FirstOf(DomainId.Invalid);
        XensFrame = FirstOf(DomainId.Xen);
    }

    public MachineFrame NobodysFrame { get; }

    public MachineFrame XensFrame { get; }

    public byte* Edge => (byte*)_memory.Edge;

    public byte* ReadOnly => (byte*)_memory.ReadOnly;

    public ulong AddressOf(int page) => _xen.Domain.VirtualBase + ((ulong)page * Page.Size);

    public MachineFrame FrameOf(int page) => new(_xen.Domain.Frames[page]);

    public MachineFrame Table(int level)
    {
        MachineFrame table = _root;
        for (int at = 4; at > level; at--)
            table = EntryOf(table, AddressOf(0), at).Frame;
        return table;
    }

    public ulong Peek(MachineAddress address) => _xen.Memory.Read(address.Value);

    public ulong Load(ulong address) => _xen.Memory.Read(Translate(address));

    public void Store(ulong address, ulong value) => _xen.Memory.Write(Translate(address), value);

    public ulong PseudoPhysicalOf(MachineFrame frame) => _xen.Memory[frame.Number].PseudoPhysical;

    public ulong PseudoPhysicalFrameOf(int page) => (ulong)page;

    public SharedInfoView SharedInfo => _xen.Domain.SharedInfo;

    /// <summary>As the processor does it.</summary>
    private ulong Translate(ulong address)
    {
        Pte entry = EntryOf(Table(1), address, 1);
        Assert.True(entry.IsPresent, $"0x{address:x} is not mapped: the processor would fault.");
        return entry.Frame.Address.Value + (address % Page.Size);
    }

    private Pte EntryOf(MachineFrame table, ulong address, int level)
        => new(Peek(table.EntryAddress((int)(address >> (Page.Shift + ((level - 1) * 9))) & (Page.Entries - 1))));

    // Frame 0 is a way to say "none" in some calls.
    private MachineFrame FirstOf(DomainId owner)
    {
        ulong frame = 1;
        while (_xen.Memory[frame].Owner != owner)
            frame++;
        return new(frame);
    }
}
