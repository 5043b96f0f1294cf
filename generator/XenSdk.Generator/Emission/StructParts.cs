using System.Globalization;

namespace XenSdk.Generator;

/// <summary>The parts of a struct while it is put together.</summary>
internal sealed class StructParts(string name)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { name };

    public List<FieldShape> Fields { get; } = [];

    public List<BitsShape> Bits { get; } = [];

    public List<StructShape> Nested { get; } = [];

    public List<DocText> Remarks { get; } = [];

    /// <summary>Fields that hold bit-fields, by offset and size of the unit.</summary>
    public Dictionary<(int Offset, int Size), string> Units { get; } = [];

    /// <summary>Keeps a name for what the header calls so.</summary>
    public void Reserve(string taken) => _taken.Add(taken);

    /// <summary>The name, or one like it that nothing here has.</summary>
    public string Unique(string wanted)
    {
        string free = wanted;
        for (int i = 2; !_taken.Add(free); i++)
            free = wanted + i.ToString(CultureInfo.InvariantCulture);
        return free;
    }
}
