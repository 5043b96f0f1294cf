using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// What has become of a queue's requests: how many Xen carried out, and where it stopped if it refused one.
/// </summary>
/// <remarks>
/// The figures are those of a batch: of all requests added since the last one ended. A batch ends when nothing of it is queued
/// any more after <c>Flush</c> or <c>Resume</c>, or by <c>Drop</c>; a flush that a full queue makes by itself does not end it.
/// </remarks>
/// <example>
/// <code>
/// FlushResult result = queue.Flush();
/// while (result.IsStopped)
/// {
///     Report(result.Index, result.Error);   // which request, and why
///     result = queue.Resume();              // the others are still queued
/// }
/// </code>
/// </example>
public readonly struct FlushResult : IEquatable<FlushResult>
{
    private const int ErrnoBits = 12;

    // Few fields, so that a caller who asks only for one need not have the others made: the requests done, their complement
    // where the batch is not complete; the index plus 1 above the errno; and two counts each.
    private readonly long _done;
    private readonly ulong _stop;
    private readonly ulong _refusedAndQueued;
    private readonly ulong _droppedAndNotTaken;

    /// <summary>All was carried out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FlushResult(long done) => _done = done;

    internal FlushResult(long done, int refused, int queued, int dropped, int notTaken, long index, XenErrno error)
    {
        _done = (refused | queued | dropped | notTaken) == 0 ? done : ~done;
        _stop = ((ulong)(index + 1) << ErrnoBits) | (uint)error;
        _refusedAndQueued = ((ulong)(uint)refused << 32) | (uint)queued;
        _droppedAndNotTaken = ((ulong)(uint)dropped << 32) | (uint)notTaken;
    }

    /// <summary>A result of which it is known already whether the batch is complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FlushResult(long outcome, in FlushResult rest)
    {
        _done = outcome;
        _stop = rest._stop;
        _refusedAndQueued = rest._refusedAndQueued;
        _droppedAndNotTaken = rest._droppedAndNotTaken;
    }

    /// <summary>Requests that Xen carried out, or their complement where the batch is not complete.</summary>
    internal long Outcome => _done;

    /// <summary>Requests that Xen carried out.</summary>
    public long Done => IsComplete ? _done : ~_done;

    /// <summary>Requests that Xen refused, the one at <see cref="Index"/> among them.</summary>
    public int Refused => (int)(_refusedAndQueued >> 32);

    /// <summary>Requests that are still queued: Xen was not given them, or did not reach them.</summary>
    public int Queued => (int)_refusedAndQueued;

    /// <summary>Requests that <c>Drop</c> gave up.</summary>
    public int Dropped => (int)(_droppedAndNotTaken >> 32);

    /// <summary>Requests that the queue could not take: it was full, and had stopped at a refused one. Each was told so by the
    /// index −1 when it was added.</summary>
    public int NotTaken => (int)_droppedAndNotTaken;

    /// <summary>Why the request at <see cref="Index"/> was refused; <see cref="XenErrno.None"/> if the queue has not stopped.
    /// </summary>
    public XenErrno Error => (XenErrno)(int)(_stop & ((1 << ErrnoBits) - 1));

    /// <summary>The refused request at which the queue has stopped, as it was numbered when it was added; −1 if the queue has
    /// not stopped.</summary>
    public long Index => (long)(_stop >> ErrnoBits) - 1;

    /// <summary>Whether the queue waits for <c>Resume</c> or <c>Drop</c>.</summary>
    public bool IsStopped => _stop != 0;

    /// <summary>Whether every request was taken, and Xen carried it out.</summary>
    public bool IsComplete => _done >= 0;

    /// <summary>Returns the result if the queue has not stopped. For programs with a runtime.</summary>
    /// <exception cref="XenHypercallException">The queue has stopped at a refused request. It keeps the others.</exception>
    public FlushResult ThrowIfStopped()
    {
        if (IsStopped)
            HypercallResult.FromError(Error).ThrowIfError();
        return this;
    }

    /// <inheritdoc/>
    public bool Equals(FlushResult other)
        => Done == other.Done && Refused == other.Refused && Queued == other.Queued && Dropped == other.Dropped
            && NotTaken == other.NotTaken && Index == other.Index && Error == other.Error;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is FlushResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Done, Refused, Queued, Dropped, NotTaken, Index, Error);

    /// <summary>Same figures.</summary>
    public static bool operator ==(FlushResult left, FlushResult right) => left.Equals(right);

    /// <summary>Different figures.</summary>
    public static bool operator !=(FlushResult left, FlushResult right) => !left.Equals(right);

    /// <summary>The figures that are not 0, as in <c>8 done, 1 refused, 7 queued; stopped at 8: -EINVAL (22): …</c>.</summary>
    public override string ToString()
    {
        string figures = string.Create(CultureInfo.InvariantCulture, $"{Done} done")
            + Figure(Refused, "refused") + Figure(Queued, "queued") + Figure(Dropped, "dropped") + Figure(NotTaken, "not taken");
        return IsStopped
            ? string.Create(CultureInfo.InvariantCulture, $"{figures}; stopped at {Index}: {HypercallResult.FromError(Error)}")
            : figures;
    }

    private static string Figure(int count, string what)
        => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} {what}");
}
