using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>Xen's own console, which needs nothing set up: where a guest's first words go.</summary>
public static class ConsoleHypercalls
{
    /// <summary>
    /// Writes to Xen's console. What the hardware domain (dom0) writes appears as it is; of other domains Xen prints, if it
    /// listens to them at all, only printable characters, gathered into lines.
    /// </summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="text">The bytes, usually ASCII: <c>"…\n"u8</c>.</param>
    /// <returns>0, or -EPERM for a domain that may not, -EFAULT. In Xen: <c>do_console_io</c> in
    /// <c>xen/drivers/char/console.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult ConsoleWrite<TPath>(this Hypercalls<TPath> xen, ReadOnlySpan<byte> text)
        where TPath : struct, IHypercallPath
        => xen.CallWithBuffers(
            (uint)HypercallNumber.ConsoleIo,
            HypercallArgument.Value((ulong)ConsoleIoCommand.Write),
            HypercallArgument.Value((uint)text.Length),
            HypercallArgument.In(text));

    /// <summary>Reads what was typed at Xen's console while its input went to the caller. Does not wait.</summary>
    /// <param name="xen">How to call Xen.</param>
    /// <param name="room">Where the bytes go.</param>
    /// <returns>The number of bytes read, 0 where none are there; -EPERM for a domain that may not, -EFAULT. In Xen:
    /// <c>do_console_io</c> in <c>xen/drivers/char/console.c</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HypercallResult ConsoleRead<TPath>(this Hypercalls<TPath> xen, Span<byte> room)
        where TPath : struct, IHypercallPath
        => xen.CallWithBuffers(
            (uint)HypercallNumber.ConsoleIo,
            HypercallArgument.Value((ulong)ConsoleIoCommand.Read),
            HypercallArgument.Value((uint)room.Length),
            HypercallArgument.Out(room));
}
