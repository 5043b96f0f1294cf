namespace XenSdk.Simulation;

/// <summary>console_io: writes to Xen's console and reads what was typed on it (do_console_io,
/// xen/drivers/char/console.c). A release build lets only the privileged do either.</summary>
internal sealed class ConsoleHandler(SimulatedConsole console, SimulatedDomains domains) : IHypercallHandler
{
    /// <summary>Xen copies this much at a time; what precedes a fault has been written.</summary>
    private const int ChunkSize = 127;

    public HypercallNumber Number => HypercallNumber.ConsoleIo;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        if (!domains.Caller.IsPrivileged)
            return -(long)XenErrno.EPERM;
        return (ConsoleIoCommand)request.A1 switch
        {
            ConsoleIoCommand.Write => WriteFrom(request.A3, (uint)request.A2),
            ConsoleIoCommand.Read => ReadInto(request.A3, (uint)request.A2),
            _ => -(long)XenErrno.ENOSYS,
        };
    }

    private long WriteFrom(ulong buffer, uint count)
    {
        Span<byte> chunk = stackalloc byte[ChunkSize];
        while (count > 0)
        {
            Span<byte> part = chunk[..(int)Math.Min(count, ChunkSize)];
            if (!GuestAddressSpace.TryRead(buffer, part))
                return -(long)XenErrno.EFAULT;
            console.Write(part);
            buffer += (uint)part.Length;
            count -= (uint)part.Length;
        }

        return 0;
    }

    private long ReadInto(ulong buffer, uint count)
    {
        if (count > int.MaxValue)
            return -(long)XenErrno.E2BIG;
        long read = 0;
        for (; read < count && console.TypedCount > 0; read++)
        {
            if (!GuestAddressSpace.TryWrite(buffer + (ulong)read, console.PeekTyped()))
                return -(long)XenErrno.EFAULT;
            console.TakeTyped();
        }

        return read;
    }
}
