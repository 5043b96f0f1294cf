using XenSdk;
using XenSdk.Guest;

internal static class Kernel
{
    [GuestEntry]
    private static void Main(in StartInfo start)
    {
    }
}
