namespace XenSdk.Reader.Hypercalls;

/// <summary>
/// The names of the parameters in the text of a prototype, for targets whose clang does not see it: the last word before
/// each comma and before the end.
/// </summary>
internal static class ParameterNames
{
    public static IEnumerable<string> In(string prototype)
    {
        int open = prototype.IndexOf('(', StringComparison.Ordinal);
        int close = prototype.LastIndexOf(')');
        if (open < 0 || close < open)
            yield break;
        foreach (string parameter in prototype[(open + 1)..close].Split(','))
        {
            int bracket = parameter.IndexOf('[', StringComparison.Ordinal);
            string declarator = (bracket < 0 ? parameter : parameter[..bracket]).TrimEnd();
            int start = declarator.Length;
            while (start > 0 && (declarator[start - 1] == '_' || char.IsAsciiLetterOrDigit(declarator[start - 1])))
                start--;
            if (start < declarator.Length)
                yield return declarator[start..];
        }
    }
}
