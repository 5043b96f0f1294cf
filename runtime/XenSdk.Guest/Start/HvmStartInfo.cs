using System.Runtime.InteropServices;

namespace XenSdk.Guest;

/// <summary>
/// What Xen tells a PVH guest when it starts: <c>struct hvm_start_info</c> of xen/include/public/arch-x86/hvm/start_info.h.
/// All addresses in it are guest-physical.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct HvmStartInfo
{
    /// <summary>What <see cref="Magic"/> is: "xEn3" with the top bit of the E set.</summary>
    public const uint ExpectedMagic = 0x336ec578;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public uint Magic;

    /// <summary>Version of the structure; the memory map is there from version 1 on.</summary>
    public uint Version;

    /// <summary>Flags of <c>start_info</c> (SIF_*).</summary>
    public StartInfoFlags Flags;

    /// <summary>How many modules there are.</summary>
    public uint ModuleCount;

    /// <summary>Where their list is (<c>struct hvm_modlist_entry</c>).</summary>
    public ulong ModuleList;

    /// <summary>Where the command line is, ended by a zero.</summary>
    public ulong CommandLine;

    /// <summary>Where ACPI's RSDP is.</summary>
    public ulong Rsdp;

    /// <summary>Where the memory map is (<see cref="HvmMemoryMapEntry"/>).</summary>
    public ulong MemoryMap;

    /// <summary>How many entries it has.</summary>
    public uint MemoryMapCount;

    private readonly uint _reserved;
}

/// <summary>A range of the guest's physical memory: <c>struct hvm_memmap_table_entry</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct HvmMemoryMapEntry
{
    /// <summary>Where it starts.</summary>
    public ulong Address;

    /// <summary>Bytes.</summary>
    public ulong Size;

    /// <summary>What it is, by the numbers of the E820 map: 1 is memory to use.</summary>
    public uint Type;

    private readonly uint _reserved;
}
