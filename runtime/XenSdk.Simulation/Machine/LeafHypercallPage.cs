using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>
/// A hypercall page of pure machine code: every slot stores all registers where the caller can read them and returns a
/// result that the caller chose. It never comes back into .NET, so it can be called with the GC transition suppressed, as
/// real call gates are; use it to test and to measure that way to call.
/// </summary>
/// <remarks>One caller at a time: there is one record of registers.</remarks>
public sealed unsafe class LeafHypercallPage : IDisposable
{
    /// <summary>What the code reads and writes.</summary>
    internal struct Record
    {
        public RegisterFile Registers;
        public long Result;
    }

    private readonly ExecutableMemory _code;
    private Record* _record;

    /// <summary>Makes the page. Its calls return 0 until <see cref="Result"/> is set.</summary>
    /// <exception cref="ExecutableMemoryException">The host is not x86-64 Linux, or refuses executable memory.</exception>
    public LeafHypercallPage()
    {
        _record = (Record*)NativeMemory.AllocZeroed((nuint)sizeof(Record));
        try
        {
            _code = Load(_record);
            Page = new HypercallPage(_code.Address);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The page, to be called as <see cref="HypercallPage.PvLeaf"/> or <see cref="HypercallPage.HvmLeaf"/>.</summary>
    public HypercallPage Page { get; }

    /// <summary>The registers as the last call found them.</summary>
    public RegisterFile Registers => Alive->Registers;

    /// <summary>What calls return.</summary>
    public long Result
    {
        get => Alive->Result;
        set => Alive->Result = value;
    }

    private Record* Alive
    {
        get
        {
            ObjectDisposedException.ThrowIf(_record == null, this);
            return _record;
        }
    }

    /// <summary>Frees the page. No call through it may be under way.</summary>
    public void Dispose()
    {
        Page?.Dispose();
        _code?.Dispose();
        NativeMemory.Free(_record);
        _record = null;
    }

    private static ExecutableMemory Load(Record* record)
    {
        var bytes = new byte[2 * HypercallPage.Size];
        var code = new MachineCode(bytes);
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
        {
            code.FillTo((int)number * HypercallPage.SlotSize);
            code.LoadEax(number);
            code.Jump(HypercallPage.Size);
        }

        code.FillTo(HypercallPage.Size);
        code.StoreRax((nint)record);
        code.Load(Register.Rax, (ulong)record);
        for (Register register = Register.Rcx; register <= Register.R15; register++)
            code.Store(Register.Rax, SimulatedGatePage.Offset(register), register);
        code.PushFlags();
        code.Pop(Register.Rcx);
        code.Store(Register.Rax, SimulatedGatePage.FlagsOffset, Register.Rcx);
        code.Fetch(Register.Rcx, Register.Rsp, 0);
        code.Store(Register.Rax, SimulatedGatePage.ReturnAddressOffset, Register.Rcx);
        code.Fetch(Register.Rax, Register.Rax, sizeof(RegisterFile));
        foreach (Register register in SimulatedGatePage.Clobbered)
            code.Load(register, SimulatedGatePage.Poison | (ulong)register);
        code.Return();
        code.FillTo(bytes.Length);
        return ExecutableMemory.Load(bytes);
    }
}
