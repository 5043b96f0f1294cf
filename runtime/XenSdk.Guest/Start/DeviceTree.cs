using System.Runtime.InteropServices;

namespace XenSdk.Guest;

/// <summary>
/// The start of the flattened device tree that an arm64 guest gets: the header of the Devicetree Specification. Its numbers
/// are big-endian in memory; the properties turn them.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct DeviceTree
{
    /// <summary>What <see cref="Magic"/> is.</summary>
    public const uint ExpectedMagic = 0xd00dfeed;

    private readonly uint _magic;
    private readonly uint _totalSize;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public readonly uint Magic => Turn(_magic);

    /// <summary>Bytes of the whole tree.</summary>
    public readonly uint TotalSize => Turn(_totalSize);

    private static uint Turn(uint value)
        => (value << 24) | ((value & 0xff00) << 8) | ((value >> 8) & 0xff00) | (value >> 24);
}
