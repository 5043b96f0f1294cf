using XenSdk;
using XenSdk.Guest;

internal static class Kernel
{
    [GuestEntry]
    internal static void Main(in StartInfo start)
        => Panic.Because(Describe(start.NrPages));

    private static string Describe(ulong pages) => string.Concat(pages.ToString(), " pages");
}
