using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dom0;

/// <summary>Writes what was found, for eyes or for programs.</summary>
internal static class Report
{
    public static void WriteHost(TextWriter output, Host host)
    {
        output.WriteLine($"Xen {host.Version}  {string.Join(' ', host.Capabilities)}");
        output.WriteLine(
            $"{Count(host.Processors, "processor")} of {host.Megahertz} MHz  {Count(host.Nodes, "node")}, {Count(host.Cores, "core")} a socket, " +
            $"{Count(host.Threads, "thread")} a core  {string.Join(' ', host.Virtualisation)}");
        output.WriteLine($"{Table.Mebibytes(host.MemoryBytes)} of memory, {Table.Mebibytes(host.FreeMemoryBytes)} free");
    }

    public static void WriteDomains(TextWriter output, IReadOnlyList<Domain> domains)
    {
        var table = new Table("ID ", "Name", "Kind", "State", "vCPUs ", "Memory ", "Limit ", "CPU time ");
        foreach (Domain domain in domains)
        {
            table.Add(
                $"{domain.Id}",
                domain.Name ?? "-",
                domain.Kind,
                domain.Reason is null ? domain.State : $"{domain.State}: {domain.Reason}",
                $"{domain.Vcpus}",
                Table.Mebibytes(domain.MemoryBytes),
                domain.MemoryLimitBytes is { } limit ? Table.Mebibytes(limit) : "-",
                Table.Seconds(domain.CpuSeconds));
        }

        table.Write(output);
    }

    public static void WriteVcpus(TextWriter output, IReadOnlyList<Vcpu> vcpus)
    {
        var table = new Table("vCPU ", "State", "Processor ", "CPU time ");
        foreach (Vcpu vcpu in vcpus)
            table.Add($"{vcpu.Id}", vcpu.State, $"{vcpu.Processor}", Table.Seconds(vcpu.CpuSeconds));
        table.Write(output);
    }

    private static string Count(uint count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}

/// <summary>The same for programs. The names are the records' own.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(Host))]
[JsonSerializable(typeof(IReadOnlyList<Domain>))]
[JsonSerializable(typeof(IReadOnlyList<Vcpu>))]
internal sealed partial class ReportJson : JsonSerializerContext;
