using XenSdk;
using XenSdk.Guest;

internal static class Kernel
{
    private static object? s_kept;

    [GuestEntry]
    internal static void Main(in StartInfo start)
    {
        s_kept = new object();
    }
}
