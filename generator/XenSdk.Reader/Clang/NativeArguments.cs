using System.Runtime.InteropServices;
using System.Text;

namespace XenSdk.Reader.Clang;

/// <summary>Strings in native memory, as libclang takes them: UTF-8, ending in 0, freed together.</summary>
internal sealed unsafe class NativeArguments : IDisposable
{
    private readonly sbyte** _pointers;

    public NativeArguments(IReadOnlyList<string> values)
    {
        Count = values.Count;
        _pointers = (sbyte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(sbyte*));
        for (int i = 0; i < values.Count; i++)
        {
            int length = Encoding.UTF8.GetByteCount(values[i]);
            _pointers[i] = (sbyte*)NativeMemory.AllocZeroed((nuint)length + 1);
            Encoding.UTF8.GetBytes(values[i], new Span<byte>(_pointers[i], length));
        }
    }

    public int Count { get; }

    public sbyte** Pointers => _pointers;

    public sbyte* this[int index] => _pointers[index];

    public void Dispose()
    {
        for (int i = 0; i < Count; i++)
            NativeMemory.Free(_pointers[i]);
        NativeMemory.Free(_pointers);
    }
}
