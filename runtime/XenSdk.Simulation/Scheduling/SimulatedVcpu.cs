namespace XenSdk.Simulation;

/// <summary>A vCPU of a simulated domain: what Xen keeps of it.</summary>
public sealed class SimulatedVcpu
{
    /// <summary>PV guests start with a tick of 100 Hz (<c>pv_vcpu_initialise</c>, xen/arch/x86/pv/domain.c).</summary>
    private const ulong FirstPeriod = 10_000_000;

    internal SimulatedVcpu(int number, ulong baseTable)
    {
        Number = number;
        BaseTable = baseTable;
    }

    /// <summary>The vCPU's number within its domain.</summary>
    public int Number { get; }

    /// <summary>Machine frame of the L4 table that translates its virtual addresses (<c>MMUEXT_NEW_BASEPTR</c>).</summary>
    public ulong BaseTable { get; internal set; }

    /// <summary>Machine frame of the L4 table that it uses in user mode (<c>MMUEXT_NEW_USER_BASEPTR</c>); 0 for none.</summary>
    public ulong UserBaseTable { get; internal set; }

    /// <summary>Guest-virtual address of its local descriptor table (<c>MMUEXT_SET_LDT</c>); 0 where it has no entries.</summary>
    public ulong LdtAddress { get; internal set; }

    /// <summary>Entries of its local descriptor table.</summary>
    public uint LdtEntries { get; internal set; }

    /// <summary>How often its whole TLB was flushed by a request.</summary>
    public long TlbFlushes { get; internal set; }

    /// <summary>How often a single address was flushed from its TLB by a request.</summary>
    public long AddressFlushes { get; internal set; }

    /// <summary>How often the caches of its processor were flushed by a request.</summary>
    public long CacheFlushes { get; internal set; }

    /// <summary>When its single-shot timer goes off, in nanoseconds of <see cref="SimulatedClock.Now"/>; null while it is
    /// stopped.</summary>
    public ulong? SingleShotTimer { get; internal set; }

    /// <summary>Period of its tick in nanoseconds, 10 ms at first; 0 while it is stopped.</summary>
    public ulong PeriodicTimer { get; internal set; } = FirstPeriod;

    /// <summary>A table that has lost a use which Xen has not given up yet (<c>old_guest_table</c>).</summary>
    internal ulong? OldTable { get; set; }

    internal ulong LastTick { get; set; }

    /// <summary>Whether it waits in <c>SCHEDOP_poll</c>.</summary>
    internal bool IsPolling { get; set; }

    /// <summary>The one port that it polls; null where any event wakes it.</summary>
    internal uint? PolledPort { get; set; }
}
