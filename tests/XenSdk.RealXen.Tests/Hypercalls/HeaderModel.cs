using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>What xen.h names, from the model of it that is checked in.</summary>
internal static partial class HeaderModel
{
    /// <summary>The names of the hypercalls by their numbers.</summary>
    public static IReadOnlyDictionary<int, string> Hypercalls { get; } = Lines()
        .Select(line => HypercallLine().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match => match.Groups[2].Value);

    /// <summary>The names of an enumeration's members that begin so, without those that are masks.</summary>
    public static IEnumerable<string> Members(string prefix)
        => Lines().Select(line => MemberLine().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string[] Lines() => File.ReadAllLines(Repository.PathOf("abi", "models", "xen.x86_64.xenabi"));

    [GeneratedRegex("""^hypercall ([0-9]+) "([^"]+)" """)]
    private static partial Regex HypercallLine();

    [GeneratedRegex("""^  member "([^"]+)" """)]
    private static partial Regex MemberLine();
}
