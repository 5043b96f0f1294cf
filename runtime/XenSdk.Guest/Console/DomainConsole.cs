namespace XenSdk.Guest;

/// <summary>Finds the console of a kernel that may be dom0 or any other domain.</summary>
public static class DomainConsole
{
    /// <summary>The console of a PV kernel.</summary>
    /// <param name="start">What it was started with.</param>
    /// <returns>Xen's own in dom0, and where there is no other; else the domain's (<see cref="RingConsoles"/>).</returns>
    public static DomainConsole<PvHypercallPage> Open(in StartInfo start)
        => RingConsoles.TryFind(in start, out RingConsole<PvHypercallPage> ring) ? new(ring) : default;

    /// <summary>The console of a PVH kernel.</summary>
    /// <param name="start">What it was started with.</param>
    /// <returns>Xen's own in dom0, and where there is no other; else the domain's (<see cref="RingConsoles"/>).</returns>
    public static DomainConsole<HvmHypercallPage> Open(in HvmStartInfo start)
        => (start.Flags & StartInfoFlags.InitialDomain) == 0
            && RingConsoles.TryFind<HvmHypercallPage>(default, out RingConsole<HvmHypercallPage> ring) ? new(ring) : default;
}

/// <summary>
/// The console that a kernel has, whichever domain it is: Xen's own in dom0 (<see cref="ConsoleHypercalls"/>), which Xen
/// listens to for dom0 only; in any other domain a ring to the console daemon (<see cref="RingConsole{TPath}"/>).
/// </summary>
/// <typeparam name="TPath">How Xen is called.</typeparam>
public readonly struct DomainConsole<TPath>
    where TPath : struct, IHypercallPath
{
    private readonly Hypercalls<TPath> _xen;
    private readonly RingConsole<TPath> _ring;

    /// <summary>Xen's own console.</summary>
    /// <param name="xen">How Xen is called.</param>
    public DomainConsole(Hypercalls<TPath> xen)
    {
        _xen = xen;
        _ring = default;
        HasRing = false;
    }

    /// <summary>The console of a domain that is not dom0.</summary>
    /// <param name="ring">The console.</param>
    public DomainConsole(RingConsole<TPath> ring)
    {
        _xen = default;
        _ring = ring;
        HasRing = true;
    }

    /// <summary>Whether the console is a ring to the daemon, and not Xen's own.</summary>
    public bool HasRing { get; }

    /// <summary>Writes all of a text; waits for room as <see cref="RingConsole{TPath}.Write"/> does.</summary>
    /// <param name="text">The bytes, usually ASCII.</param>
    /// <returns>0, or an error as of <see cref="ConsoleHypercalls.ConsoleWrite"/> or <see cref="RingConsole{TPath}.Write"/>.</returns>
    public HypercallResult Write(ReadOnlySpan<byte> text) => HasRing ? _ring.Write(text) : _xen.ConsoleWrite(text);

    /// <summary>Reads what was typed. Does not wait.</summary>
    /// <param name="room">Where the bytes go.</param>
    /// <returns>How many bytes were read, 0 where none are there, or an error as of
    /// <see cref="ConsoleHypercalls.ConsoleRead"/> or <see cref="RingConsole{TPath}.Read"/>.</returns>
    public HypercallResult Read(Span<byte> room) => HasRing ? _ring.Read(room) : _xen.ConsoleRead(room);

    /// <summary>Writes a line: <c>console.WriteLine($"{frames} frames")</c>.</summary>
    /// <param name="line">The line.</param>
    public void WriteLine(ref ConsoleLine line)
    {
        line.AppendFormatted("\n"u8);
        _ = Write(line.Text);
    }

    /// <summary>Writes a line that is ready.</summary>
    /// <param name="line">ASCII, without an end of line.</param>
    public void WriteLine(ReadOnlySpan<byte> line)
    {
        _ = Write(line);
        _ = Write("\n"u8);
    }
}
