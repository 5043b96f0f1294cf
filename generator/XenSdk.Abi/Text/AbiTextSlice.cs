namespace XenSdk.Abi;

/// <summary>A stretch of a model's text. It stays a place in the text until somebody needs a string of it, so that reading a
/// model makes no strings but those that the model keeps.</summary>
internal readonly struct AbiTextSlice(char[] text, int start, int length)
{
    public char[] Text { get; } = text;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public char this[int index] => Text[Start + index];

    public AbiTextSlice Slice(int start) => Slice(start, Length - start);

    public AbiTextSlice Slice(int start, int length) => new(Text, Start + start, length);

    public bool Is(string other) => Length == other.Length && StartsWith(other);

    public bool Is(AbiTextSlice other)
    {
        if (Length != other.Length)
            return false;
        for (int i = 0; i < Length; i++)
        {
            if (this[i] != other[i])
                return false;
        }
        return true;
    }

    public bool StartsWith(string other)
    {
        if (Length < other.Length)
            return false;
        for (int i = 0; i < other.Length; i++)
        {
            if (Text[Start + i] != other[i])
                return false;
        }
        return true;
    }

    /// <summary>Where a character first stands; -1 where it does not.</summary>
    public int IndexOf(char wanted)
    {
        int found = Length == 0 ? -1 : Array.IndexOf(Text, wanted, Start, Length);
        return found < 0 ? -1 : found - Start;
    }

    /// <summary>Where a character last stands; -1 where it does not.</summary>
    public int LastIndexOf(char wanted)
    {
        for (int i = Length - 1; i >= 0; i--)
        {
            if (this[i] == wanted)
                return i;
        }
        return -1;
    }

    /// <summary>A number of decimal digits, without sign or space.</summary>
    public bool TryParse(out int value)
    {
        bool isNumber = TryParse(out ulong wide) && wide <= int.MaxValue;
        value = isNumber ? (int)wide : 0;
        return isNumber;
    }

    /// <summary>A number of decimal digits, without sign or space.</summary>
    public bool TryParse(out ulong value)
    {
        value = 0;
        for (int i = 0; i < Length; i++)
        {
            uint digit = (uint)(this[i] - '0');
            if (digit > 9 || value > (ulong.MaxValue - digit) / 10)
                return false;
            value = (value * 10) + digit;
        }
        return Length > 0;
    }

    /// <summary>A number of decimal digits, with or without a minus.</summary>
    public bool TryParse(out long value)
    {
        bool isNegative = Length > 0 && this[0] == '-';
        bool isNumber = (isNegative ? Slice(1) : this).TryParse(out ulong magnitude)
            && magnitude <= (isNegative ? 1UL << 63 : long.MaxValue);
        value = !isNumber ? 0 : unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return isNumber;
    }

    public override string ToString() => Length == 0 ? "" : new(Text, Start, Length);
}
