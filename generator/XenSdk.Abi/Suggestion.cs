namespace XenSdk.Abi;

/// <summary>Finds what was probably meant.</summary>
public static class Suggestion
{
    /// <summary>A sentence with the nearest of the candidates, beginning with a blank; empty where none is near.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What there is.</param>
    public static string For(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int best = Math.Min(Math.Max(2, word.Length / 3) + 1, word.Length);
        foreach (string candidate in candidates)
        {
            // The case of letters and a missing 'struct' are the commonest mistakes of all.
            bool isNearly = string.Equals(candidate, word, StringComparison.OrdinalIgnoreCase)
                || (candidate.EndsWith(word, StringComparison.Ordinal) && candidate.Length > word.Length && candidate[candidate.Length - word.Length - 1] == ' ');
            int distance = isNearly ? 0 : Distance(word, candidate, best);
            if (distance < best)
                (best, nearest) = (distance, candidate);
        }
        return nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
    }

    /// <summary>How many letters must be put in, taken out, changed or swapped with their neighbour; at most <paramref name="limit"/>.</summary>
    private static int Distance(string from, string to, int limit)
    {
        if (Math.Abs(from.Length - to.Length) >= limit)
            return limit;
        int[] beforeLast = new int[to.Length + 1];
        int[] last = new int[to.Length + 1];
        int[] current = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
            last[j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int change = from[i - 1] == to[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, current) = (last, current, beforeLast);
        }
        return Math.Min(last[to.Length], limit);
    }
}
