using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

/// <summary>
/// One sequence of hypercalls, for whatever answers them. Every step prints a line on Xen's console: the call, its arguments
/// by name, the result, and what it has done. The same line comes of every machine that answers as Xen does.
/// </summary>
/// <typeparam name="TPath">How Xen is called.</typeparam>
/// <typeparam name="TMachine">The things that the calls are about.</typeparam>
/// <param name="xen">Who is called.</param>
/// <param name="machine">What is called about.</param>
internal readonly unsafe partial struct Script<TPath, TMachine>(Hypercalls<TPath> xen, TMachine machine)
    where TPath : struct, IPvPath
    where TMachine : struct, IScriptMachine
{
    /// <summary>The line before the first step.</summary>
    internal const string Beginning = "the script begins";

    /// <summary>The line after the last one.</summary>
    internal const string End = "the script ends";

    /// <summary>Pages of ordinary memory that it wants.</summary>
    internal const int Pages = 24;

    private const uint Self = (uint)DomainId.Self;
    private const PteFlags ReadWrite = PteFlags.Present | PteFlags.Writable | PteFlags.User;
    private const PteFlags ReadOnlyFlags = PteFlags.Present | PteFlags.User;

    // Pointers that lead nowhere: not mapped, no address of the processor's, and where Xen itself is.
    private const ulong Unmapped = 0x1000;
    private const ulong NotCanonical = 0x0000_8000_0000_0000;
    private const ulong XensArea = 0xffff_8280_0000_0000;

    /// <summary>What a word holds that a call may write, to see whether it did.</summary>
    private const uint Unwritten = 0xABCD;

    private readonly Hypercalls<TPath> _xen = xen;
    private readonly TMachine _machine = machine;

    private GuestConsole<TPath> Console => new(_xen);

    private TPath Path => _xen.Path;

    /// <summary>Goes through it once. The pages are ordinary memory afterwards.</summary>
    internal void Run()
    {
        Console.WriteLine($"{Beginning}");
        for (int page = 0; page < Pages; page++)
            Reset(page);
        ReadVersions();
        UseConsole();
        SetAssists();
        WriteEntries();
        RefuseEntries();
        NameDomains();
        StopBatches();
        PassBadArrays();
        MapAddresses();
        CallLists();
        PinTables();
        BuildTables();
        MapDevices();
        ExtendTheRest();
        ExtendInBatches();
        UseEventChannels();
        Wait();
        CallUnknown();
        Console.WriteLine($"{End}");
    }

    /// <summary>Maps a page where it belongs, with its number in it, and says nothing.</summary>
    private void Reset(int page)
    {
        Map(page, Pte.Map(_machine.FrameOf(page), ReadWrite));
        _machine.Store(_machine.AddressOf(page), Word(page));
    }

    /// <summary>Maps a page otherwise; says so only where that cannot be done.</summary>
    private void Map(int page, Pte entry)
    {
        HypercallResult result = _xen.UpdateVaMapping(new GuestPointer64(_machine.AddressOf(page)), entry, MappingFlush.LocalEntry);
        if (result.IsError)
            Console.WriteLine($"  page {page} cannot be mapped: {result}");
    }

    private static ulong Word(int page) => 0x1000 + (ulong)page;

    /// <summary>The entry that maps a page.</summary>
    private MachineAddress EntryOf(int page) => _machine.Table(1).EntryAddress((int)(_machine.AddressOf(page) / Page.Size % Page.Entries));

    private Pte Entry(int page) => new(_machine.Peek(EntryOf(page)));

    /// <summary>A mapping, by the name of what it maps.</summary>
    private void Append(ref ConsoleLine line, Pte entry, bool withUse = false)
    {
        if (!entry.IsPresent)
        {
            line.AppendFormatted(entry.Value == 0 ? "nothing"u8 : "nothing, but not 0"u8);
            return;
        }

        AppendFrame(ref line, entry.Frame);
        AppendFlag(ref line, entry, PteFlags.Writable, " RW"u8);
        AppendFlag(ref line, entry, PteFlags.User, " US"u8);
        AppendFlag(ref line, entry, PteFlags.WriteThrough, " PWT"u8);
        AppendFlag(ref line, entry, PteFlags.CacheDisable, " PCD"u8);
        AppendFlag(ref line, entry, PteFlags.Pat, " PAT"u8);
        AppendFlag(ref line, entry, PteFlags.Global, " G"u8);
        AppendFlag(ref line, entry, PteFlags.Available9, " AVL9"u8);
        AppendFlag(ref line, entry, PteFlags.Available10, " AVL10"u8);
        AppendFlag(ref line, entry, PteFlags.Available11, " AVL11"u8);
        AppendFlag(ref line, entry, (PteFlags)(1UL << 52), " bit52"u8);
        AppendFlag(ref line, entry, PteFlags.NoExecute, " NX"u8);
        if (withUse)
        {
            AppendFlag(ref line, entry, PteFlags.Accessed, " A"u8);
            AppendFlag(ref line, entry, PteFlags.Dirty, " D"u8);
        }
    }

    private static void AppendFlag(ref ConsoleLine line, Pte entry, PteFlags flag, ReadOnlySpan<byte> name)
    {
        if ((entry.Flags & flag) != 0)
            line.AppendFormatted(name);
    }

    private void AppendFrame(ref ConsoleLine line, MachineFrame frame)
    {
        for (int page = 0; page < Pages; page++)
        {
            if (_machine.FrameOf(page) == frame)
            {
                line.AppendFormatted("page "u8);
                line.AppendFormatted(page);
                return;
            }
        }

        for (int level = 1; level <= 4; level++)
        {
            if (_machine.Table(level) == frame)
            {
                line.AppendFormatted("L"u8);
                line.AppendFormatted(level);
                return;
            }
        }

        line.AppendFormatted(frame == _machine.NobodysFrame ? "nobody's frame"u8 : frame == _machine.XensFrame ? "Xen's frame"u8 :
            frame.Number == DeviceFrame ? "a device's frame"u8 : "another frame"u8);
    }

    /// <summary>A page's entry, after a step.</summary>
    private void AppendEntryOf(ref ConsoleLine line, int page, bool withUse = false)
    {
        line.AppendFormatted("; page "u8);
        line.AppendFormatted(page);
        line.AppendFormatted(" maps "u8);
        Append(ref line, Entry(page), withUse);
    }

    private static void AppendResult(ref ConsoleLine line, long result)
    {
        line.AppendFormatted(": "u8);
        line.AppendFormatted(new HypercallResult(result));
    }

    /// <summary>The line of a step that has no effect to be read back.</summary>
    private void Say(ReadOnlySpan<byte> step, long result)
    {
        var line = new ConsoleLine(0, 0);
        line.AppendFormatted(step);
        AppendResult(ref line, result);
        Console.WriteLine(ref line);
    }
}
