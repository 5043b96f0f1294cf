using System.Globalization;

namespace XenSdk.RealXen.Tests;

/// <summary>How much work a tree of processes has done.</summary>
internal static class ProcessorTime
{
    private const int TicksPerSecond = 100;

    /// <summary>User and system time of the processes that a process has started, and those that they have.</summary>
    public static TimeSpan OfDescendants(int process)
    {
        ILookup<int, (int Id, long Ticks)> children = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? Read(id) : null)
            .OfType<(int Parent, int Id, long Ticks)>()
            .ToLookup(entry => entry.Parent, entry => (entry.Id, entry.Ticks));
        return TimeSpan.FromSeconds((double)Sum(process) / TicksPerSecond);

        long Sum(int parent) => children[parent].Sum(child => child.Ticks + Sum(child.Id));
    }

    // proc(5): behind the name in parentheses, the parent is the second field, user and system time the 12th and 13th.
    private static (int Parent, int Id, long Ticks)? Read(int id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                id,
                long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
