namespace XenSdk.Simulation;

/// <summary>What one execution of a hypercall came to: its result, or, where Xen was preempted, the call that goes on with the
/// rest. Xen then lets the guest execute the instruction once more with changed registers
/// (<c>hypercall_create_continuation</c>, xen/arch/x86/hypercall.c).</summary>
internal readonly struct HypercallAnswer
{
    private HypercallAnswer(long result, bool isPreempted, in HypercallRequest continuation)
    {
        Result = result;
        IsPreempted = isPreempted;
        Continuation = continuation;
    }

    /// <summary>The result, or a negative <see cref="XenErrno"/>. Of a preempted call the hypercall's number, which is what
    /// Xen has in <c>rax</c> then.</summary>
    internal long Result { get; }

    /// <summary>Whether there is more to do.</summary>
    internal bool IsPreempted { get; }

    /// <summary>The call that goes on.</summary>
    internal HypercallRequest Continuation { get; }

    public static implicit operator HypercallAnswer(long result) => new(result, false, default);

    public static implicit operator HypercallAnswer(int result) => new(result, false, default);

    internal static HypercallAnswer ContinueWith(in HypercallRequest request) => new(request.Number, true, in request);
}
