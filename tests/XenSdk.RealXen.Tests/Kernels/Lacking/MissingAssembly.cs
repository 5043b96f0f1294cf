using XenSdk;
using XenSdk.Guest;

internal static class Kernel
{
    [GuestEntry]
    internal static void Main(in StartInfo start) => Console.WriteLine("Hello");
}
