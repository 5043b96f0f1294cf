using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// The page through which a domain that is not dom0 speaks with the console daemon in dom0: a ring of bytes to the daemon and
/// one from it, each with how many were ever put in and taken out, modulo 2^32. In Xen: <c>struct xencons_interface</c> of
/// <c>xen/include/public/io/console.h</c>.
/// </summary>
/// <remarks>
/// A view over the page, which must stay mapped where it is; nothing is allocated. This is the domain's side: it puts in what
/// it says, and takes out what was typed. One at a time may do the one, and one at a time the other. The daemon learns of
/// either only by an event (<see cref="RingConsole{TPath}"/> sends it). What the daemon has written into the page is not
/// trusted: no byte outside of the rings is touched.
/// </remarks>
/// <param name="page">The page, or at least its first 3088 bytes; on a boundary of 4 bytes.</param>
public readonly unsafe struct ConsolePage(void* page)
{
    /// <summary>How many bytes to the daemon can wait in the page.</summary>
    public const int OutputSize = 2048;

    /// <summary>How many bytes from the daemon can wait in the page.</summary>
    public const int InputSize = 1024;

    private readonly Layout* _page = (Layout*)page;

    /// <summary>Puts in as much of a text as there is room for.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="written">How many of them, from the first on; 0 where the ring is full.</param>
    /// <returns>False where the page makes no sense: more would wait in the ring than it has room for. Nothing is written
    /// then.</returns>
    public bool TryWrite(ReadOnlySpan<byte> text, out int written)
    {
        written = 0;
        uint produced = _page->OutProduced;
        // An acquire: the daemon has read what is overwritten below before it says so here.
        uint waiting = unchecked(produced - Volatile.Read(ref _page->OutConsumed));
        if (waiting > OutputSize)
            return false;

        written = Math.Min(text.Length, OutputSize - (int)waiting);
        int at = (int)(produced % OutputSize);
        int first = Math.Min(written, OutputSize - at);
        text[..first].CopyTo(new Span<byte>(&_page->Out + at, first));
        text[first..written].CopyTo(new Span<byte>(&_page->Out, written - first));
        // A release: who sees the number sees the bytes.
        Volatile.Write(ref _page->OutProduced, unchecked(produced + (uint)written));
        return true;
    }

    /// <summary>Takes out what was typed, as far as there is room for it.</summary>
    /// <param name="room">Where the bytes go.</param>
    /// <param name="read">How many there were; 0 where nothing waits.</param>
    /// <returns>False where the page makes no sense: more would wait in the ring than it has room for. Nothing is read
    /// then.</returns>
    public bool TryRead(Span<byte> room, out int read)
    {
        read = 0;
        uint consumed = _page->InConsumed;
        // An acquire: the bytes are there before the number is.
        uint waiting = unchecked(Volatile.Read(ref _page->InProduced) - consumed);
        if (waiting > InputSize)
            return false;

        read = Math.Min(room.Length, (int)waiting);
        int at = (int)(consumed % InputSize);
        int first = Math.Min(read, InputSize - at);
        new ReadOnlySpan<byte>(&_page->In + at, first).CopyTo(room);
        new ReadOnlySpan<byte>(&_page->In, read - first).CopyTo(room[first..]);
        // A release: the bytes have been read before the daemon may overwrite them.
        Volatile.Write(ref _page->InConsumed, unchecked(consumed + (uint)read));
        return true;
    }

    /// <summary><c>struct xencons_interface</c>, the same for every target.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 3088)]
    internal struct Layout
    {
        [FieldOffset(0)]
        internal byte In;

        [FieldOffset(InputSize)]
        internal byte Out;

        [FieldOffset(3072)]
        internal uint InConsumed;

        [FieldOffset(3076)]
        internal uint InProduced;

        [FieldOffset(3080)]
        internal uint OutConsumed;

        [FieldOffset(3084)]
        internal uint OutProduced;
    }
}
