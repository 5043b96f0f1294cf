using System.Runtime.InteropServices;

namespace XenSdk.Tests.Execution;

/// <summary>
/// Makes the kernel refuse a system call to one thread: the hosts that forbid executable memory do it in the same way, so the
/// code under test runs as it would there. Linux's classic BPF over <c>struct seccomp_data</c> { int nr; u32 arch; u64
/// instruction_pointer; u64 args[6]; }.
/// </summary>
internal sealed unsafe partial class SeccompFilter
{
    private const uint Allow = 0x7FFF0000;
    private const uint RefuseWith = 0x00050000;
    private const int SystemCall = 0;
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfBits = 0x45, Return = 0x06;

    private readonly Instruction[] _program;

    private SeccompFilter(params Instruction[] program) => _program = program;

    /// <summary>No memory of this length becomes executable by mprotect. Only of this length, since the JIT compiler may want
    /// some on the same thread.</summary>
    internal static SeccompFilter RefuseMprotectExec(uint length, int errno)
    {
        const uint mprotect = 10, protExec = 4;
        return new SeccompFilter(
            new(LoadWord, 0, 0, SystemCall),
            new(JumpIfEqual, 0, 5, mprotect),
            new(LoadWord, 0, 0, Argument(1)),
            new(JumpIfEqual, 0, 3, length),
            new(LoadWord, 0, 0, Argument(2)),
            new(JumpIfBits, 0, 1, protExec),
            new(Return, 0, 0, RefuseWith | (uint)errno),
            new(Return, 0, 0, Allow));
    }

    /// <summary>No memory of this length is mapped.</summary>
    internal static SeccompFilter RefuseMmap(uint length, int errno)
    {
        const uint mmap = 9;
        return new SeccompFilter(
            new(LoadWord, 0, 0, SystemCall),
            new(JumpIfEqual, 0, 3, mmap),
            new(LoadWord, 0, 0, Argument(1)),
            new(JumpIfEqual, 0, 1, length),
            new(Return, 0, 0, RefuseWith | (uint)errno),
            new(Return, 0, 0, Allow));
    }

    internal void ApplyToThisThread()
    {
        const int setNoNewPrivileges = 38, setSeccomp = 22, filterMode = 2;
        Assert.Equal(0, Prctl(setNoNewPrivileges, 1, 0, 0, 0));
        fixed (Instruction* instructions = _program)
        {
            var program = new Program((ushort)_program.Length, instructions);
            Assert.True(Prctl(setSeccomp, filterMode, (nint)(&program), 0, 0) == 0, $"prctl failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Where the low half of an argument stands.</summary>
    private static uint Argument(int index) => (uint)(16 + (8 * index));

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nint a2, nint a3, nint a4, nint a5);

    private readonly struct Instruction(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Operand = operand;
    }

    private readonly struct Program(ushort length, Instruction* instructions)
    {
        public readonly ushort Length = length;
        public readonly Instruction* Instructions = instructions;
    }
}
