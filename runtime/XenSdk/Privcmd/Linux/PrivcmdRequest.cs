using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>The requests of privcmd's <c>ioctl</c>: Linux, include/uapi/xen/privcmd.h. The numbers hold the argument's size,
/// and so are those of 64-bit processes.</summary>
internal static class PrivcmdRequest
{
    /// <summary><c>IOCTL_PRIVCMD_HYPERCALL</c></summary>
    internal const uint Hypercall = 0x305000;

    /// <summary><c>IOCTL_PRIVCMD_MMAPBATCH_V2</c></summary>
    internal const uint MapBatch = 0x205004;

    /// <summary><c>IOCTL_PRIVCMD_RESTRICT</c></summary>
    internal const uint Restrict = 0x025006;

    /// <summary><c>IOCTL_PRIVCMD_MMAP_RESOURCE</c></summary>
    internal const uint MapResource = 0x205007;
}

/// <summary><c>struct privcmd_hypercall</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PrivcmdHypercall
{
    public ulong Number;
    public ulong Argument1;
    public ulong Argument2;
    public ulong Argument3;
    public ulong Argument4;
    public ulong Argument5;

    /// <summary>Fills in a hypercall where it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(
        out PrivcmdHypercall call, ulong number, ulong a1 = 0, ulong a2 = 0, ulong a3 = 0, ulong a4 = 0, ulong a5 = 0)
    {
        call.Number = number;
        call.Argument1 = a1;
        call.Argument2 = a2;
        call.Argument3 = a3;
        call.Argument4 = a4;
        call.Argument5 = a5;
    }
}

/// <summary><c>struct privcmd_mmapbatch_v2</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PrivcmdMapBatch
{
    public uint Count;
    public ushort Domain;
    public ulong Address;

    /// <summary>One frame number for each page.</summary>
    public ulong* Frames;

    /// <summary>Where the kernel writes 0 or the negative of an errno for each page.</summary>
    public int* Errors;
}

/// <summary><c>struct privcmd_mmap_resource</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PrivcmdMapResource
{
    public ushort Domain;
    public uint Type;
    public uint Id;

    /// <summary>First frame of the resource that is mapped.</summary>
    public uint Index;

    /// <summary>Frames to map. With this and <see cref="Address"/> 0, the kernel stores how many the resource has.</summary>
    public ulong Count;
    public ulong Address;
}
