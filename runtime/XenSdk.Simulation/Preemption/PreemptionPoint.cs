namespace XenSdk.Simulation;

/// <summary>Where Xen looks whether there is something more urgent than the hypercall that it is at.</summary>
public enum PreemptionPlace
{
    /// <summary>Before the next request of a list: in mmu_update, mmuext_op, multicall and event_channel_op's reset.</summary>
    BetweenRequests,

    /// <summary>Before a frame is checked as a page table of level 2 or higher, for its first use as one.</summary>
    BeforeValidation,

    /// <summary>Before a page table of level 2 or higher that has lost its last use gives up what its entries use.</summary>
    BeforeRelease,
}

/// <summary>A point of a hypercall at which Xen can be preempted.</summary>
/// <param name="Number">The hypercall, inside a multicall that of the entry.</param>
/// <param name="Place">Where in it.</param>
/// <param name="Index">How many requests this execution of the call has carried out.</param>
/// <remarks>Xen checks and releases a table in steps of an entry, the simulation in one.</remarks>
public readonly record struct PreemptionPoint(HypercallNumber Number, PreemptionPlace Place, uint Index);

/// <summary>Says whether Xen is preempted (<c>hypercall_preempt_check</c>).</summary>
/// <param name="point">Where it is.</param>
/// <returns>True to have Xen return to the guest, which then executes the call again for the rest.</returns>
public delegate bool PreemptionCheck(in PreemptionPoint point);
