using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// The counts of an <see cref="UpdateBatch{TPath, TRequest, TKind}"/>, at the end of its memory, so that every copy of a
/// queue sees the same requests.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchState
{
    /// <summary>Record of the first run; those of further runs stand before this state.</summary>
    internal BatchRecord FirstRun;

    /// <summary>Where the last request is, in bytes from this state: negative, and one for the caller's own domain may simply
    /// be stored behind it, if there is room before the state. 0 where something else has to be done first.</summary>
    internal nint Last;

    /// <summary>What <see cref="Last"/> is where there is no request: one request before the first.</summary>
    internal nint BeforeFirst;

    /// <summary>Where the last request is, while <see cref="Last"/> is 0.</summary>
    internal nint Kept;

    /// <summary>Requests of the batch that were carried out before those in memory: by flushes that a full queue made itself.
    /// </summary>
    internal long Base;

    /// <summary>Where no request is in memory: requests of the last batch, all of which were carried out.</summary>
    internal long Ended;

    /// <summary>Foreign domain of the last run.</summary>
    internal uint Domain;

    /// <summary>What Xen writes: how many requests of a call were carried out.</summary>
    internal uint Done;

    /// <summary>Requests in memory that were carried out or refused: all before this one.</summary>
    internal uint Settled;

    /// <summary>Of these, the refused ones.</summary>
    internal int Refused;

    /// <summary>Errno of the request at <see cref="Settled"/>, at which the queue has stopped; 0 if it has not.</summary>
    internal int Error;

    /// <summary>Requests that were not taken.</summary>
    internal int NotTaken;

    /// <summary>Elements taken from the first run's record on, downwards: by <see cref="BatchRecord"/>s and what belongs to them.</summary>
    internal int Back;

    /// <summary>Record of the run that the request at <see cref="Settled"/> is in.</summary>
    internal int Run;

    internal BatchPhase Phase;

    /// <summary>What the last flush found, if it was not that all is done.</summary>
    internal FlushResult Result;
}

/// <summary>Whether requests can be added to a batch, or the next one begins another.</summary>
internal enum BatchPhase
{
    /// <summary>Requests can be added.</summary>
    Open,

    /// <summary>Every request was carried out or refused.</summary>
    Over,

    /// <summary>The requests that were neither are given up.</summary>
    Dropped,
}

/// <summary>
/// What stands at the start of the state and in one element before it, where records grow downwards: that a run begins, or the bitmap of vCPUs of one
/// request, in the elements below its record.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchRecord
{
    /// <summary>The request that the run begins with, or that the bitmap belongs to.</summary>
    internal uint Request;

    /// <summary>Foreign domain of the run.</summary>
    internal uint Domain;

    /// <summary>Elements that the bitmap takes; 0 for a run.</summary>
    internal int BitmapElements;

    internal readonly bool IsRun => BitmapElements == 0;
}
