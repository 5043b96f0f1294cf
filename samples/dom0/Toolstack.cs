using System.Text;
using Dom0.XenHeaders;
using XenSdk;

namespace Dom0;

/// <summary>Asks the hypervisor what only its control domain may know.</summary>
/// <param name="privcmd">The way to it.</param>
/// <param name="names">Knows the domains' names.</param>
internal sealed class Toolstack(Privcmd privcmd, IDomainNames names)
{
    private const ulong PageSize = 4096;
    private const int DomainsAtOnce = 64;

    // What Xen says of a domain without a limit: as many pages as 32 bits can count.
    private const ulong NoLimit = uint.MaxValue;

    public Host ReadHost()
    {
        XenCapabilitiesInfo capabilities = default;
        privcmd.Hypercalls.XenVersion(XenConstantsAdditions.VersionCapabilities, ref capabilities).ThrowIfError();

        XenSysctl call = NewSysctl(SysctlCommand.PhysicalInfo);
        Check(privcmd.Hypercalls.Sysctl(ref call), "sysctl", XenConstantsAdditions.SysctlVersion);
        XenSysctlPhysinfo machine = call.U.Physinfo;
        return new(
            privcmd.Hypercalls.Version().ToString(),
            Encoding.ASCII.GetString(capabilities).TrimEnd('\0').Split(' ', StringSplitOptions.RemoveEmptyEntries),
            [.. Enum.GetValues<PhysicalCapability>().Where(each => ((PhysicalCapability)machine.Capabilities).HasFlag(each)).Select(WordOf)],
            machine.NrCpus,
            machine.CoresPerSocket,
            machine.ThreadsPerCore,
            machine.NrNodes,
            machine.CpuKhz / 1000,
            machine.TotalPages * PageSize,
            (machine.FreePages + machine.ScrubPages) * PageSize);
    }

    public IReadOnlyList<Domain> ReadDomains()
    {
        // The list's address stands inside the call's structure, so it is in memory that Xen reaches.
        using HypercallBuffer<XenDomctlGetdomaininfo> list = privcmd.Rent<XenDomctlGetdomaininfo>(DomainsAtOnce);
        var domains = new List<Domain>();
        int next = 0;
        while (true)
        {
            XenSysctl call = NewSysctl(SysctlCommand.DomainList);
            call.U.Getdomaininfolist.FirstDomain = (ushort)next;
            call.U.Getdomaininfolist.MaxDomains = (uint)list.Length;
            call.U.Getdomaininfolist.Buffer = list.Pointer;
            Check(privcmd.Hypercalls.Sysctl(ref call), "sysctl", XenConstantsAdditions.SysctlVersion);

            int found = (int)call.U.Getdomaininfolist.NumDomains;
            foreach (ref readonly XenDomctlGetdomaininfo info in list.Span[..found])
                domains.Add(Describe(in info));
            if (found < list.Length)
                return domains;
            next = list.Span[found - 1].Domain + 1;
        }
    }

    /// <summary>The virtual processors of a domain; null where there is no such domain.</summary>
    public IReadOnlyList<Vcpu>? ReadVcpus(ushort domain)
    {
        var vcpus = new List<Vcpu>();
        while (true)
        {
            var call = new XenDomctl
            {
                Cmd = XenConstantsAdditions.DomctlGetVcpuInfo,
                InterfaceVersion = XenConstantsAdditions.DomctlVersion,
                Domain = domain,
            };
            call.U.Getvcpuinfo.Vcpu = (uint)vcpus.Count;
            HypercallResult result = privcmd.Hypercalls.Domctl(ref call);
            switch (result.Error)
            {
                case XenErrno.EINVAL or XenErrno.ENOENT: // past the last one, or one that was never started
                    return vcpus;
                case XenErrno.ESRCH:
                    return null;
            }

            Check(result, "domctl", XenConstantsAdditions.DomctlVersion);
            XenDomctlGetvcpuinfo info = call.U.Getvcpuinfo;
            string state = info.Online == 0 ? "offline" : info.Running != 0 ? "running" : info.Blocked != 0 ? "blocked" : "ready";
            vcpus.Add(new(info.Vcpu, state, info.Cpu, info.CpuTime / 1e9));
        }
    }

    private Domain Describe(in XenDomctlGetdomaininfo info)
    {
        var flags = (DomainFlag)info.Flags;
        string state = flags.HasFlag(DomainFlag.Dying) ? "dying"
            : flags.HasFlag(DomainFlag.Shutdown) ? "shutdown"
            : flags.HasFlag(DomainFlag.Paused) ? "paused"
            : flags.HasFlag(DomainFlag.Running) ? "running"
            : flags.HasFlag(DomainFlag.Blocked) ? "blocked" : "ready";
        var reason = (ShutdownReason)((info.Flags >> XenConstantsAdditions.DomainFlagReasonShift) & XenConstantsAdditions.DomainFlagReasonMask);
        return new(
            info.Domain,
            names.Find(info.Domain),
            new Guid(info.Handle, bigEndian: true),
            flags.HasFlag(DomainFlag.Hvm) ? "hvm" : "pv",
            state,
            state == "shutdown" ? WordOf(reason) : null,
            info.NrOnlineVcpus,
            info.TotPages * PageSize,
            info.MaxPages >= NoLimit ? null : info.MaxPages * PageSize,
            info.CpuTime / 1e9);
    }

    private static XenSysctl NewSysctl(SysctlCommand command) =>
        new() { Cmd = (uint)command, InterfaceVersion = XenConstantsAdditions.SysctlVersion };

    private void Check(HypercallResult result, string call, int version)
    {
        switch (result.Error)
        {
            case XenErrno.None:
                return;
            case XenErrno.EACCES:
                throw new ToolstackException(
                    $"Xen {privcmd.Hypercalls.Version()} refuses version {version} of {call}, which the headers had that this program was " +
                    "built with. Build it again with the headers of the Xen that runs here (Debian: libxen-dev).");
            case XenErrno.EPERM:
                throw new ToolstackException($"Xen refuses {call} to this domain. Run the program in the control domain, dom0.");
            default:
                throw new ToolstackException($"Xen refuses {call}: {result}.");
        }
    }

    private static string WordOf<T>(T value)
        where T : struct, Enum => Table.Words(value.ToString());
}

/// <summary>Xen does not say what was asked; the text says why, and what to do.</summary>
internal sealed class ToolstackException(string message) : Exception(message);
