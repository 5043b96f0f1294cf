using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk.Guest;

/// <summary>Where the kernel is in its own address space.</summary>
public static class GuestImage
{
    /// <summary>Virtual address of the domain's first page; XenGuestImageBase of the project.</summary>
    public static ulong Base => GetBase();

    /// <summary>Virtual address of the image's first byte.</summary>
    public static ulong Start => GetStart();

    /// <summary>Virtual address behind the image's last page, its stack and zeroed memory included.</summary>
    public static ulong End => GetEnd();

    /// <summary>Virtual address of the hypercall page.</summary>
    public static ulong HypercallPage => GetHypercallPage();

    [RuntimeImport("xensdk_get_hypercall_page"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong GetHypercallPage();

    [RuntimeImport("xensdk_get_image_base"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong GetBase();

    [RuntimeImport("xensdk_get_image_start"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong GetStart();

    [RuntimeImport("xensdk_get_image_end"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong GetEnd();
}
