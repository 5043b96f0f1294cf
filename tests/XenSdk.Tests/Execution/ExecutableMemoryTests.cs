using System.Globalization;
using System.Runtime.InteropServices;
using XenSdk.Simulation;

namespace XenSdk.Tests.Execution;

public sealed unsafe class ExecutableMemoryTests
{
    [Fact]
    public void Loaded_code_is_readable_and_executable_and_never_writable()
    {
        ReadOnlySpan<byte> returnFortyTwo = [0xB8, 42, 0, 0, 0, 0xC3];
        using ExecutableMemory memory = ExecutableMemory.Load(returnFortyTwo);

        Assert.Equal("r-xp", ProtectionAt(memory.Address));
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
            Assert.Equal("r-xp", ProtectionAt(address));
    }

    [Fact]
    public void Disposing_unmaps_the_code()
    {
        ExecutableMemory memory = ExecutableMemory.Load([0xC3]);
        nint address = memory.Address;
        memory.Dispose();

        Assert.NotEqual("r-xp", ProtectionAt(address));
    }

    [Fact]
    public void A_page_that_nobody_holds_gives_its_trampolines_back()
    {
        nint trampolines = Abandon();
        for (int i = 0; i < 10 && ProtectionAt(trampolines) == "r-xp"; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.NotEqual("r-xp", ProtectionAt(trampolines));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static nint Abandon() => new HypercallPage(0x10000).Trampoline(0);
    }

    [Fact]
    public void Nothing_to_load_is_refused() =>
        Assert.Throws<ArgumentException>(() => ExecutableMemory.Load([]));

    [Fact]
    public void A_host_that_lets_nothing_written_be_executed_is_XEN0007_with_what_to_allow()
    {
        ExecutableMemoryException thrown = RefusedBy(SeccompFilter.RefuseMprotectExec(errno: 13));

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
    public void A_refused_page_leaves_no_memory_behind()
    {
        int before = AnonymousMappingsOf(2048);
        RefusedBy(SeccompFilter.RefuseMprotectExec(errno: 1));
        Assert.Equal(before, AnonymousMappingsOf(2048));
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

    /// <summary>Makes a hypercall page on a thread whose system calls the kernel filters, and hands back what it threw. A
    /// filter is the thread's alone and ends with it.</summary>
    private static ExecutableMemoryException RefusedBy(SeccompFilter filter)
    {
        // Once without the filter, so that under it nothing is compiled or loaded for the first time.
        using (new HypercallPage(0x10000))
        {
        }

        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            filter.ApplyToThisThread();
            try
            {
                using var page = new HypercallPage(0x10000);
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

    /// <summary>Permissions of the mapping that holds an address, as <c>/proc/self/maps</c> has them.</summary>
    private static string ProtectionAt(nint address)
    {
        foreach ((ulong start, ulong end, string protection) in Mappings())
        {
            if ((ulong)address >= start && (ulong)address < end)
                return protection;
        }

        return "not mapped";
    }

    private static int AnonymousMappingsOf(int bytes)
    {
        ulong pages = ((ulong)bytes + 4095) & ~4095ul;
        return Mappings().Count(mapping => mapping.End - mapping.Start == pages && mapping.Protection == "rw-p");
    }

    private static IEnumerable<(ulong Start, ulong End, string Protection)> Mappings()
    {
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            string[] words = line.Split(' ', '-');
            yield return (
                ulong.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                ulong.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                line.Split(' ')[1]);
        }
    }
}
