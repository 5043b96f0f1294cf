using System.Runtime.CompilerServices;
using XenSdk.Simulation;

namespace XenSdk.Tests.Calling;

/// <summary>Xen may clobber the argument registers and those of <c>syscall</c>; everything else a caller gets back.</summary>
public sealed class ClobberedRegisterTests
{
    private static readonly RegisterFile Before = new()
    {
        Rax = 0xA0,
        Rcx = 0xA1,
        Rdx = 0xA2,
        Rbx = 0xA3,
        Rbp = 0xA5,
        Rsi = 0xA6,
        Rdi = 0xA7,
        R8 = 0xA8,
        R9 = 0xA9,
        R10 = 0xAA,
        R11 = 0xAB,
        R12 = 0xAC,
        R13 = 0xAD,
        R14 = 0xAE,
        R15 = 0xAF,
    };

    [Fact]
    public void A_slot_of_the_simulation_sees_every_register_as_the_caller_left_it()
    {
        using var harness = new MachineCodeHarness();
        using var xen = SimulatedXen.Start();

        harness.Call(xen.Page.Slot(99), Before);

        AssertSeen(xen.Calls.Last.Registers, 99, Before.R10);
    }

    [Fact]
    public void A_slot_of_a_leaf_page_sees_every_register_as_the_caller_left_it()
    {
        using var harness = new MachineCodeHarness();
        using var leaf = new LeafHypercallPage();

        harness.Call(leaf.Page.Slot(99), Before);

        AssertSeen(leaf.Registers, 99, Before.R10);
    }

    [Fact]
    public void Through_a_trampoline_r10_is_rcx_and_every_other_register_is_the_callers()
    {
        using var harness = new MachineCodeHarness();
        using var xen = SimulatedXen.Start();

        harness.Call(xen.Page.Trampoline(99), Before);

        AssertSeen(xen.Calls.Last.Registers, 99, Before.Rcx);
    }

    [Fact]
    public void The_simulation_poisons_each_register_that_Xen_may_clobber_and_preserves_the_others()
    {
        using var harness = new MachineCodeHarness();
        using var xen = SimulatedXen.Start();
        xen.Interceptor = static (in HypercallRequest _) => 0x600D;

        AssertPoisoned(harness.Call(xen.Page.Slot(40), Before));
        AssertPoisoned(harness.Call(xen.Page.Trampoline(40), Before));
    }

    [Fact]
    public void A_leaf_page_poisons_the_same_registers()
    {
        using var harness = new MachineCodeHarness();
        using var leaf = new LeafHypercallPage { Result = 0x600D };

        AssertPoisoned(harness.Call(leaf.Page.Slot(40), Before));
    }

    [Fact]
    public void Compiled_loops_that_keep_much_in_registers_come_to_the_right_sum()
    {
        using var xen = SimulatedXen.Start();
        using var leaf = new LeafHypercallPage { Result = 3 };
        xen.Interceptor = static (in HypercallRequest _) => 3;

        (long, double) expected = Busy(new ConstantPath(), 20_000);

        Assert.Equal(expected, Busy(xen.Hypercalls.Path, 20_000));
        Assert.Equal(expected, Busy(leaf.Page.PvLeaf.Path, 20_000));
        Assert.Equal(expected, Busy(leaf.Page.Pv.Path, 20_000));
    }

    /// <summary>More values live across each call than there are registers that survive it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (long Sum, double Product) Busy<TPath>(TPath path, int rounds)
        where TPath : struct, IHypercallPath
    {
        long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8;
        double x = 1.5, y = 2.5;
        for (int i = 0; i < rounds; i++)
        {
            a += path.Call(1);
            b ^= a + path.Call(2, (ulong)b);
            c += b - path.Call(3, (ulong)c, (ulong)d);
            d ^= c + path.Call(4, (ulong)e, (ulong)f, (ulong)g);
            e += d - path.Call(5, (ulong)h, (ulong)a, (ulong)b, (ulong)c);
            f ^= e + path.Call(6, (ulong)a, (ulong)b, (ulong)c, (ulong)d, (ulong)e);
            g += f ^ h;
            h -= g + a;
            x = (x * 1.0000001) + y;
            y = -y + (i & 3);
        }

        return (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h, x + y);
    }

    private static void AssertSeen(RegisterFile seen, uint number, ulong r10)
    {
        RegisterFile expected = Before with { Rax = number, R10 = r10, Rsp = seen.Rsp, Rflags = seen.Rflags, ReturnAddress = seen.ReturnAddress };
        Assert.Equal(expected, seen);
        Assert.Equal(8ul, seen.Rsp % 16);
        Assert.NotEqual(0ul, seen.ReturnAddress);
        Assert.NotEqual(0ul, seen.Rflags & 2); // a bit that is always set
    }

    private static void AssertPoisoned(RegisterFile after)
    {
        Assert.Equal(0x600Dul, after.Rax);
        ulong[] clobbered = [after.Rdi, after.Rsi, after.Rdx, after.R10, after.R8, after.R9, after.Rcx, after.R11];
        Assert.All(clobbered, static value => Assert.Equal(0xDEADBEEFul, value >> 32));
        Assert.Equal(clobbered.Length, clobbered.Distinct().Count());
        Assert.Equal(
            (Before.Rbx, Before.Rbp, Before.R12, Before.R13, Before.R14, Before.R15),
            (after.Rbx, after.Rbp, after.R12, after.R13, after.R14, after.R15));
    }

    private readonly struct ConstantPath : IHypercallPath
    {
        static bool IHypercallPath.LendsMemory => false;

        static bool IHypercallPath.CutsResults => false;

        public long Call(uint number) => 3;

        public long Call(uint number, ulong a1) => 3;

        public long Call(uint number, ulong a1, ulong a2) => 3;

        public long Call(uint number, ulong a1, ulong a2, ulong a3) => 3;

        public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => 3;

        public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => 3;

        bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
        {
            memory = default;
            return false;
        }

        void IHypercallPath.TakeBack(LentMemory memory)
        {
        }
    }
}
