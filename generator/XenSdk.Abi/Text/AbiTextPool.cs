namespace XenSdk.Abi;

/// <summary>
/// Strings by their characters. The models of one header say mostly the same for every target, and the same C types and words
/// come again and again within one: models that are read with one pool share them. Not for use from two threads at once.
/// </summary>
public sealed class AbiTextPool
{
    /// <summary>A pool that outlives many versions of a header starts anew here, and keeps nothing for ever.</summary>
    private const int MostStrings = 1 << 16;

    private string?[] _strings = new string?[4096];
    private int _count;

    /// <summary>The string of these characters.</summary>
    internal string Get(AbiTextSlice slice)
    {
        if (slice.Length == 0)
            return "";
        int mask = _strings.Length - 1;
        int at = Hash(slice.Text, slice.Start, slice.Length) & mask;
        for (; _strings[at] is { } known; at = (at + 1) & mask)
        {
            if (slice.Is(known))
                return known;
        }
        string added = slice.ToString();
        _strings[at] = added;
        if (++_count * 2 > _strings.Length)
            Grow();
        return added;
    }

    private void Grow()
    {
        string?[] old = _strings;
        _count = 0;
        _strings = new string?[old.Length < MostStrings * 2 ? old.Length * 2 : 4096];
        if (_strings.Length < old.Length)
            return;
        int mask = _strings.Length - 1;
        foreach (string? text in old)
        {
            if (text is null)
                continue;
            int at = Hash(text) & mask;
            while (_strings[at] is not null)
                at = (at + 1) & mask;
            _strings[at] = text;
            _count++;
        }
    }

    private static int Hash(string text)
    {
        uint hash = Seed;
        foreach (char c in text)
            hash = (hash ^ c) * Prime;
        return (int)(hash >> 7);
    }

    private static int Hash(char[] text, int start, int length)
    {
        uint hash = Seed;
        for (int i = start; i < start + length; i++)
            hash = (hash ^ text[i]) * Prime;
        return (int)(hash >> 7);
    }

    private const uint Seed = 2166136261;
    private const uint Prime = 16777619;
}
