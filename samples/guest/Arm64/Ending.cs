using XenSdk;
using XenSdk.Guest;

/// <summary>Ends the machine, and tells an emulator how it went if the command line says <c>exit-port</c>.</summary>
internal static class Ending
{
    // Beside the codes that an emulator ends with by itself.
    internal const uint Success = 64;
    internal const uint Failure = 65;

    // Of xen/include/public/sched.h.
    private const int Shutdown = 2;
    private const uint Reboot = 1;

    private static bool s_isEmulated;

    internal static void Prepare(ReadOnlySpan<byte> commandLine) => s_isEmulated = commandLine.IndexOf("exit-port"u8) >= 0;

    internal static void Run<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        Tell(Success);
        uint reason = Reboot;
        xen.SchedOp(Shutdown, ref reason);
    }

    /// <summary>Ends the emulator with the code.</summary>
    internal static void Tell(uint code)
    {
        if (s_isEmulated)
            ArmProcessor.SemihostingExit(code);
    }
}
