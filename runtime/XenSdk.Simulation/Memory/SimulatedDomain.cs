using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace XenSdk.Simulation;

/// <summary>A paravirtualised 64-bit domain of the simulated machine, with page tables as Xen's domain builder leaves them:
/// every page mapped in order from <see cref="VirtualBase"/>, the pages of the tables themselves read-only.</summary>
public sealed class SimulatedDomain
{
    internal SimulatedDomain(DomainId id, bool isPrivileged, IList<ulong> frames, ulong virtualBase, ImmutableArray<SimulatedVcpu> vcpus)
    {
        Id = id;
        IsPrivileged = isPrivileged;
        Frames = new ReadOnlyCollection<ulong>(frames);
        VirtualBase = virtualBase;
        Vcpus = vcpus;
    }

    /// <summary>The domain's number.</summary>
    public DomainId Id { get; }

    /// <summary>Whether it may act on other domains and on the machine, as dom0 may.</summary>
    public bool IsPrivileged { get; }

    /// <summary>Its memory: the machine frame of every pseudo-physical frame, in order.</summary>
    public ReadOnlyCollection<ulong> Frames { get; }

    /// <summary>Its vCPUs, in order.</summary>
    public ImmutableArray<SimulatedVcpu> Vcpus { get; }

    /// <summary>Machine frame of the L4 table that translates its virtual addresses; that of vCPU 0.</summary>
    public ulong BaseTable => Vcpus[0].BaseTable;

    /// <summary>Where its pages are mapped: pseudo-physical frame <c>n</c> at <c>n × 4096</c> above.</summary>
    public ulong VirtualBase { get; }

    /// <summary>The page that Xen shares with it, in its 64-bit layout: event channels, clocks. Good until the simulation
    /// ends.</summary>
    public SharedInfoView SharedInfo { get; internal set; }

    /// <summary>Machine frame of <see cref="SharedInfo"/>; not one of <see cref="Frames"/>.</summary>
    public ulong SharedInfoFrame { get; internal set; }

    /// <summary>Its event channels as Xen has them.</summary>
    public SimulatedEventChannels Events { get; internal set; } = null!;

    /// <summary>The assists that it has enabled by vm_assist, a bit for each type.</summary>
    public ulong Assists { get; internal set; }

    /// <summary>Why it was shut down (<c>SHUTDOWN_*</c>); null while it runs.</summary>
    public uint? ShutdownReason { get; private set; }

    /// <summary>The reason that it has said beforehand, for whenever it is shut down.</summary>
    internal uint? ShutdownCode { get; set; }

    /// <summary>When each of its watchdogs shuts it down, in nanoseconds; null for one that is not set.</summary>
    internal ulong?[] Watchdogs { get; } = new ulong?[2];

    internal void ShutDown(uint reason) => ShutdownReason = ShutdownCode ??= reason;
}
