using System.Collections.ObjectModel;

namespace XenSdk.Simulation;

/// <summary>A paravirtualised 64-bit domain of the simulated machine, with page tables as Xen's domain builder leaves them:
/// every page mapped in order from <see cref="VirtualBase"/>, the pages of the tables themselves read-only.</summary>
public sealed class SimulatedDomain
{
    internal SimulatedDomain(DomainId id, bool isPrivileged, IList<ulong> frames, ulong baseTable, ulong virtualBase)
    {
        Id = id;
        IsPrivileged = isPrivileged;
        Frames = new ReadOnlyCollection<ulong>(frames);
        BaseTable = baseTable;
        VirtualBase = virtualBase;
    }

    /// <summary>The domain's number.</summary>
    public DomainId Id { get; }

    /// <summary>Whether it may act on other domains and on the machine, as dom0 may.</summary>
    public bool IsPrivileged { get; }

    /// <summary>Its memory: the machine frame of every pseudo-physical frame, in order.</summary>
    public ReadOnlyCollection<ulong> Frames { get; }

    /// <summary>Machine frame of the L4 table that translates its virtual addresses.</summary>
    public ulong BaseTable { get; }

    /// <summary>Where its pages are mapped: pseudo-physical frame <c>n</c> at <c>n × 4096</c> above.</summary>
    public ulong VirtualBase { get; }

    /// <summary>The assists that it has enabled by vm_assist, a bit for each type.</summary>
    public ulong Assists { get; internal set; }

    /// <summary>Why it asked to be shut down (<c>SHUTDOWN_*</c>); null while it runs.</summary>
    public uint? ShutdownReason { get; internal set; }
}
