using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace XenSdk.Bench;

/// <summary>Puts the rows of all scripts into one report, <c>bench/RESULTS.md</c>.</summary>
internal static class Results
{
    // The order of the report; a file that is not named here comes last.
    private static readonly string[] s_order = ["real-xen", "linux-dom0", "in-process", "generator", "reader", "build", "growth"];

    public static int Write()
    {
        List<string> files = [.. Directory.GetFiles(RowFile.Folder, "*.jsonl").OrderBy(Position).ThenBy(file => file, StringComparer.Ordinal)];
        var text = new StringBuilder();
        text.Append("# Results\n\nWritten by `./bench.sh`. A ratio is what C# took over what its peer took, in one run on one machine; where the peer is\n")
            .Append("missing, the figure itself is held to the target. Instructions are counted, and the same in each run. Times are medians; in\n")
            .Append("process, of the fastest 2 ms of each of many processes. A ratio is held to its target rounded to two places.\n\n");
        foreach ((string name, string value) in Machine())
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");

        List<RowFile> read = files.ConvertAll(RowFile.Read);
        int missed = read.Sum(file => file.Rows.Count(row => row.IsMet == false));
        int met = read.Sum(file => file.Rows.Count(row => row.IsMet == true));
        text.Append(CultureInfo.InvariantCulture, $"\n{met} rows meet their target, {missed} miss it.\n");
        foreach (RowFile file in read)
        {
            foreach (IGrouping<string, Row> group in file.Rows.GroupBy(row => row.Group))
                Append(text, group.Key, file.About, [.. group]);
        }
        File.WriteAllText(Repository.Path("bench/RESULTS.md"), text.ToString());
        Console.WriteLine($"bench/RESULTS.md: {met} rows meet their target, {missed} miss it");
        return 0;
    }

    private static int Position(string file)
    {
        int at = Array.IndexOf(s_order, Path.GetFileNameWithoutExtension(file));
        return at < 0 ? s_order.Length : at;
    }

    private static void Append(StringBuilder text, string group, IReadOnlyDictionary<string, string> about, List<Row> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {group}\n\n");
        foreach ((string name, string value) in about)
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        if (about.Count > 0)
            text.Append('\n');
        text.Append("| row | C# | peer | ratio | target | | allocated | what limits it |\n|---|---:|---:|---:|---:|---|---:|---|\n");
        foreach (Row row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name}{(row.Variant is null ? "" : $" ({row.Variant})")} ")
                .Append(CultureInfo.InvariantCulture, $"| {Figure(row.CSharp)} {row.Unit} | {Peer(row)} | {(row.Peer is null ? "" : Ratio(row.Reached))} ")
                .Append(CultureInfo.InvariantCulture, $"| {(row.Target is { } target ? "≤ " + Target(row, target) : "")} ")
                .Append(CultureInfo.InvariantCulture, $"| {(row.IsMet switch { true => "met", false => "**missed**", null => "" })} ")
                .Append(CultureInfo.InvariantCulture, $"| {(row.Allocated is { } bytes ? $"{Figure(bytes)} B" : "")} | {row.Limit} |\n");
        }
    }

    private static string Peer(Row row) => row.Peer is { } peer ? $"{Figure(peer)}{(row.PeerName is null ? "" : $", {row.PeerName}")}" : "";

    private static string Target(Row row, double target) => row.Peer is null ? $"{Figure(target)} {row.Unit}" : Ratio(target);

    private static string Ratio(double? ratio) => ratio?.ToString("0.00#", CultureInfo.InvariantCulture) ?? "";

    private static string Figure(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.###", CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, string Value)> Machine()
    {
        yield return ("Machine", $"{Environment.ProcessorCount} × {CpuModel()}, {RuntimeInformation.OSDescription}");
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("Load", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]} programs wanted the processors in the minute before this was written");
        foreach ((string name, string command, string argument) in new[]
        {
            ("gcc", "gcc", "--version"), ("bindgen", "bindgen", "--version"), ("QEMU", "qemu-system-x86_64", "--version"),
        })
        {
            if (Processes.FirstLine(command, argument) is { } version)
                yield return (name, version);
        }
    }

    private static string CpuModel() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown CPU";
}
