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
    private static bool s_isPv;

    internal static void Prepare(ReadOnlySpan<byte> commandLine, bool isPv)
    {
        s_hasExitPort = commandLine.IndexOf("exit-port"u8) >= 0;
        s_isPv = isPv;
    }

    internal static void Run<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        Tell(Success);
        uint reason = Reboot;
        xen.SchedOp(Shutdown, ref reason);
    }

    /// <summary>Writes the code to the emulator's port, which ends it.</summary>
    internal static void Tell(uint code)
    {
        if (!s_hasExitPort)
            return;

        // A PV kernel runs outside of ring 0, and has to ask for the right to use ports.
        uint privilege = 1;
        if (!s_isPv || !new Hypercalls<PvHypercallPage>().PhysdevOp(SetIopl, ref privilege).IsError)
            Processor.Out(ExitPort, code);
    }
}
