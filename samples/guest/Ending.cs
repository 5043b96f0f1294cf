using XenSdk;
using XenSdk.Guest;

/// <summary>Ends the machine, and tells an emulator how it went if the command line says <c>exit-port</c>.</summary>
internal static class Ending
{
    internal const uint Success = 0;
    internal const uint Failure = 1;

    // Of xen/include/public/sched.h and physdev.h.
    private const int Shutdown = 2;
    private const uint Reboot = 1;
    private const int SetIopl = 6;

    /// <summary>QEMU's isa-debug-exit.</summary>
    private const ushort ExitPort = 0xf4;

    private static bool s_hasExitPort;

    internal static void Prepare(ReadOnlySpan<byte> commandLine) => s_hasExitPort = commandLine.IndexOf("exit-port"u8) >= 0;

    internal static void Run(Hypercalls<PvHypercallPage> xen)
    {
        Tell(xen, Success);
        uint reason = Reboot;
        xen.SchedOp(Shutdown, ref reason);
    }

    /// <summary>Writes the code to the emulator's port, which ends it.</summary>
    internal static void Tell(Hypercalls<PvHypercallPage> xen, uint code)
    {
        if (!s_hasExitPort)
            return;
        uint privilege = 1;
        if (!xen.PhysdevOp(SetIopl, ref privilege).IsError)
            Processor.Out(ExitPort, code);
    }
}
