using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// What Xen tells a PV domain when it starts (<c>start_info</c>): how much memory it has, where its pages are that it shares
/// with others, what was loaded beside the kernel, and its command line.
/// </summary>
/// <remarks>
/// <para>A view over the page that Xen (or the toolstack) has written: register RSI of a 64-bit guest, ESI of a 32-bit one. A
/// tool that has the page of another domain can read it all the same, of either width. Nothing is copied or allocated.</para>
/// <para>After a resume, only what stands up to the console is valid.</para>
/// </remarks>
public readonly ref struct StartInfoView
{
    private readonly ReadOnlySpan<byte> _page;
    private readonly bool _is32Bit;

    private StartInfoView(ReadOnlySpan<byte> page, bool is32Bit)
    {
        _page = page;
        _is32Bit = is32Bit;
    }

    /// <summary>The structure that a 64-bit guest was started with, in the page that it stands at the start of.</summary>
    /// <param name="start">What register RSI points at. Not a copy: what the structure leads to stands behind it in the page.</param>
    public static StartInfoView InPage(in StartInfo start)
        => new(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<StartInfo, byte>(ref Unsafe.AsRef(in start)), Page.Size), false);

    /// <summary>Memory that holds the structure of a 64-bit guest.</summary>
    /// <param name="memory">The page, or at least the structure. What it leads to is looked for here, and nowhere else.</param>
    /// <param name="view">The view.</param>
    /// <returns>False if the structure has no room, or does not begin with a magic of Xen's.</returns>
    public static unsafe bool TryRead(ReadOnlySpan<byte> memory, out StartInfoView view)
        => TryMake(memory, false, sizeof(StartInfo), out view);

    /// <summary>Memory that holds the structure of a 32-bit guest.</summary>
    /// <param name="memory">The page, or at least the structure. What it leads to is looked for here, and nowhere else.</param>
    /// <param name="view">The view.</param>
    /// <returns>False if the structure has no room, or does not begin with a magic of Xen's.</returns>
    public static unsafe bool TryRead32Bit(ReadOnlySpan<byte> memory, out StartInfoView view)
        => TryMake(memory, true, sizeof(X86_32.StartInfo), out view);

    /// <summary>Takes the magic apart.</summary>
    /// <param name="magic">What it says.</param>
    /// <returns>False if it is not of the form that Xen writes: then this is no <c>start_info</c>.</returns>
    public bool TryGetMagic(out StartMagic magic) => StartMagic.TryParse(MagicBytes(_page), out magic);

    /// <summary>What the domain is, and how the module is to be found.</summary>
    public StartInfoFlags Flags => _is32Bit ? Narrow32.Flags : Wide.Flags;

    /// <summary>Whether the domain may control others and the machine.</summary>
    public bool IsPrivileged => (Flags & StartInfoFlags.Privileged) != 0;

    /// <summary>Whether this is dom0, which Xen itself has built.</summary>
    public bool IsInitialDomain => (Flags & StartInfoFlags.InitialDomain) != 0;

    /// <summary>The byte of options for power management (<c>SIF_PM_MASK</c>), which Xen hands on to dom0.</summary>
    public byte PowerManagement => (byte)((uint)(Flags & StartInfoFlags.PowerManagementMask) >> 8);

    /// <summary>How many pages the domain has.</summary>
    public ulong PageCount => _is32Bit ? Narrow32.NrPages : Wide.NrPages;

    /// <summary>Where the shared info page is (<see cref="SharedInfoView"/>): a machine address, which the guest has to map.</summary>
    public MachineAddress SharedInfo => new(_is32Bit ? Narrow32.SharedInfo : Wide.SharedInfo);

    /// <summary>The page that is shared with xenstore: a machine frame, which the guest has to map. Frame 0 in dom0 before
    /// there is a xenstore.</summary>
    public MachineFrame StorePage => new(_is32Bit ? Narrow32.StoreMfn : Wide.StoreMfn);

    /// <summary>The event channel to xenstore; port 0 in dom0 before there is a xenstore.</summary>
    public EventPort StorePort => new(_is32Bit ? Narrow32.StoreEvtchn : Wide.StoreEvtchn);

    /// <summary>Guest-virtual address of the root of the page tables that the domain was started with.</summary>
    public GuestPointer64 PageTableBase => new(_is32Bit ? Narrow32.PtBase : Wide.PtBase);

    /// <summary>How many frames these page tables have.</summary>
    public ulong PageTableFrameCount => _is32Bit ? Narrow32.NrPtFrames : Wide.NrPtFrames;

    /// <summary>Guest-virtual address of the list that has the machine frame of each of the domain's own, with
    /// <see cref="PageCount"/> entries (<see cref="PhysicalToMachineMap"/>).</summary>
    public GuestPointer64 FrameList => new(_is32Bit ? Narrow32.MfnList : Wide.MfnList);

    /// <summary>The first frame of that list, where the guest asked for it to be outside of its initial mapping; else 0.</summary>
    public PseudoPhysicalFrame FrameListFirstFrame => new(_is32Bit ? Narrow32.FirstP2mPfn : Wide.FirstP2mPfn);

    /// <summary>How many frames that list has from <see cref="FrameListFirstFrame"/> on, its page tables included; else 0.</summary>
    public ulong FrameListFrameCount => _is32Bit ? Narrow32.NrP2mFrames : Wide.NrP2mFrames;

    /// <summary>The command line, in ASCII, without the zero at its end.</summary>
    public ReadOnlySpan<byte> CommandLine => AsciiZ.BeforeZero(_is32Bit
        ? Bytes(in Unsafe.As<X86_32.StartInfo.CmdLineArray, byte>(ref Unsafe.AsRef(in Narrow32.CmdLine)))
        : Bytes(in Unsafe.As<StartInfo.CmdLineArray, byte>(ref Unsafe.AsRef(in Wide.CmdLine))));

    /// <summary>The console of a domain that is not dom0.</summary>
    /// <param name="console">Its page and event channel.</param>
    /// <returns>False in dom0, whose console is a display (<see cref="TryGetVgaConsole"/>) or Xen's own
    /// (<see cref="ConsoleHypercalls"/>).</returns>
    public bool TryGetConsole(out StartConsole console)
    {
        console = default;
        if (IsInitialDomain)
            return false;
        console = _is32Bit
            ? new(new(Narrow32.Console.DomU.Mfn), new(Narrow32.Console.DomU.Evtchn))
            : new(new(Wide.Console.DomU.Mfn), new(Wide.Console.DomU.Evtchn));
        return true;
    }

    /// <summary>The display that dom0 can have its console on.</summary>
    /// <param name="console">What Xen knows of it.</param>
    /// <returns>False in any other domain, where Xen gives no display away, and where what it says is not in this memory.</returns>
    public bool TryGetVgaConsole(out VgaConsole console)
    {
        console = default;
        if (!IsInitialDomain)
            return false;
        uint offset = _is32Bit ? Narrow32.Console.Dom0.InfoOff : Wide.Console.Dom0.InfoOff;
        uint size = _is32Bit ? Narrow32.Console.Dom0.InfoSize : Wide.Console.Dom0.InfoSize;
        if (size == 0 || offset > (uint)_page.Length || size > (uint)_page.Length - offset)
            return false;
        console = new(_page.Slice((int)offset, (int)size));
        return true;
    }

    /// <summary>The module that was loaded beside the kernel.</summary>
    /// <param name="module">Where it is.</param>
    /// <returns>False if there is none.</returns>
    public bool TryGetModule(out StartModule module)
    {
        ulong start = _is32Bit ? Narrow32.ModStart : Wide.ModStart;
        ulong length = _is32Bit ? Narrow32.ModLen : Wide.ModLen;
        StartInfoFlags flags = Flags;
        module = new(
            start,
            length,
            (flags & StartInfoFlags.ModuleStartIsPfn) != 0,
            (flags & StartInfoFlags.MultibootModule) != 0);
        return start != 0 && length != 0;
    }

    private ref readonly StartInfo Wide => ref Unsafe.As<byte, StartInfo>(ref MemoryMarshal.GetReference(_page));

    private ref readonly X86_32.StartInfo Narrow32
        => ref Unsafe.As<byte, X86_32.StartInfo>(ref MemoryMarshal.GetReference(_page));

    private static bool TryMake(ReadOnlySpan<byte> memory, bool is32Bit, int size, out StartInfoView view)
    {
        view = default;
        if (memory.Length < size || !StartMagic.TryParse(MagicBytes(memory), out _))
            return false;
        view = new(memory, is32Bit);
        return true;
    }

    // It stands first, whatever the width.
    private static unsafe ReadOnlySpan<byte> MagicBytes(ReadOnlySpan<byte> page) => page[..sizeof(StartInfo.MagicArray)];

    private static ReadOnlySpan<byte> Bytes(in byte first)
        => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef(in first), (int)XenConstants.MaxGuestCommandLine);
}
