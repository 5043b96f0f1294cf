using Iced.Intel;
using XenSdk.Simulation;
using static Iced.Intel.AssemblerRegisters;

namespace XenSdk.Tests.Paths;

/// <summary>
/// The 64-bit gates on this processor. The instruction that enters Xen would end the process, so it alone is replaced, by code
/// that takes down the registers, clobbers those that Xen may clobber, and goes on behind it.
/// </summary>
public sealed unsafe class GateExecutionTests : IDisposable
{
    private const int RecordedRegisters = 6;
    private readonly ulong[] _record = GC.AllocateArray<ulong>(RecordedRegisters, pinned: true);
    private readonly ExecutableMemory _code;

    public GateExecutionTests()
    {
        Assert.True(OperatingSystem.IsLinux());
        _code = ExecutableMemory.Load(WithRecorder(GateKind.Hvm64Amd));
    }

    public void Dispose() => _code.Dispose();

    [Fact]
    public void Every_number_of_arguments_arrives_through_each_path()
    {
        var gate = new CallGate((nuint)_code.Address);
        Calls(gate);
        Calls(new PvCallGates((nuint)_code.Address));
        Calls(new HvmPath<CallGate>(gate));
        Calls(new ArmPath<CallGate>(gate));
    }

    [Fact]
    public void A_stub_with_memory_passes_its_address()
    {
        var xen = new Hypercalls<HvmPath<CallGate>>(new(new((nuint)_code.Address)));
        Span<ulong> words = stackalloc ulong[3];

        HypercallResult result = xen.CallWithBuffers(
            17, HypercallArgument.Value(7), HypercallArgument.InOut(words), HypercallArgument.Value(1), HypercallArgument.Value(2));

        fixed (ulong* first = words)
            Assert.Equal([17, 7, (ulong)first, 1, 2], _record[..5]);
        Assert.Equal(~17L, result.Value);
    }

    [Fact]
    public void No_call_allocates_and_no_path_lends_or_cuts_anything()
    {
        var path = new PvCallGates((nuint)_code.Address);
        long allocated = long.MaxValue;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                path.Call(1, 2, 3, 4, 5, 6);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        AssertDirect(path);
        AssertDirect(new CallGate(0));
        AssertDirect(new HvmPath<CallGate>(new(0)));
        AssertDirect(new ArmPath<CallGate>(new(0)));
    }

    private static void AssertDirect<TPath>(TPath path)
        where TPath : struct, IHypercallPath
    {
        Assert.False(TPath.LendsMemory);
        Assert.False(TPath.CutsResults);
        Assert.False(path.TryLend(1, out LentMemory memory));
        path.TakeBack(memory);
    }

    private void Calls<TPath>(TPath path)
        where TPath : struct, IHypercallPath
    {
        const ulong a = 0x8000_0000_0000_0001, b = 2, c = ulong.MaxValue, d = 0x1_0000_0000, e = 5;
        AssertCall(path.Call(40), 40);
        AssertCall(path.Call(41, a), 41, a);
        AssertCall(path.Call(42, a, b), 42, a, b);
        AssertCall(path.Call(43, a, b, c), 43, a, b, c);
        AssertCall(path.Call(44, a, b, c, d), 44, a, b, c, d);
        AssertCall(path.Call(0xFFFF_FFFF, a, b, c, d, e), 0xFFFF_FFFF, a, b, c, d, e);
    }

    private void AssertCall(long result, params ulong[] numberAndArguments)
    {
        Assert.Equal(numberAndArguments, _record[..numberAndArguments.Length]);
        Assert.Equal(~(long)numberAndArguments[0], result);
    }

    /// <summary>The gates with a jump to the recorder in place of the instruction that enters Xen, and the <c>ret</c> behind it
    /// at the recorder's end.</summary>
    private byte[] WithRecorder(GateKind kind)
    {
        var all = new byte[6 * 512];
        fixed (ulong* record = _record)
        {
            for (int gate = 0; gate <= 5; gate++)
            {
                IReadOnlyList<Instruction> code = kind.Decode(gate);
                Instruction enters = code.Single(instruction => instruction.Mnemonic == kind.EntersXen);
                Assert.Equal(Mnemonic.Ret, code[^1].Mnemonic);
                byte[] before = kind.WithoutTraps(gate)[..(int)enters.IP];
                byte[] recorder = Recorder((ulong)record);
                int start = gate * GateKind.GateSize, target = 512 + (gate * 256);
                before.CopyTo(all, start);
                all[start + before.Length] = 0xE9; // jmp
                BitConverter.TryWriteBytes(all.AsSpan(start + before.Length + 1), target - (start + before.Length + 5));
                recorder.CopyTo(all, target);
            }
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
