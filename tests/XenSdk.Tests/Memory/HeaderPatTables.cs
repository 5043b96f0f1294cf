using System.Text.RegularExpressions;

namespace XenSdk.Tests.Memory;

/// <summary>The three tables that xen.h draws in its comment on the PAT, read from the drawing.</summary>
internal static partial class HeaderPatTables
{
    internal static string[] Linux { get; } = Row("Linux");

    internal static string[] Bios { get; } = Row("BIOS");

    internal static string[] Xen { get; } = Row("Xen");

    /// <summary>The abbreviation that the drawing has for a memory type.</summary>
    internal static string Abbreviation(MemoryType type) => type switch
    {
        MemoryType.Uncacheable => "UC",
        MemoryType.UncacheableUnlessMtrr => "UC-",
        MemoryType.WriteBack => "WB",
        MemoryType.WriteCombining => "WC",
        MemoryType.WriteProtected => "WP",
        MemoryType.WriteThrough => "WT",
        MemoryType.Reserved => "rsv",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    // The drawing has the entry of index 7 on the left.
    private static string[] Row(string owner)
    {
        string header = File.ReadAllText(Path.Combine(XenHeaderInC.Repository, "abi", "xen.h"));
        Match row = Rows().Matches(header).Single(match => match.Groups["owner"].Value == owner);
        string[] entries = row.Groups["entries"].Value.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, entries.Length);
        return entries.Reverse().ToArray();
    }

    [GeneratedRegex(@"\*\s+(?<entries>\|[^\n]*\|)\s+<=\s+(?<owner>\w+)")]
    private static partial Regex Rows();
}
