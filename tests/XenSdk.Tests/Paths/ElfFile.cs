using System.Buffers.Binary;
using System.Text;

namespace XenSdk.Tests.Paths;

/// <summary>As much of the ELF format as it takes to find a section of an object file.</summary>
internal static class ElfFile
{
    /// <summary>The content of <c>.text</c>.</summary>
    internal static byte[] TextOf(byte[] file) => SectionOf(file, ".text");

    /// <summary>The content of a section.</summary>
    internal static byte[] SectionOf(byte[] file, string wanted)
    {
        bool wide = file[4] == 2;
        int headers = wide ? (int)Long(file, 0x28) : Int(file, 0x20);
        int size = Short(file, wide ? 0x3A : 0x2E), count = Short(file, wide ? 0x3C : 0x30), names = Short(file, wide ? 0x3E : 0x32);
        (int Offset, int Length) nameTable = Section(names);
        for (int section = 0; section < count; section++)
        {
            int name = nameTable.Offset + Int(file, headers + (section * size));
            if (Encoding.ASCII.GetString(file, name, Array.IndexOf(file, (byte)0, name) - name) == wanted)
            {
                (int offset, int length) = Section(section);
                return file[offset..(offset + length)];
            }
        }

        throw new InvalidDataException($"The object file has no section {wanted}.");

        (int Offset, int Length) Section(int index)
        {
            int header = headers + (index * size);
            return wide ? ((int)Long(file, header + 0x18), (int)Long(file, header + 0x20)) : (Int(file, header + 0x10), Int(file, header + 0x14));
        }
    }

    private static ushort Short(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private static int Int(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    private static long Long(byte[] file, int at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
}
