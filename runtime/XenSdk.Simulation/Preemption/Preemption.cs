namespace XenSdk.Simulation;

/// <summary>Asks whether Xen is preempted, for all that may be.</summary>
internal sealed class Preemption
{
    private HypercallNumber _number;
    private uint _index;

    /// <summary>Who says; null for never.</summary>
    internal PreemptionCheck? Check { get; set; }

    /// <summary>Whether Xen stops before the next request of a list. After a preemption at least one is carried out.</summary>
    internal bool IsDueBetween(HypercallNumber number, uint index)
    {
        (_number, _index) = (number, index);
        return index > 0 && IsDue(PreemptionPlace.BetweenRequests);
    }

    /// <summary>Whether Xen stops at a place within the request that <see cref="IsDueBetween"/> was last asked about.</summary>
    internal bool IsDue(PreemptionPlace place) => Check?.Invoke(new(_number, place, _index)) == true;
}
