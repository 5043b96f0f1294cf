using System.Buffers.Binary;
using System.Text;

namespace XenSdk.RealXen.Tests;

/// <summary>As much of a 64-bit ELF file as is needed to find the code of a symbol.</summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SymbolSize = 24;
    private const uint SymbolTable = 2;
    private const uint NoBits = 8;
    private const uint NoteTable = 7;

    private readonly byte[] _file;
    private readonly Section[] _sections;

    private ElfFile(byte[] file)
    {
        _file = file;
        int table = (int)UInt64(0x28);
        _sections = new Section[UInt16(0x3c)];
        for (int i = 0; i < _sections.Length; i++)
        {
            int at = table + (i * HeaderSize);
            _sections[i] = new(UInt32(at + 4), UInt64(at + 16), (int)UInt64(at + 24), UInt64(at + 32), (int)UInt32(at + 40));
        }

        Section symbols = _sections.Single(section => section.Type == SymbolTable);
        int names = _sections[symbols.Link].Offset;
        Symbols = Enumerable.Range(0, (int)symbols.Size / SymbolSize)
            .Select(i => symbols.Offset + (i * SymbolSize))
            .Select(at => new Symbol(Name(names + (int)UInt32(at)), UInt64(at + 8), UInt64(at + 16)))
            .Where(symbol => symbol.Name.Length > 0)
            .ToArray();
    }

    /// <summary>The names in it.</summary>
    public IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>What its notes for Xen say, by their type.</summary>
    public IReadOnlyDictionary<uint, byte[]> XenNotes()
    {
        var notes = new Dictionary<uint, byte[]>();
        foreach (Section section in _sections.Where(section => section.Type == NoteTable))
        {
            // Length of the name, of what it says, and the type; then both, each filled up to a multiple of 4.
            for (int at = section.Offset; at < section.Offset + (int)section.Size;)
            {
                int text = at + 12 + Aligned((int)UInt32(at));
                int length = (int)UInt32(at + 4);
                if (Name(at + 12) == "Xen")
                    notes.Add(UInt32(at + 8), _file[text..(text + length)]);
                at = text + Aligned(length);
            }
        }

        return notes;
    }

    /// <summary>Reads a file.</summary>
    public static ElfFile Read(string path) => new(File.ReadAllBytes(path));

    /// <summary>The one symbol of this name.</summary>
    public Symbol Find(string name) => Symbols.Single(symbol => symbol.Name == name);

    /// <summary>The bytes of a function.</summary>
    public byte[] CodeOf(Symbol symbol)
    {
        Section section = _sections.First(section =>
            section.Type != NoBits && symbol.Address >= section.Address && symbol.Address + symbol.Size <= section.Address + section.Size && section.Address != 0);
        return _file.AsSpan(section.Offset + (int)(symbol.Address - section.Address), (int)symbol.Size).ToArray();
    }

    private static int Aligned(int length) => (length + 3) & ~3;

    private string Name(int at) => Encoding.ASCII.GetString(_file.AsSpan(at)[.._file.AsSpan(at).IndexOf((byte)0)]);

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(at));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at));

    private ulong UInt64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(at));

    /// <summary>A name for an address.</summary>
    internal sealed record Symbol(string Name, ulong Address, ulong Size);

    private sealed record Section(uint Type, ulong Address, int Offset, ulong Size, int Link);
}
