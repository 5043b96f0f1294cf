using Iced.Intel;
using XenSdk.Simulation;
using static Iced.Intel.AssemblerRegisters;

namespace XenSdk.Tests.Calling;

/// <summary>
/// Machine code that calls a function with every general-purpose register set to a given value and takes down what every one
/// holds when it comes back: what a compiler relies on, looked at from below. Assembled with Iced, not with the product's
/// own encoder.
/// </summary>
internal sealed unsafe class MachineCodeHarness : IDisposable
{
    private readonly ExecutableMemory _code = ExecutableMemory.Load(Assemble());

    /// <summary>Calls <paramref name="function"/> with these registers (but the stack pointer).</summary>
    internal RegisterFile Call(nint function, RegisterFile registers)
    {
        RegisterFile after = default;
        ((delegate* unmanaged<RegisterFile*, RegisterFile*, nint, void>)_code.Address)(&registers, &after, function);
        return after;
    }

    public void Dispose() => _code.Dispose();

    private static byte[] Assemble()
    {
        var code = new Assembler(64);
        AssemblerRegister64[] preserved = [rbx, rbp, r12, r13, r14, r15];
        AssemblerRegister64[] all = [rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15];
        foreach (AssemblerRegister64 register in preserved)
            code.push(register);
        code.sub(rsp, 24); // a multiple of 16 again, with places for the record, the function and rax
        code.mov(__qword_ptr[rsp], rsi);
        code.mov(__qword_ptr[rsp + 8], rdx);
        foreach (AssemblerRegister64 register in all.Where(register => register != rsp && register != rdi))
            code.mov(register, __qword_ptr[rdi + (8 * Array.IndexOf(all, register))]);
        code.mov(rdi, __qword_ptr[rdi + (8 * Array.IndexOf(all, rdi))]);

        code.call(__qword_ptr[rsp + 8]);

        code.mov(__qword_ptr[rsp + 16], rax);
        code.mov(rax, __qword_ptr[rsp]);
        foreach (AssemblerRegister64 register in all.Where(register => register != rax))
            code.mov(__qword_ptr[rax + (8 * Array.IndexOf(all, register))], register);
        code.mov(rcx, __qword_ptr[rsp + 16]);
        code.mov(__qword_ptr[rax], rcx);
        code.add(rsp, 24);
        foreach (AssemblerRegister64 register in preserved.Reverse())
            code.pop(register);
        code.ret();

        using var stream = new MemoryStream();
        code.Assemble(new StreamCodeWriter(stream), 0);
        return stream.ToArray();
    }
}
