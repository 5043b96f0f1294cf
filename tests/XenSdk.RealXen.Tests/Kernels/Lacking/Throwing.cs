using XenSdk;
using XenSdk.Guest;

internal static class Kernel
{
    [GuestEntry]
    internal static void Main(in StartInfo start)
    {
        if (start.NrPages == 0)
            throw new InvalidOperationException("no memory");
    }
}
