namespace XenSdk;

/// <summary>
/// Reads the counter that Xen's clock is based on: on x86 the TSC, by <c>rdtsc</c> behind an <c>lfence</c> or by
/// <c>rdtscp</c>, so that the processor does not read it before what stands before it. C# has no such instruction; who knows
/// how to execute it on the machine at hand implements this.
/// </summary>
/// <remarks>Implementations are structs, and mark the method <c>AggressiveInlining</c>.</remarks>
public interface ITickCounter
{
    /// <summary>The counter as it is now, in ticks.</summary>
    ulong Read();
}
