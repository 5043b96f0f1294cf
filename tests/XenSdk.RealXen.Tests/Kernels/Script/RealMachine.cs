using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

/// <summary>The things of the script in a PV guest of real Xen, on the page tables that Xen has built for it.</summary>
internal readonly unsafe struct RealMachine : IScriptMachine
{
    // Of xen/include/public/memory.h.
    private const uint DecreaseReservation = 1;
    private const uint MachphysMfnList = 5;

    // Behind the pages of the script: a page and one that is not mapped, one that is given back to Xen,
    // and one that shows what Xen shares with us.
    private const int BeforeEdge = Script<PvHypercallPage, RealMachine>.Pages;
    private const int BehindEdge = BeforeEdge + 1;
    private const int GivenBack = BehindEdge + 1;
    private const int Shared = GivenBack + 1;
    private const int AllPages = Shared + 1;

    /// <summary>Xen shows every PV guest the table of which frame is which page: MACH2PHYS_VIRT_START of xen-x86_64.h.</summary>
    private const ulong MachineToPhysical = 0xffff_8000_0000_0000;

    private readonly GuestMemory _memory;
    private readonly int _first;

    private RealMachine(GuestMemory memory, int first, MachineFrame nobodys, MachineFrame xens)
    {
        _memory = memory;
        _first = first;
        NobodysFrame = nobodys;
        XensFrame = xens;
    }

    public MachineFrame NobodysFrame { get; }

    public MachineFrame XensFrame { get; }

    public byte* Edge => (byte*)AddressOf(BehindEdge);

    public byte* ReadOnly => (byte*)GuestMemory.AddressOf(Table(1));

    /// <summary>Finds its pages, and makes of some what the script wants.</summary>
    internal static RealMachine Prepare(Hypercalls<PvHypercallPage> xen, GuestMemory memory, MachineFrame sharedInfo)
    {
        var machine = new RealMachine(memory, FirstOfOneTable(memory), memory.FrameOf(memory.Spare(FirstOfOneTable(memory) + GivenBack)), FindXensFrame(xen));
        Panic.IfError(xen.UpdateVaMapping(new GuestPointer64(machine.AddressOf(BehindEdge)), default, MappingFlush.LocalEntry));
        Panic.IfError(xen.UpdateVaMapping(new GuestPointer64(machine.AddressOf(GivenBack)), default, MappingFlush.LocalEntry));
        Panic.IfError(xen.UpdateVaMapping(
            new GuestPointer64(machine.AddressOf(Shared)), Pte.Map(sharedInfo, PteFlags.Present | PteFlags.Writable | PteFlags.User), MappingFlush.LocalEntry));
        ulong frame = machine.NobodysFrame.Number;
        var reservation = new Reservation { Extents = (ulong)&frame, Count = 1, Order = 0, Flags = 0, Domain = DomainId.Self };
        HypercallResult givenBack = xen.MemoryOp(DecreaseReservation, ref reservation);
        if (givenBack.Value != 1)
            Panic.Because("Xen does not take a page back");
        return machine;
    }

    public ulong AddressOf(int page) => (ulong)_memory.Spare(_first + page);

    public MachineFrame FrameOf(int page) => _memory.FrameOf(_memory.Spare(_first + page));

    public MachineFrame Table(int level)
    {
        ulong address = AddressOf(0);
        MachineFrame table = _memory.FrameOf(_memory.Root);
        for (int at = 4; at > level; at--)
        {
            var entries = (Pte*)GuestMemory.AddressOf(table);
            table = entries[(address >> (Page.Shift + ((at - 1) * 9))) & (Page.Entries - 1)].Frame;
        }

        return table;
    }

    public ulong Peek(MachineAddress address) => Volatile.Read(ref *(ulong*)((byte*)GuestMemory.AddressOf(address.Frame) + address.Offset));

    public ulong Load(ulong address) => Volatile.Read(ref *(ulong*)address);

    public void Store(ulong address, ulong value) => Volatile.Write(ref *(ulong*)address, value);

    public ulong PseudoPhysicalOf(MachineFrame frame) => Volatile.Read(ref ((ulong*)MachineToPhysical)[frame.Number]);

    public SharedInfoView SharedInfo => SharedInfoView.Of((XenSdk.X86_64.SharedInfo*)AddressOf(Shared));

    public ulong PseudoPhysicalFrameOf(int page) => (AddressOf(page) - GuestMemory.Start) / Page.Size;

    /// <summary>The first spare page from which on enough follow that one table maps.</summary>
    private static int FirstOfOneTable(GuestMemory memory)
    {
        const ulong perTable = Page.Size * Page.Entries;
        ulong first = (ulong)memory.Spare(0);
        ulong left = (perTable - (first % perTable)) / Page.Size;
        return left >= AllPages ? 0 : (int)left;
    }

    /// <summary>The machine-to-physical table itself is in frames of DOMID_XEN's.</summary>
    private static MachineFrame FindXensFrame(Hypercalls<PvHypercallPage> xen)
    {
        ulong frame = 0;
        var list = new FrameList { Room = 1, Frames = (ulong)&frame, Count = 0 };
        Panic.IfError(xen.MemoryOp(MachphysMfnList, ref list));
        return new(frame);
    }

    // struct xen_memory_reservation
    private struct Reservation
    {
        public ulong Extents;
        public ulong Count;
        public uint Order;
        public uint Flags;
        public DomainId Domain;
    }

    // struct xen_machphys_mfn_list
    private struct FrameList
    {
        public uint Room;
        public ulong Frames;
        public uint Count;
    }
}
