namespace XenSdk;

/// <summary>A hypercall that Xen refused or could not finish, for callers who asked for an exception by
/// <see cref="HypercallResult.ThrowIfError"/>.</summary>
public sealed class XenHypercallException : Exception
{
    /// <summary>An exception for a result that is an error.</summary>
    /// <param name="result">What the hypercall returned.</param>
    public XenHypercallException(HypercallResult result)
        : base($"The hypercall failed with {result}.") => Result = result;

    /// <summary>An exception for a result that is an error, with words of the caller's.</summary>
    /// <param name="message">What was tried.</param>
    /// <param name="result">What the hypercall returned.</param>
    public XenHypercallException(string message, HypercallResult result)
        : base($"{message}: {result}.") => Result = result;

    /// <summary>What the hypercall returned.</summary>
    public HypercallResult Result { get; }

    /// <summary>Which error it is.</summary>
    public XenErrno Error => Result.Error;
}
