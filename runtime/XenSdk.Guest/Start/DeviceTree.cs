using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Guest;

/// <summary>
/// The flattened device tree that an arm64 guest gets, as the Devicetree Specification lays it out: this is its header, and the
/// rest stands behind it in memory, so that it is used where it is and not copied. Its numbers are big-endian; the properties
/// turn them.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct DeviceTree
{
    /// <summary>What <see cref="Magic"/> is.</summary>
    public const uint ExpectedMagic = 0xd00dfeed;

    private const uint BeginNode = 1;
    private const uint EndNode = 2;
    private const uint Property = 3;
    private const uint Nothing = 4;

    private readonly uint _magic;
    private readonly uint _totalSize;
    private readonly uint _structureOffset;
    private readonly uint _stringsOffset;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public uint Magic => Turn(_magic);

    /// <summary>Bytes of the whole tree.</summary>
    public uint TotalSize => Turn(_totalSize);

    /// <summary>Looks for the first property of a name, in whichever node: <c>bootargs</c>, say, of which there is one.</summary>
    /// <param name="name">ASCII.</param>
    /// <param name="value">What it holds; of text, without the zero behind it.</param>
    /// <returns>False if there is none.</returns>
    public bool TryFind(scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => TryFind(default, name, out value);

    /// <summary>Looks for a property of the first device of a kind: <c>reg</c> of <c>arm,gic-v3</c>, say.</summary>
    /// <param name="compatible">How the device's <c>compatible</c> begins, in ASCII; empty for any node.</param>
    /// <param name="name">The property, in ASCII.</param>
    /// <param name="value">What it holds; of text, without the zero behind it.</param>
    /// <returns>False if there is none.</returns>
    public bool TryFind(scoped ReadOnlySpan<byte> compatible, scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Magic != ExpectedMagic)
            return false;

        ReadOnlySpan<byte> tree = MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<DeviceTree, byte>(ref Unsafe.AsRef(in this)), checked((int)TotalSize));
        bool isKind = compatible.IsEmpty;
        bool isFound = false;
        int at = (int)Turn(_structureOffset);
        while (at + sizeof(uint) <= tree.Length)
        {
            uint token = Number(tree, at);
            at += sizeof(uint);
            switch (token)
            {
                // The properties of a node stand before the nodes in it.
                case BeginNode:
                    at = Aligned(at + LengthOfText(tree, at) + 1);
                    isKind = compatible.IsEmpty;
                    isFound = false;
                    break;
                case Property:
                    int length = (int)Number(tree, at);
                    int nameAt = (int)Turn(_stringsOffset) + (int)Number(tree, at + sizeof(uint));
                    at += 2 * sizeof(uint);
                    ReadOnlySpan<byte> found = tree.Slice(at, length);
                    at = Aligned(at + length);
                    if (Is(tree, nameAt, "compatible"u8) && found.StartsWith(compatible))
                        isKind = true;
                    if (Is(tree, nameAt, name))
                    {
                        value = length > 0 && found[^1] == 0 && IsText(found) ? found[..^1] : found;
                        isFound = true;
                    }

                    if (isKind && isFound)
                        return true;
                    break;
                case EndNode or Nothing:
                    break;
                default:
                    value = default;
                    return false;
            }
        }

        value = default;
        return false;
    }

    /// <summary>A number in a property, of two cells.</summary>
    /// <param name="value">The property.</param>
    /// <param name="index">Which one, from 0 on.</param>
    public static ulong NumberAt(ReadOnlySpan<byte> value, int index)
        => ((ulong)Number(value, index * sizeof(ulong)) << 32) | Number(value, (index * sizeof(ulong)) + sizeof(uint));

    private static bool IsText(ReadOnlySpan<byte> value)
    {
        foreach (byte character in value[..^1])
        {
            if (character is < (byte)' ' or > (byte)'~')
                return false;
        }

        return true;
    }

    private static uint Number(ReadOnlySpan<byte> tree, int at)
        => Turn(Unsafe.ReadUnaligned<uint>(in MemoryMarshal.GetReference(tree.Slice(at, sizeof(uint)))));

    private static int LengthOfText(ReadOnlySpan<byte> tree, int at)
    {
        int end = at;
        while (tree[end] != 0)
            end++;
        return end - at;
    }

    private static bool Is(ReadOnlySpan<byte> tree, int at, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (tree[at + i] != name[i])
                return false;
        }

        return tree[at + name.Length] == 0;
    }

    private static int Aligned(int at) => (at + 3) & ~3;

    private static uint Turn(uint value)
        => (value << 24) | ((value & 0xff00) << 8) | ((value >> 8) & 0xff00) | (value >> 24);
}
