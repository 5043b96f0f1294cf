using System.Text;

namespace XenSdk.Reader.Naming;

/// <summary>C's names as C# writes them: <c>evtchn_upcall_pending</c> → <c>EvtchnUpcallPending</c>, <c>domU</c> →
/// <c>DomU</c>, <c>CON_RING</c> → <c>ConRing</c>.</summary>
internal static class CSharpName
{
    /// <summary>The name of a type, a member or a constant.</summary>
    public static string FromC(string name)
    {
        var result = new StringBuilder(name.Length);
        foreach (string part in name.Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            // Two numbers must not run together: v_1_10 and v_11_0 are different things.
            if (result.Length > 0 && char.IsAsciiDigit(result[^1]) && char.IsAsciiDigit(part[0]))
                result.Append('_');
            bool isShouted = !part.Any(char.IsAsciiLetterLower);
            result.Append(char.ToUpperInvariant(part[0]));
            result.Append(isShouted ? part[1..].ToLowerInvariant() : part[1..]);
        }
        return result.ToString();
    }

    /// <summary>The name of a type whose C name may end in <c>_t</c>, which says nothing in C#.</summary>
    public static string FromTypeName(string name) => FromC(name.EndsWith("_t", StringComparison.Ordinal) ? name[..^2] : name);

    /// <summary>The name of a parameter.</summary>
    public static string Parameter(string name)
    {
        string pascal = FromC(name);
        return pascal.Length == 0 ? pascal : char.ToLowerInvariant(pascal[0]) + pascal[1..];
    }

    /// <summary>Whether C# takes it as a name; a keyword does, as the generator writes it with an @.</summary>
    public static bool IsUsable(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            return false;
        foreach (char letter in name)
        {
            if (letter != '_' && !char.IsAsciiLetterOrDigit(letter))
                return false;
        }
        return true;
    }
}
