namespace XenSdk;

/// <summary>C's strings in memory of a fixed size.</summary>
internal static class AsciiZ
{
    /// <summary>What stands before the first zero; all of it where there is none.</summary>
    internal static ReadOnlySpan<byte> BeforeZero(ReadOnlySpan<byte> memory)
    {
        for (int i = 0; i < memory.Length; i++)
        {
            if (memory[i] == 0)
                return memory[..i];
        }

        return memory;
    }

    /// <summary>Reads a decimal number at the start of <paramref name="text"/> and steps over it.</summary>
    /// <returns>False where there is none, or one above 65535.</returns>
    internal static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        int length = 0;
        while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (text[length] - '0');
            if (number > ushort.MaxValue)
                return false;
            length++;
        }

        text = text[length..];
        return length > 0;
    }
}
