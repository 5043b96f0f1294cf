using System.Globalization;

namespace XenSdk.Abi;

/// <summary>Looks at the two ends of a model's text before anything else: the first line has the format's version, and the last
/// one the count of the lines, so that whatever cuts a file short is noticed.</summary>
internal static class AbiTextEnds
{
    /// <summary>Whether a text is a whole model of this version; reports why it is not.</summary>
    public static bool Check(char[] text, int length, Action<string, int, int, string> report) =>
        IsOurVersion(text, length, report) && IsComplete(text, length, report);

    private static bool IsOurVersion(char[] text, int length, Action<string, int, int, string> report)
    {
        string expected = AbiModelText.FormatVersion.ToString(CultureInfo.InvariantCulture);
        var first = new AbiTextLine(text, length, (_, _, _) => { });
        first.Advance();
        if (first.IsAtEnd || first.IsDoc || !first.Keyword.Is("xenabi") || first.WordCount != 1)
        {
            report("XEN1102", 1, 1, Malformed($"the first line is not 'xenabi {expected}', so this is no model"));
            return false;
        }
        if (first.Word(0).Is(expected))
            return true;
        report("XEN1101", first.Number, first.Column,
            $"this model has format version {first.Word(0)}, and this XenSdk reads version {expected}. " +
            "Read the header again with the xensdk tool of the same package version.");
        return false;
    }

    private static bool IsComplete(char[] text, int length, Action<string, int, int, string> report)
    {
        while (length > 0 && text[length - 1] is '\n' or '\r' or ' ')
            length--;
        int start = Array.LastIndexOf(text, '\n', length - 1) + 1;
        int number = 1;
        for (int at = Array.IndexOf(text, '\n', 0, start); at >= 0; at = Array.IndexOf(text, '\n', at + 1, start - at - 1))
            number++;

        var last = new AbiTextSlice(text, start, length - start);
        if (!last.StartsWith("end ") || !last.Slice(4).TryParse(out int lines))
        {
            report("XEN1102", number, 1, Malformed("the model ends too early: its last line should be 'end' and the number of lines"));
            return false;
        }
        if (lines == number)
            return true;
        report("XEN1102", number, 1, Malformed($"the last line says that the model has {lines} lines, and this is line {number}"));
        return false;
    }

    private static string Malformed(string what) => $"{what}. The model is truncated or malformed: read the header again.";
}
