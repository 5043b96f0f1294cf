using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace XenSdk.Tests.Paths;

/// <summary>
/// The gates of a 64-bit guest in executable memory. The instruction that enters Xen would end the process, so it alone is
/// replaced, by code that takes down the registers, clobbers those that Xen may clobber, and returns as the gate does.
/// </summary>
internal sealed unsafe class RecordingGates : IDisposable
{
    private const int RecordedRegisters = 6;
    private readonly ExecutableMemory _code;

    internal RecordingGates(GateKind kind)
    {
        fixed (ulong* record = Record)
            _code = ExecutableMemory.Load(WithRecorder(kind, (ulong)record));
    }

    internal nuint Address => (nuint)_code.Address;

    /// <summary>The number and the arguments of the last call. The array is pinned.</summary>
    internal ulong[] Record { get; } = GC.AllocateArray<ulong>(RecordedRegisters, pinned: true);

    public void Dispose() => _code.Dispose();

    /// <summary>The gates with a jump to the recorder in place of the instruction that enters Xen, and the <c>ret</c> behind it
    /// at the recorder's end.</summary>
    private static byte[] WithRecorder(GateKind kind, ulong record)
    {
        const int recorderPosition = 512;
        byte[] recorder = Recorder(record);
        var all = new byte[recorderPosition + recorder.Length];
        recorder.CopyTo(all, recorderPosition);
        for (int gate = 0; gate <= 5; gate++)
        {
            IReadOnlyList<Instruction> code = kind.Decode(gate);
            Instruction enters = code.Single(instruction => instruction.Mnemonic == kind.EntersXen);
            Assert.Equal([kind.EntersXen, Mnemonic.Ret], code.TakeLast(2).Select(static instruction => instruction.Mnemonic));
            int start = gate * GateKind.GateSize, jump = start + (int)enters.IP;
            kind.WithoutTraps(gate).CopyTo(all, start);
            all[jump] = 0xE9; // jmp
            BitConverter.TryWriteBytes(all.AsSpan(jump + 1), recorderPosition - (jump + 5));
        }

        return all;
    }

    /// <summary>Takes down Xen's registers, clobbers what Xen may, returns the complement of the number.</summary>
    private static byte[] Recorder(ulong record)
    {
        var code = new Assembler(64);
        code.mov(r11, record);
        AssemblerRegister64[] registers = [rax, rdi, rsi, rdx, r10, r8];
        for (int i = 0; i < registers.Length; i++)
            code.mov(__qword_ptr[r11 + (8 * i)], registers[i]);
        code.not(rax);
        foreach (AssemblerRegister64 clobbered in new[] { rdi, rsi, rdx, r10, r8, rcx, r9, r11 })
            code.mov(clobbered, 0xDEADBEEF_DEADF00D);
        code.ret();
        using var stream = new MemoryStream();
        code.Assemble(new StreamCodeWriter(stream), 0);
        return stream.ToArray();
    }
}
