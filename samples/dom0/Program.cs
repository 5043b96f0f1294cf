using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dom0;
using XenSdk;

// A tool for the administrator of a Xen host. It runs in dom0 and reaches Xen through Linux's privcmd device; with --simulated it
// shows a machine that is made up, so that it can be tried anywhere.

var json = new Option<bool>("--json") { Description = "Print JSON.", Recursive = true };
var simulated = new Option<bool>("--simulated") { Description = "Ask a simulated machine instead of the one at hand.", Recursive = true };
var domainIds = new Argument<ushort[]>("ID") { Description = "Only these domains.", Arity = ArgumentArity.ZeroOrMore };
var domainId = new Argument<ushort>("ID") { Description = "The domain." };

var root = new RootCommand("What a Xen host is and runs.") { json, simulated };
root.SetAction(parsed => Ask(parsed, toolstack =>
    Show(parsed, new Overview(toolstack.ReadHost(), toolstack.ReadDomains()), ReportJson.Default.Overview, (output, all) =>
    {
        Report.WriteHost(output, all.Host);
        output.WriteLine();
        Report.WriteDomains(output, all.Domains);
    })));

var host = new Command("host", "The hypervisor and its machine.");
host.SetAction(parsed => Ask(parsed, toolstack => Show(parsed, toolstack.ReadHost(), ReportJson.Default.Host, Report.WriteHost)));

var domains = new Command("domains", "The domains, with memory, virtual processors and processor time.") { domainIds };
domains.SetAction(parsed => Ask(parsed, toolstack =>
{
    ushort[] wanted = parsed.GetValue(domainIds) ?? [];
    IReadOnlyList<Domain> found = [.. toolstack.ReadDomains().Where(domain => wanted.Length == 0 || wanted.Contains(domain.Id))];
    Show(parsed, found, ReportJson.Default.IReadOnlyListDomain, Report.WriteDomains);
    if (wanted.Except(found.Select(domain => domain.Id)).ToArray() is { Length: > 0 } missing)
        throw new ToolstackException($"There is no domain {string.Join(", ", missing)}.");
}));

var vcpus = new Command("vcpus", "The virtual processors of a domain.") { domainId };
vcpus.SetAction(parsed => Ask(parsed, toolstack =>
{
    ushort id = parsed.GetValue(domainId);
    Show(
        parsed,
        toolstack.ReadVcpus(id) ?? throw new ToolstackException($"There is no domain {id}."),
        ReportJson.Default.IReadOnlyListVcpu,
        Report.WriteVcpus);
}));

var tour = new Command("tour", "Hypercalls and page tables, on a simulated machine.");
tour.SetAction(_ => Tour.Run());

root.Subcommands.Add(host);
root.Subcommands.Add(domains);
root.Subcommands.Add(vcpus);
root.Subcommands.Add(tour);
return root.Parse(args).Invoke();

// Opens the way to Xen, asks, and says what went wrong: 1 then, as after any error of the command line.
int Ask(ParseResult parsed, Action<Toolstack> ask)
{
    try
    {
        if (parsed.GetValue(simulated))
        {
            using var machine = new SimulatedHost();
            ask(new(machine.Privcmd, machine));
            return 0;
        }

        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new ToolstackException($"This tool is built for the structs of Xen on x86-64, and this is {RuntimeInformation.ProcessArchitecture}.");
        using Privcmd privcmd = Privcmd.Open();
        using var names = new XenstoreNames();
        ask(new(privcmd, names));
        return 0;
    }
    catch (PrivcmdException exception)
    {
        Console.Error.WriteLine(exception.Message);
        if (exception.Id == "XEN0011")
            Console.Error.WriteLine("With --simulated this tool shows a machine that is made up.");
        return 1;
    }
    catch (Exception exception) when (exception is ToolstackException or XenHypercallException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

void Show<T>(ParseResult parsed, T found, JsonTypeInfo<T> type, Action<TextWriter, T> write)
{
    if (parsed.GetValue(json))
        Console.WriteLine(JsonSerializer.Serialize(found, type));
    else
        write(Console.Out, found);
}
