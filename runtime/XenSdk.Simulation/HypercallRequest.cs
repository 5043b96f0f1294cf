namespace XenSdk.Simulation;

/// <summary>A hypercall to be answered: its number and the five arguments that it could have.</summary>
/// <param name="Number">The hypercall.</param>
/// <param name="A1">First argument.</param>
/// <param name="A2">Second argument.</param>
/// <param name="A3">Third argument.</param>
/// <param name="A4">Fourth argument.</param>
/// <param name="A5">Fifth argument.</param>
public readonly record struct HypercallRequest(uint Number, ulong A1, ulong A2, ulong A3, ulong A4, ulong A5)
{
    internal static HypercallRequest From(in RegisterFile registers) => new(
        registers.Number, registers.Rdi, registers.Rsi, registers.Rdx, registers.R10, registers.R8);

    /// <summary>The registers with which the guest executes this call after the one that they were for.</summary>
    internal RegisterFile Into(RegisterFile registers)
    {
        (registers.Rdi, registers.Rsi, registers.Rdx, registers.R10, registers.R8) = (A1, A2, A3, A4, A5);
        return registers;
    }
}

/// <summary>Answers a hypercall in Xen's place, or lets Xen answer it.</summary>
/// <param name="request">The call, also one inside a multicall.</param>
/// <returns>The result; null for Xen's own answer.</returns>
public delegate long? HypercallInterceptor(in HypercallRequest request);

/// <summary>Answers one hypercall.</summary>
internal interface IHypercallHandler
{
    /// <summary>The hypercall's number.</summary>
    HypercallNumber Number { get; }

    /// <summary>Carries the call out, or a part of it.</summary>
    HypercallAnswer Answer(in HypercallRequest request);
}
