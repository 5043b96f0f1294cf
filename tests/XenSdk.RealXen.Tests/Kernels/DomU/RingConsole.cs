using XenHeaders;
using XenSdk;
using XenSdk.Guest;

/// <summary>The console of a domain without privileges: a ring in a page that it shares with xenconsoled in dom0.</summary>
/// <typeparam name="TPath">How Xen is called.</typeparam>
/// <param name="xen">How Xen is called.</param>
/// <param name="ring">The page, in our memory.</param>
/// <param name="port">The event channel that tells xenconsoled of new text.</param>
internal readonly unsafe struct RingConsole<TPath>(Hypercalls<TPath> xen, XenconsInterface* ring, uint port)
    where TPath : struct, IHypercallPath
{
    private const uint Size = 2048;

    public void WriteLine(ref ConsoleLine line)
    {
        line.AppendFormatted("\n"u8);
        Write(line.Text);
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        foreach (byte letter in text)
        {
            // Xenconsoled empties the ring meanwhile.
            while (ring->OutProd - Volatile.Read(ref ring->OutCons) == Size)
                Tell();
            ring->Out[(int)(ring->OutProd % Size)] = letter;
            Volatile.Write(ref ring->OutProd, ring->OutProd + 1);
        }

        Tell();
    }

    private void Tell()
    {
        var send = new EvtchnSend { Port = port };
        Panic.IfError(xen.EventChannelOp(XenConstantsAdditions.EventSend, ref send));
    }
}
