using System.Text;

namespace XenSdk.Simulation;

/// <summary>Xen's emergency console: what the guest wrote to it by console_io, and what is typed on it.</summary>
public sealed class SimulatedConsole
{
    /// <summary>Xen's own buffer for what is typed (<c>SERIAL_RX_SIZE</c>, xen/drivers/char/console.c).</summary>
    private const int TypeAhead = 128;

    private readonly object _lock;
    private readonly Queue<byte> _typed = new(TypeAhead);
    private byte[] _output = new byte[4096];
    private int _length;

    internal SimulatedConsole(object @lock) => _lock = @lock;

    /// <summary>Everything written so far, read as UTF-8.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
                return Encoding.UTF8.GetString(_output, 0, _length);
        }
    }

    /// <summary>Everything written so far.</summary>
    public byte[] ToArray()
    {
        lock (_lock)
            return _output[.._length];
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        lock (_lock)
            _length = 0;
    }

    /// <summary>Types on the console, for the guest to read.</summary>
    /// <returns>How many bytes there was room for; Xen drops the rest.</returns>
    public int Type(ReadOnlySpan<byte> input)
    {
        lock (_lock)
        {
            int accepted = Math.Min(input.Length, TypeAhead - _typed.Count);
            foreach (byte b in input[..accepted])
                _typed.Enqueue(b);
            return accepted;
        }
    }

    internal int TypedCount => _typed.Count;

    internal byte PeekTyped() => _typed.Peek();

    internal void TakeTyped() => _typed.Dequeue();

    internal void Write(ReadOnlySpan<byte> output)
    {
        if (_output.Length - _length < output.Length)
            Array.Resize(ref _output, Math.Max(_output.Length * 2, _length + output.Length));
        output.CopyTo(_output.AsSpan(_length));
        _length += output.Length;
    }
}
