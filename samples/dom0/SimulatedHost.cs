using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dom0.XenHeaders;
using XenSdk;
using XenSdk.Simulation;

namespace Dom0;

/// <summary>
/// A machine with three domains, for trying the tool where there is no Xen, and for its tests. SimulatedXen knows xen.h; what it
/// does not know, sysctl and domctl, is answered here, by the same generated types.
/// </summary>
internal sealed class SimulatedHost : IDomainNames, IDisposable
{
    private const uint Processors = 4;
    private static readonly string[] s_names = ["Domain-0", "web", "builds"];
    private static readonly XenDomctlGetdomaininfo[] s_domains =
    [
        NewDomain(0, DomainFlag.Running, pages: 262144, vcpus: 4, seconds: 5123.4),
        NewDomain(3, DomainFlag.Blocked | DomainFlag.Hvm, pages: 131072, vcpus: 2, seconds: 91.7),
        NewDomain(7, DomainFlag.Shutdown, pages: 65536, vcpus: 1, seconds: 0.3, ShutdownReason.Crash),
    ];

    private readonly SimulatedXen _xen = SimulatedXen.Start();

    public SimulatedHost()
    {
        _xen.Interceptor = Answer;
        Privcmd = SimulatedPrivcmd.Open(_xen);
    }

    public Privcmd Privcmd { get; }

    public string? Find(ushort domain) => s_names[Array.FindIndex(s_domains, each => each.Domain == domain)];

    public void Dispose()
    {
        Privcmd.Dispose();
        _xen.Dispose();
    }

    private long? Answer(in HypercallRequest request) => request.Number switch
    {
        (uint)HypercallNumber.Sysctl => Carry<XenSysctl>(request.A1, AnswerSysctl),
        (uint)HypercallNumber.Domctl => Carry<XenDomctl>(request.A1, AnswerDomctl),
        _ => null,
    };

    private delegate XenErrno? Operation<T>(ref T argument);

    /// <summary>Reads the argument, an address of this process, and writes it back with the answer.</summary>
    private static long? Carry<T>(ulong address, Operation<T> operation)
        where T : unmanaged
    {
        var bytes = new byte[Unsafe.SizeOf<T>()];
        Marshal.Copy((nint)address, bytes, 0, bytes.Length);
        XenErrno? error = operation(ref MemoryMarshal.AsRef<T>(bytes.AsSpan()));
        Marshal.Copy(bytes, 0, (nint)address, bytes.Length);
        return error is { } known ? HypercallResult.FromError(known).Value : null;
    }

    private static XenErrno? AnswerSysctl(ref XenSysctl call)
    {
        if (call.InterfaceVersion != XenConstantsAdditions.SysctlVersion)
            return XenErrno.EACCES;
        switch ((SysctlCommand)call.Cmd)
        {
            case SysctlCommand.PhysicalInfo:
                call.U.Physinfo = new()
                {
                    NrCpus = Processors,
                    CoresPerSocket = 2,
                    ThreadsPerCore = 2,
                    NrNodes = 1,
                    CpuKhz = 2_400_000,
                    Capabilities = (uint)(PhysicalCapability.Pv | PhysicalCapability.Hvm | PhysicalCapability.Hap),
                    TotalPages = 2_097_152,
                    FreePages = 1_638_400,
                };
                return XenErrno.None;
            case SysctlCommand.DomainList:
                ref XenSysctlGetdomaininfolist list = ref call.U.Getdomaininfolist;
                int first = list.FirstDomain;
                byte[] found = MemoryMarshal.AsBytes<XenDomctlGetdomaininfo>(
                    s_domains.Where(domain => domain.Domain >= first).Take((int)list.MaxDomains).ToArray()).ToArray();
                Marshal.Copy(found, 0, (nint)list.Buffer.Address, found.Length);
                list.NumDomains = (uint)(found.Length / Unsafe.SizeOf<XenDomctlGetdomaininfo>());
                return XenErrno.None;
            default:
                return null;
        }
    }

    private static XenErrno? AnswerDomctl(ref XenDomctl call)
    {
        if (call.InterfaceVersion != XenConstantsAdditions.DomctlVersion)
            return XenErrno.EACCES;
        if (call.Cmd != XenConstantsAdditions.DomctlGetVcpuInfo)
            return null;
        int wanted = call.Domain;
        int index = Array.FindIndex(s_domains, domain => domain.Domain == wanted);
        if (index < 0)
            return XenErrno.ESRCH;
        uint vcpu = call.U.Getvcpuinfo.Vcpu;
        if (vcpu >= s_domains[index].NrOnlineVcpus)
            return XenErrno.EINVAL;
        call.U.Getvcpuinfo = new()
        {
            Vcpu = vcpu,
            Online = 1,
            Blocked = 1,
            Cpu = vcpu % Processors,
            CpuTime = s_domains[index].CpuTime / s_domains[index].NrOnlineVcpus,
        };
        return XenErrno.None;
    }

    private static XenDomctlGetdomaininfo NewDomain(
        ushort id, DomainFlag flags, ulong pages, uint vcpus, double seconds, ShutdownReason reason = default)
    {
        var domain = new XenDomctlGetdomaininfo
        {
            Domain = id,
            Flags = (uint)flags | ((uint)reason << XenConstantsAdditions.DomainFlagReasonShift),
            TotPages = pages,
            MaxPages = id == 0 ? uint.MaxValue : pages,
            NrOnlineVcpus = vcpus,
            CpuTime = (ulong)(seconds * 1e9),
        };
        new Guid(id, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 1]).TryWriteBytes(domain.Handle, bigEndian: true, out _);
        return domain;
    }
}
