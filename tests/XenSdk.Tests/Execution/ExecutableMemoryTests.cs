using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using XenSdk.Simulation;

namespace XenSdk.Tests.Execution;

public sealed unsafe class ExecutableMemoryTests
{
    /// <summary>Bytes that stand nowhere but in the test's own file.</summary>
    private static ReadOnlySpan<byte> Marker => "\u00C3 what nobody else would write to memory, 4.17"u8;

    [Fact]
    public void Loaded_code_is_readable_and_executable_and_never_writable()
    {
        ReadOnlySpan<byte> returnFortyTwo = [0xB8, 42, 0, 0, 0, 0xC3];
        using ExecutableMemory memory = ExecutableMemory.Load(returnFortyTwo);

        Assert.Equal("r-xp", ProcessMemory.ProtectionAt(memory.Address));
        Assert.True(returnFortyTwo.SequenceEqual(new ReadOnlySpan<byte>((void*)memory.Address, returnFortyTwo.Length)));
        Assert.Equal(42, ((delegate* unmanaged<int>)memory.Address)());
    }

    [Fact]
    public void No_page_that_belongs_to_calls_is_writable()
    {
        using var xen = SimulatedXen.Start();
        using var leaf = new LeafHypercallPage();
        foreach (nint address in new[]
        {
            xen.Page.Slot(0), xen.Page.Slot(127) + HypercallPage.SlotSize, xen.Page.Trampoline(0), xen.Page.Trampoline(127),
            leaf.Page.Slot(0), leaf.Page.Trampoline(127),
        })
            Assert.Equal("r-xp", ProcessMemory.ProtectionAt(address));
    }

    [Fact]
    public void Disposing_unmaps_the_code()
    {
        ReadOnlySpan<byte> code = "\u00C3 unmapped when it is disposed of"u8;
        ExecutableMemory memory = ExecutableMemory.Load(code);
        nint address = memory.Address;
        Assert.True(ProcessMemory.Holds(address, code));

        memory.Dispose();

        Assert.False(ProcessMemory.Holds(address, code));
    }

    [Fact]
    public void A_page_that_nobody_holds_gives_its_trampolines_back()
    {
        (nint address, byte[] code) = Abandon();
        for (int i = 0; i < 10 && ProcessMemory.Holds(address, code); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(ProcessMemory.Holds(address, code));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (nint Address, byte[] Code) Abandon()
        {
            nint address = new HypercallPage(0x7770000).Trampoline(0);
            return (address, new ReadOnlySpan<byte>((void*)address, HypercallPage.TrampolineSize).ToArray());
        }
    }

    [Fact]
    public void Nothing_to_load_is_refused() =>
        Assert.Throws<ArgumentException>(() => ExecutableMemory.Load([]));

    [Fact]
    public void A_host_that_lets_nothing_written_be_executed_is_XEN0007_with_what_to_allow()
    {
        ExecutableMemoryException thrown = RefusedBy(SeccompFilter.RefuseMprotectExec(length: 2048, errno: 13));

        Assert.StartsWith("XEN0007: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("mprotect for 2048 bytes failed", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("errno 13", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("MemoryDenyWriteExecute=no", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_memory_left_is_XEN0007_with_what_to_raise()
    {
        ExecutableMemoryException thrown = RefusedBy(SeccompFilter.RefuseMmap(length: 2048, errno: 12));

        Assert.StartsWith("XEN0007: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("mmap for 2048 bytes failed", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -v", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_leaves_nothing_of_the_code_behind()
    {
        int before = ProcessMemory.CountCopies(Marker);
        RefusedBy(SeccompFilter.RefuseMprotectExec((uint)Marker.Length, errno: 1), static () => ExecutableMemory.Load(Marker));

        Assert.Equal(before, ProcessMemory.CountCopies(Marker));
    }

    [Theory]
    [InlineData(Architecture.Arm64, true, "Arm64")]
    [InlineData(Architecture.X64, false, "another system")]
    public void Another_processor_or_system_is_XEN0007_before_anything_is_tried(Architecture architecture, bool isLinux, string word)
    {
        var thrown = Assert.Throws<ExecutableMemoryException>(() => ExecutableMemoryException.ThrowIfForeignHost(architecture, isLinux));

        Assert.StartsWith("XEN0007: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(word, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("privcmd", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes a hypercall page, or what else is given, on a thread whose system calls the kernel filters, and hands back what it threw. A
    /// filter is the thread's alone and ends with it.</summary>
    private static ExecutableMemoryException RefusedBy(SeccompFilter filter, Func<IDisposable>? make = null)
    {
        // Once without the filter, so that under it nothing is compiled or loaded for the first time.
        make ??= static () => new HypercallPage(0x10000);
        make().Dispose();

        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            filter.ApplyToThisThread();
            try
            {
                make().Dispose();
            }
            catch (Exception e)
            {
                thrown = e;
            }
        });
        thread.Start();
        thread.Join();
        return Assert.IsType<ExecutableMemoryException>(thrown);
    }
}
