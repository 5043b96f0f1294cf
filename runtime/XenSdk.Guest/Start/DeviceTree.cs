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
    public bool TryFind(scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Magic != ExpectedMagic)
            return false;

        ReadOnlySpan<byte> tree = MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<DeviceTree, byte>(ref Unsafe.AsRef(in this)), checked((int)TotalSize));
        int at = (int)Turn(_structureOffset);
        while (at + sizeof(uint) <= tree.Length)
        {
            uint token = Number(tree, at);
            at += sizeof(uint);
            switch (token)
            {
                case BeginNode:
                    at = Aligned(at + LengthOfText(tree, at) + 1);
                    break;
                case Property:
                    int length = (int)Number(tree, at);
                    int nameAt = (int)Turn(_stringsOffset) + (int)Number(tree, at + sizeof(uint));
                    at += 2 * sizeof(uint);
                    if (Is(tree, nameAt, name))
                    {
                        value = tree.Slice(at, length > 0 && tree[at + length - 1] == 0 ? length - 1 : length);
                        return true;
                    }

                    at = Aligned(at + length);
                    break;
                case EndNode or Nothing:
                    break;
                default:
                    return false;
            }
        }

        return false;
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
