namespace XenSdk;

/// <summary>
/// The console of a domain that is not dom0: bytes through a page that it shares with the console daemon in dom0
/// (<see cref="ConsolePage"/>), and an event for the daemon whenever there are new ones. The daemon shows them to
/// <c>xl console</c>, and keeps them in a log if it is told to.
/// </summary>
/// <remarks>
/// Nothing is allocated and nothing is kept here: all that changes is in the page. One vCPU at a time may write, and one at a
/// time read; an upcall that writes as well must not come in between.
/// </remarks>
/// <typeparam name="TPath">How Xen is called.</typeparam>
/// <param name="xen">How Xen is called.</param>
/// <param name="page">The page, mapped.</param>
/// <param name="port">The guest's end of the event channel to the daemon.</param>
public readonly struct RingConsole<TPath>(Hypercalls<TPath> xen, ConsolePage page, EventPort port)
    where TPath : struct, IHypercallPath
{
    // SCHEDOP_yield of xen/include/public/sched.h.
    internal const ulong SchedOpYield = 0;

    /// <summary>The guest's end of the event channel: the daemon sends by it when something was typed, and when it has taken
    /// what was written.</summary>
    public EventPort Port { get; } = port;

    /// <summary>
    /// Writes all of a text. Where it does not fit, lets others run (<c>SCHEDOP_yield</c>) until the daemon has made room: for
    /// ever, if there is no daemon. <see cref="WriteSome"/> does not wait.
    /// </summary>
    /// <param name="text">The bytes, usually ASCII.</param>
    /// <returns>0; otherwise an error as of <see cref="WriteSome"/>, and what of the text was not in the page by then is
    /// lost.</returns>
    public HypercallResult Write(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            HypercallResult written = WriteSome(text);
            if (written.IsError)
                return written;
            text = text[(int)written.Value..];
            if (text.IsEmpty)
                return default;
            _ = xen.Path.Call((uint)HypercallNumber.SchedOp, SchedOpYield, 0);
        }
    }

    /// <summary>Writes as much of a text as there is room for, and tells the daemon. Does not wait.</summary>
    /// <param name="text">The bytes, usually ASCII.</param>
    /// <returns>How many bytes were written. -EIO, which is not Xen's, where the page makes no sense: nothing was written. -EINVAL
    /// for a port that is no such event channel: the daemon was not told.</returns>
    public HypercallResult WriteSome(ReadOnlySpan<byte> text)
        => page.TryWrite(text, out int written) ? Told(written) : HypercallResult.FromError(XenErrno.EIO);

    /// <summary>Reads what was typed, and tells the daemon that there is room again. Does not wait.</summary>
    /// <param name="room">Where the bytes go.</param>
    /// <returns>How many bytes were read, 0 where none are there. -EIO, which is not Xen's, where the page makes no sense:
    /// nothing was read. -EINVAL for a port that is no such event channel: the daemon was not told.</returns>
    public HypercallResult Read(Span<byte> room)
        => page.TryRead(room, out int read) ? Told(read) : HypercallResult.FromError(XenErrno.EIO);

    private HypercallResult Told(int count)
    {
        if (count == 0)
            return default;
        HypercallResult told = xen.SendEvent(Port);
        return told.IsError ? told : new(count);
    }
}
