namespace XenSdk.Guest;

/// <summary>A guest's words on Xen's own console, line by line: Xen listens to dom0, and to others at most where it was built
/// for debugging. A kernel that may be any domain has a <see cref="DomainConsole{TPath}"/>.</summary>
/// <typeparam name="TPath">How Xen is called.</typeparam>
/// <param name="xen">How Xen is called.</param>
public readonly struct GuestConsole<TPath>(Hypercalls<TPath> xen)
    where TPath : struct, IHypercallPath
{
    private readonly Hypercalls<TPath> _xen = xen;

    /// <summary>Writes a line: <c>console.WriteLine($"{frames} frames")</c>.</summary>
    public void WriteLine(ref ConsoleLine line)
    {
        line.AppendFormatted("\n"u8);
        _xen.ConsoleWrite(line.Text);
    }

    /// <summary>Writes a line that is ready.</summary>
    /// <param name="line">ASCII, without an end of line.</param>
    public void WriteLine(ReadOnlySpan<byte> line)
    {
        _xen.ConsoleWrite(line);
        _xen.ConsoleWrite("\n"u8);
    }
}
