using System.Runtime.CompilerServices;

namespace XenSdk.Simulation;

/// <summary>
/// The machine code of a simulated hypercall page: slots that load the hypercall's number as Xen's do, and behind them, in
/// place of the instruction that would enter Xen, code that lands in .NET.
/// </summary>
internal static class SimulatedGatePage
{
    /// <summary>What a register that Xen may clobber holds after a call, with the register's number in the last digit.</summary>
    internal const ulong Poison = 0xDEADBEEF_DEADF000;

    /// <summary>The registers that Xen may clobber: the arguments', the two that <c>syscall</c> uses, and <c>r9</c>, which C
    /// gives away too.</summary>
    internal static readonly Register[] Clobbered =
        [Register.Rdi, Register.Rsi, Register.Rdx, Register.R10, Register.R8, Register.R9, Register.Rcx, Register.R11];

    private const int GatePosition = HypercallPage.Size;

    /// <summary>Bytes of stack that the gate uses: a register file, and 8 bytes that align the stack to 16 where the
    /// return address has put it off.</summary>
    private static readonly int Frame = Unsafe.SizeOf<RegisterFile>() + sizeof(ulong);

    /// <summary>Writes the code.</summary>
    /// <param name="landing">An unmanaged function that takes the register file's address and <paramref name="instance"/>,
    /// and returns the hypercall's result.</param>
    /// <param name="instance">Passed through.</param>
    internal static ExecutableMemory Load(nint landing, nint instance)
    {
        var bytes = new byte[2 * HypercallPage.Size];
        var code = new MachineCode(bytes);
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
        {
            code.FillTo((int)number * HypercallPage.SlotSize);
            code.LoadEax(number);
            code.Jump(GatePosition);
        }

        code.FillTo(GatePosition);
        WriteGate(ref code, landing, instance);
        code.FillTo(bytes.Length);
        return ExecutableMemory.Load(bytes);
    }

    private static void WriteGate(ref MachineCode code, nint landing, nint instance)
    {
        code.ReserveStack(Frame);
        for (Register register = Register.Rax; register <= Register.R15; register++)
        {
            if (register != Register.Rsp)
                code.Store(Register.Rsp, Offset(register), register);
        }

        code.Address(Register.Rax, Register.Rsp, Frame);
        code.Store(Register.Rsp, Offset(Register.Rsp), Register.Rax);
        code.Fetch(Register.Rax, Register.Rsp, Frame);
        code.Store(Register.Rsp, ReturnAddressOffset, Register.Rax);
        code.PushFlags();
        code.Pop(Register.Rax);
        code.Store(Register.Rsp, FlagsOffset, Register.Rax);

        code.Move(Register.Rdi, Register.Rsp);
        code.Load(Register.Rsi, (ulong)instance);
        code.Load(Register.Rax, (ulong)landing);
        code.Call(Register.Rax);

        foreach (Register register in Clobbered)
            code.Load(register, Poison | (ulong)register);
        code.ReleaseStack(Frame);
        code.Return();
    }

    internal static int Offset(Register register) => (int)register * sizeof(ulong);

    internal const int FlagsOffset = 16 * sizeof(ulong);

    internal const int ReturnAddressOffset = 17 * sizeof(ulong);
}
