namespace XenSdk.Guest;

/// <summary>
/// Where the kernel starts: a static method without a result, whose parameter says how it is booted.
/// <list type="bullet">
/// <item><c>in StartInfo</c>: as a PV guest</item>
/// <item><c>in HvmStartInfo</c>: as a PVH guest</item>
/// <item><c>in DeviceTree</c>: as a guest on arm64</item>
/// </list>
/// A kernel can have one of each. When the method returns, the guest shuts itself down.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestEntryAttribute : Attribute;

/// <summary>
/// Called when events have come, with upcalls masked: a static method without parameters and result. Take the events by an
/// <see cref="EventScanner"/>; what it interrupted goes on when it returns.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestUpcallAttribute : Attribute;

/// <summary>
/// Called when the processor traps (a page fault, say), with upcalls and interrupts masked: a static method without a result,
/// whose parameter is <c>ref TrapFrame</c> on x86_64 and <c>ref ArmTrapFrame</c> on arm64. What trapped is tried again when it
/// returns, from where the frame then says. A trap without a handler is a panic.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GuestTrapAttribute : Attribute
{
    /// <summary>A trap of x86_64.</summary>
    /// <param name="vector">The processor's number of it: 0 to 19.</param>
    public GuestTrapAttribute(int vector) => Vector = vector;

    /// <summary>An exception of arm64.</summary>
    /// <param name="exceptionClass">Which kind.</param>
    public GuestTrapAttribute(ArmExceptionClass exceptionClass) => Vector = (int)exceptionClass;

    /// <summary>The processor's number of the trap, or of the class of exceptions.</summary>
    public int Vector { get; }
}

/// <summary>Called after a panic has said its words and before the guest reports itself as crashed: a static method without
/// parameters and result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestPanicAttribute : Attribute;
