namespace XenSdk;

/// <summary>Writes machine code, a few bytes at a time.</summary>
/// <param name="memory">Where it goes.</param>
internal ref struct CodeWriter(Span<byte> memory)
{
    private readonly Span<byte> _memory = memory;
    private int _position;

    /// <summary>Appends bytes.</summary>
    internal void Emit(scoped ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            _memory[_position++] = bytes[i];
    }

    /// <summary>Appends an instruction of four bytes, as ARM has them.</summary>
    internal void Emit(uint instruction)
    {
        for (int shift = 0; shift < 32; shift += 8)
            _memory[_position++] = (byte)(instruction >> shift);
    }

    /// <summary>Appends an instruction that traps, as often as it takes to get to <paramref name="position"/>.</summary>
    internal void FillTo(int position, scoped ReadOnlySpan<byte> trap)
    {
        while (_position < position)
            Emit(trap);
    }
}
