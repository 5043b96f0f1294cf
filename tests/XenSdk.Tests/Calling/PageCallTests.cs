using XenSdk.Simulation;

namespace XenSdk.Tests.Calling;

/// <summary>Calls through pages: that each argument of each arity arrives in its register, on every gate and mode.</summary>
public sealed class PageCallTests
{
    private const ulong A1 = 0x1111_1111_1111_1111, A2 = 0x2222_2222_2222_2222, A3 = 0x3333_3333_3333_3333;
    private const ulong A4 = 0x4444_4444_4444_4444, A5 = 0x5555_5555_5555_5555;

    [Fact]
    public void On_a_simulated_page_every_argument_arrives_in_its_register_in_both_modes()
    {
        using var xen = SimulatedXen.Start();
        xen.Interceptor = static (in HypercallRequest _) => 0;
        AssertArguments(xen.Page.Pv.Path, () => xen.Calls.Last.Registers);
        AssertArguments(xen.Page.Hvm.Path, () => xen.Calls.Last.Registers);
    }

    [Fact]
    public void On_a_leaf_page_every_argument_arrives_in_its_register_with_and_without_the_transition()
    {
        using var leaf = new LeafHypercallPage();
        AssertArguments(leaf.Page.PvLeaf.Path, () => leaf.Registers);
        AssertArguments(leaf.Page.HvmLeaf.Path, () => leaf.Registers);
        AssertArguments(leaf.Page.Pv.Path, () => leaf.Registers);
        AssertArguments(leaf.Page.Hvm.Path, () => leaf.Registers);
    }

    [Fact]
    public void A_number_that_is_only_known_at_run_time_reaches_its_slot()
    {
        using var xen = SimulatedXen.Start();
        xen.Interceptor = static (in HypercallRequest _) => 0; // or registers that nobody set would be taken for pointers
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
        {
            xen.Hypercalls.Path.Call(number);
            Assert.Equal(number, xen.Calls.Last.Number);
            xen.Hypercalls.Path.Call(number, A1, A2, A3, A4);
            Assert.Equal(number, xen.Calls.Last.Number);
        }

        Assert.Equal(2 * HypercallPage.SlotCount, xen.Calls.Total);
    }

    [Theory]
    [InlineData(HypercallPage.SlotCount)]
    [InlineData(uint.MaxValue)]
    public void A_number_beyond_the_page_is_ENOSYS_and_nothing_is_called(uint number)
    {
        using var xen = SimulatedXen.Start();
        using var leaf = new LeafHypercallPage { Result = 1 };
        AssertRefused(xen.Hypercalls.Path, number);
        AssertRefused(leaf.Page.HvmLeaf.Path, number);

        Assert.Empty(xen.Calls);
        Assert.Equal(default, leaf.Registers);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(0x1234_5678_9ABC_DEF0L)]
    public void All_64_bits_of_a_result_come_back(long result)
    {
        using var leaf = new LeafHypercallPage { Result = result };
        Assert.Equal(result, leaf.Page.PvLeaf.Path.Call(17));
        Assert.Equal(result, leaf.Page.PvLeaf.Path.Call(17, 1, 2, 3, 4, 5));
        Assert.Equal(result, leaf.Page.Hvm.Path.Call(17, 1, 2, 3, 4));
    }

    [Fact]
    public void After_Dispose_a_call_throws_and_does_not_enter_the_page()
    {
        var xen = SimulatedXen.Start();
        PvPath<PageGate> path = xen.Hypercalls.Path;
        xen.Dispose();

        Assert.Throws<ObjectDisposedException>(() => path.Call(17, 0, 0));
        Assert.Throws<ObjectDisposedException>(() => path.Call(17, 0, 0, 0, 0));
        xen.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x1001)]
    [InlineData(0x1FF8)]
    public void A_page_starts_at_the_start_of_a_page(int address)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new HypercallPage(address));
        Assert.Contains("4096", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_has_no_frame_to_iret_from()
    {
        using var leaf = new LeafHypercallPage();
        var thrown = Assert.Throws<PlatformNotSupportedException>(() => leaf.Page.PvLeaf.Path.Jump(23, 0x1000));
        Assert.Contains("iret", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(default, leaf.Registers);
    }

    [Fact]
    public void A_call_allocates_nothing_on_any_gate()
    {
        using var xen = SimulatedXen.Start();
        using var leaf = new LeafHypercallPage();
        Assert.Equal(0, AllocatedBy(xen.Hypercalls.Path));
        Assert.Equal(0, AllocatedBy(xen.Page.Hvm.Path));
        Assert.Equal(0, AllocatedBy(leaf.Page.PvLeaf.Path));
        Assert.Equal(0, AllocatedBy(leaf.Page.HvmLeaf.Path));
    }

    private static void AssertArguments<TPath>(TPath path, Func<RegisterFile> seen)
        where TPath : struct, IHypercallPath
    {
        path.Call(40);
        Assert.Equal(40u, seen().Number);

        path.Call(41, A1);
        AssertArrived(41, [A1]);
        path.Call(42, A1, A2);
        AssertArrived(42, [A1, A2]);
        path.Call(43, A1, A2, A3);
        AssertArrived(43, [A1, A2, A3]);
        path.Call(44, A1, A2, A3, A4);
        AssertArrived(44, [A1, A2, A3, A4]);
        path.Call(45, A1, A2, A3, A4, A5);
        AssertArrived(45, [A1, A2, A3, A4, A5]);

        void AssertArrived(uint number, ulong[] arguments)
        {
            RegisterFile registers = seen();
            ulong[] inOrder = [registers.Rdi, registers.Rsi, registers.Rdx, registers.R10, registers.R8];
            Assert.Equal(number, registers.Number);
            Assert.Equal(arguments, inOrder[..arguments.Length]);
            Assert.Equal(8ul, registers.Rsp % 16);
        }
    }

    private static void AssertRefused<TPath>(TPath path, uint number)
        where TPath : struct, IHypercallPath
    {
        Assert.Equal(-38, path.Call(number));
        Assert.Equal(-38, path.Call(number, 1));
        Assert.Equal(-38, path.Call(number, 1, 2));
        Assert.Equal(-38, path.Call(number, 1, 2, 3));
        Assert.Equal(-38, path.Call(number, 1, 2, 3, 4));
        Assert.Equal(-38, path.Call(number, 1, 2, 3, 4, 5));
    }

    private static long AllocatedBy<TPath>(TPath path)
        where TPath : struct, IHypercallPath
    {
        long allocated = long.MaxValue;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                path.Call(40);
                path.Call(17, 0, 0);
                path.Call(40, 1, 2, 3, 4, 5);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
