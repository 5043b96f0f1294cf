namespace XenSdk;

/// <summary>The page of Xen's ABI: 4096 bytes on every architecture, whatever page size a guest has for itself.</summary>
public static class Page
{
    /// <summary>Bytes in a page or frame.</summary>
    public const int Size = 1 << Shift;

    /// <summary>An address divided by the page size is the address shifted right by this.</summary>
    public const int Shift = 12;

    /// <summary>Entries of 8 bytes in a page table: those of 64-bit and PAE guests.</summary>
    public const int Entries = Size / sizeof(ulong);
}
