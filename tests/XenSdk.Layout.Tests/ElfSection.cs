using System.Buffers.Binary;
using System.Text;

namespace XenSdk.Layout.Tests;

/// <summary>Reads the bytes of one section of a little-endian ELF file: how a constant that a compiler computed for another
/// architecture gets here.</summary>
public static class ElfSection
{
    public static ReadOnlySpan<byte> Read(byte[] file, string section)
    {
        ReadOnlySpan<byte> elf = file;
        if (!elf.StartsWith("\x7f"u8) || elf[5] != 1)
            throw new InvalidDataException("not a little-endian ELF file");
        bool is64 = elf[4] == 2;

        ulong table = is64 ? U64(elf, 0x28) : U32(elf, 0x20);
        int entrySize = U16(elf, is64 ? 0x3A : 0x2E);
        int count = U16(elf, is64 ? 0x3C : 0x30);
        int namesIndex = U16(elf, is64 ? 0x3E : 0x32);

        (_, int namesOffset, int namesSize) = Header(elf, table, entrySize, namesIndex, is64);
        ReadOnlySpan<byte> names = elf.Slice(namesOffset, namesSize);
        for (int index = 0; index < count; index++)
        {
            (int name, int offset, int size) = Header(elf, table, entrySize, index, is64);
            ReadOnlySpan<byte> text = names[name..];
            if (Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]) == section)
                return elf.Slice(offset, size);
        }

        throw new InvalidDataException($"no section {section}");
    }

    private static (int Name, int Offset, int Size) Header(ReadOnlySpan<byte> elf, ulong table, int entrySize, int index, bool is64)
    {
        ReadOnlySpan<byte> header = elf.Slice(checked((int)table + (index * entrySize)), entrySize);
        return ((int)U32(header, 0),
            checked((int)(is64 ? U64(header, 0x18) : U32(header, 0x10))),
            checked((int)(is64 ? U64(header, 0x20) : U32(header, 0x14))));
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
