namespace Dom0;

/// <summary>The hypervisor and the machine that it runs on.</summary>
/// <param name="Version">Xen's version.</param>
/// <param name="Capabilities">The interfaces that it has for guests, such as <c>xen-3.0-x86_64</c>.</param>
/// <param name="Virtualisation">What the machine can do for its guests: <c>pv</c>, <c>hvm</c>, <c>hap</c>, …</param>
/// <param name="Processors">Logical processors that are online.</param>
/// <param name="Cores">Cores of a socket.</param>
/// <param name="Threads">Threads of a core.</param>
/// <param name="Nodes">NUMA nodes.</param>
/// <param name="Megahertz">Frequency of the processors' clock.</param>
/// <param name="MemoryBytes">Memory that it has.</param>
/// <param name="FreeMemoryBytes">Memory that no domain has; pages that are still being scrubbed are among it.</param>
internal sealed record Host(
    string Version,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<string> Virtualisation,
    uint Processors,
    uint Cores,
    uint Threads,
    uint Nodes,
    uint Megahertz,
    ulong MemoryBytes,
    ulong FreeMemoryBytes);

/// <summary>A domain.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name; null where xenstore does not run, or has none.</param>
/// <param name="Uuid">Its handle.</param>
/// <param name="Kind"><c>pv</c>, or <c>hvm</c> (PVH too).</param>
/// <param name="State"><c>running</c>, <c>ready</c>, <c>blocked</c>, <c>paused</c>, <c>dying</c>, or <c>shutdown</c>.</param>
/// <param name="Reason">Why it is shut down; null where it is not.</param>
/// <param name="Vcpus">Virtual processors that are online.</param>
/// <param name="MemoryBytes">Memory that it has.</param>
/// <param name="MemoryLimitBytes">Memory that it may have; null for any amount.</param>
/// <param name="CpuSeconds">Processor time that it has used, in seconds.</param>
internal sealed record Domain(
    ushort Id,
    string? Name,
    Guid Uuid,
    string Kind,
    string State,
    string? Reason,
    uint Vcpus,
    ulong MemoryBytes,
    ulong? MemoryLimitBytes,
    double CpuSeconds);

/// <summary>A virtual processor of a domain.</summary>
/// <param name="Id">Its number in the domain.</param>
/// <param name="State"><c>running</c>, <c>ready</c>, <c>blocked</c>, or <c>offline</c>.</param>
/// <param name="Processor">The processor that it runs on, or ran on last.</param>
/// <param name="CpuSeconds">Processor time that it has used, in seconds.</param>
internal sealed record Vcpu(uint Id, string State, uint Processor, double CpuSeconds);

/// <summary>All of it.</summary>
internal sealed record Overview(Host Host, IReadOnlyList<Domain> Domains);
