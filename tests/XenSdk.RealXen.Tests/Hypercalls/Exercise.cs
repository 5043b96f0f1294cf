using System.Globalization;

namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>A hypercall that a kernel made, as it told on the console.</summary>
/// <param name="Hypercall">Its name in xen.h.</param>
/// <param name="Done">What was asked for.</param>
/// <param name="Expected">What Xen should answer.</param>
/// <param name="Answer">What it answered.</param>
/// <param name="Effect">What should be seen of it; empty where the answer is all there is.</param>
/// <param name="Seen">Whether it was seen: yes, no, or - where there is nothing to see.</param>
public sealed record Exercise(string Hypercall, string Done, string Expected, string Answer, string Effect, string Seen)
{
    private const string Beginning = "exercise ";
    private const int Fields = 6;

    /// <summary>Whether it went as it should.</summary>
    public bool IsAsExpected => Answer == Expected && Seen != "no";

    /// <summary>Whether more than Xen's answer was looked at.</summary>
    public bool HasEffect => Seen != "-";

    /// <summary>Reads a line of the console; null for one that tells of something else.</summary>
    public static Exercise? Read(string line, IReadOnlyDictionary<int, string> names)
    {
        if (!line.StartsWith(Beginning, StringComparison.Ordinal))
            return null;
        string[] fields = line[Beginning.Length..].Split('|');
        Assert.True(fields.Length == Fields, $"'{line}' has {fields.Length} fields and not {Fields}: it was cut off, or Xen wrote into it.");
        return new(names[int.Parse(fields[0], CultureInfo.InvariantCulture)], fields[1], fields[2], fields[3], fields[4], fields[5]);
    }

    /// <inheritdoc/>
    public override string ToString()
        => $"{Hypercall}, {Done}: Xen answered {Answer}, expected {Expected}{(HasEffect ? $"; {Effect}: {Seen}" : "")}";
}
