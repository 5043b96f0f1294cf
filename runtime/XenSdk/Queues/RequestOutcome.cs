using System.Diagnostics.CodeAnalysis;

namespace XenSdk;

/// <summary>What has become of one request of a queue.</summary>
/// <example>
/// <code>
/// queue.Flush();
/// RequestOutcome outcome = queue[index];
/// if (outcome.State == RequestState.Refused)
///     Report(index, outcome.Error);
/// </code>
/// </example>
public readonly struct RequestOutcome : IEquatable<RequestOutcome>
{
    private RequestOutcome(RequestState state, HypercallResult result)
    {
        State = state;
        Result = result;
    }

    /// <summary>What has become of the request.</summary>
    public RequestState State { get; }

    /// <summary>What Xen returned for the request: its error if it was refused, otherwise what the hypercall returns (0 for a
    /// page-table update). Zero for a request that has not been carried out, or of which no more is known than that it was.
    /// </summary>
    public HypercallResult Result { get; }

    /// <summary>Why the request was refused; <see cref="XenErrno.None"/> if it was not.</summary>
    public XenErrno Error => Result.Error;

    internal static RequestOutcome Of(RequestState state) => new(state, default);

    internal static RequestOutcome Of(HypercallResult result)
        => new(result.IsError ? RequestState.Refused : RequestState.Done, result);

    /// <inheritdoc/>
    public bool Equals(RequestOutcome other) => State == other.State && Result == other.Result;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is RequestOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, Result);

    /// <summary>Same state and result.</summary>
    public static bool operator ==(RequestOutcome left, RequestOutcome right) => left.Equals(right);

    /// <summary>Different states or results.</summary>
    public static bool operator !=(RequestOutcome left, RequestOutcome right) => !left.Equals(right);

    /// <summary>The state, with what Xen returned where it was asked.</summary>
    public override string ToString() => State is RequestState.Done or RequestState.Refused ? $"{State}: {Result}" : $"{State}";
}

/// <summary>What has become of a request.</summary>
public enum RequestState
{
    /// <summary>The batch has no request of that number.</summary>
    None,

    /// <summary>It is queued: Xen was not given it, or did not reach it.</summary>
    Queued,

    /// <summary>Xen carried it out.</summary>
    Done,

    /// <summary>Xen carried it out without an error, and what it returned is no longer kept: the queue was full and reused the
    /// memory. Such a result is kept by a queue with more memory, or by flushing before the queue is full.</summary>
    DoneAndForgotten,

    /// <summary>Xen refused it.</summary>
    Refused,

    /// <summary>It was given up by <c>Drop</c>, and not carried out.</summary>
    Dropped,
}
