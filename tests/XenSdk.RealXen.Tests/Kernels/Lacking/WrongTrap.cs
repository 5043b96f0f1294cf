using XenSdk;
using XenSdk.Guest;

internal static class Kernel
{
    [GuestEntry]
    internal static void Main(in DeviceTree tree)
    {
    }

    [GuestTrap(ArmExceptionClass.DataAbort)]
    internal static void OnAbort(ref TrapFrame frame) => frame.Rip += 4;
}
