using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk.Guest;

/// <summary>Instructions of arm64 that C# has no words for.</summary>
public static class ArmProcessor
{
    /// <summary>The virtual counter (<c>CNTVCT_EL0</c>), read behind everything that stands before it.</summary>
    [RuntimeImport("xensdk_read_counter"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCounter();

    /// <summary>Ticks of the counter in a second (<c>CNTFRQ_EL0</c>).</summary>
    [RuntimeImport("xensdk_read_counter_frequency"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCounterFrequency();

    /// <summary>Ends an emulator or debugger by semihosting (<c>SYS_EXIT</c>). Elsewhere the instruction traps.</summary>
    [RuntimeImport("xensdk_semihosting_exit"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void SemihostingExit(uint code);
}
