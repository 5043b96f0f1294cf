using static XenSdk.Simulation.Tests.Guest;

namespace XenSdk.Simulation.Tests;

/// <summary>multicall. The expected results were observed on Xen 4.17.7.</summary>
public sealed class MulticallTests
{
    private const long EFAULT = -14, EINVAL = -22, ENOSYS = -38;
    private const ulong MmuUpdate = 1, Multicall = 13, UpdateVaMapping = 14, XenVersion = 17;

    [Fact]
    public void Each_call_has_a_result_of_its_own_and_the_list_another()
    {
        using var guest = new Guest();

        (long result, Entry[] entries) = guest.Multicall(
            new(XenVersion, 0), new(11, 0), new(XenVersion, 0, 7), new((1UL << 32) | XenVersion, 0), new(200, 0));

        Assert.Equal(0, result);
        Assert.Equal([0x40011, ENOSYS, 4096, ENOSYS, ENOSYS], entries.Select(entry => entry.Result));
    }

    [Fact]
    public void A_call_that_fails_does_not_stop_the_rest()
    {
        using var guest = new Guest();

        (long result, Entry[] entries) = guest.Multicall(
            new(MmuUpdate, 0, 0x10, 1, 0, Self), new(XenVersion, 0), new(UpdateVaMapping, 0, 0x1000));

        Assert.Equal(0, result);
        Assert.Equal([EFAULT, 0x40011, EINVAL], entries.Select(entry => entry.Result));
    }

    [Fact]
    public unsafe void A_multicall_in_a_multicall_is_EINVAL_and_does_nothing()
    {
        using var guest = new Guest();
        var inner = new Entry(XenVersion, 77);

        (long result, Entry[] entries) = guest.Multicall(new(Multicall, 0, (ulong)&inner, 1), new(XenVersion, 0));

        Assert.Equal(0, result);
        Assert.Equal([EINVAL, 0x40011], entries.Select(entry => entry.Result));
        Assert.Equal(77, inner.Result);
    }

    [Fact]
    public void All_five_arguments_of_a_call_in_the_list_arrive()
    {
        using var guest = new Guest();
        var seen = new List<HypercallRequest>();
        guest.Xen.Interceptor = (in HypercallRequest request) =>
        {
            seen.Add(request);
            return request.Number == 39 ? 5 : null;
        };

        (_, Entry[] entries) = guest.Multicall(new Entry(39, 0, 1, 2, 3, 4, 5, 6));

        Assert.Equal(new HypercallRequest(39, 1, 2, 3, 4, 5), seen[^1]);
        Assert.Equal(5, entries[0].Result);
    }

    [Fact]
    public void A_list_where_nothing_is_mapped_is_EFAULT_and_an_empty_one_is_done()
    {
        using var guest = new Guest();
        Assert.Equal(EFAULT, guest.Call(13, 8, 1));
        Assert.Equal(EFAULT, guest.Call(13, 0xFFFF8100_00000000, 1));
        Assert.Equal(0, guest.Call(13, 8, 0));
    }

    [Fact]
    public void A_list_that_runs_into_a_hole_is_EFAULT_with_the_calls_before_it_made()
    {
        using var guest = new Guest();
        using var memory = GuardedMemory.WithHole();
        Span<Entry> entries = memory.Last<Entry>(2);
        entries.Fill(new(XenVersion, 0));

        Assert.Equal(EFAULT, guest.Call(13, memory.AddressOfLast<Entry>(2), 3));
        Assert.Equal((0x40011, 0x40011), (entries[0].Result, entries[1].Result));
    }

    [Fact]
    public void A_list_that_cannot_be_written_is_EFAULT_after_its_first_call()
    {
        using var guest = new Guest();
        using var memory = GuardedMemory.WithReadOnlyPage();
        var calls = new List<uint>();
        guest.Xen.Interceptor = (in HypercallRequest request) =>
        {
            calls.Add(request.Number);
            return null;
        };

        // The read-only page holds zeroes: set_trap_table, which the simulation does not have.
        Assert.Equal(EFAULT, guest.Call(13, memory.Second, 2));
        Assert.Equal([13u, 0u], calls);
    }

    [Fact]
    public void Everything_but_the_result_is_overwritten_as_Xens_debug_build_does()
    {
        using var guest = new Guest();
        (_, Entry[] entries) = guest.Multicall(new Entry(XenVersion, 0, 0, 2, 3, 4, 5, 6));

        const ulong poison = 0xAAAAAAAA_AAAAAAAA;
        Assert.Equal(new Entry(poison, 0x40011, poison, poison, poison, poison, poison, poison), entries[0]);
    }

    [Fact]
    public void A_release_build_leaves_the_entries_alone()
    {
        using var guest = new Guest(new() { PoisonsMulticallEntries = false });
        (_, Entry[] entries) = guest.Multicall(new Entry(XenVersion, 0, 0, 2, 3, 4, 5, 6));

        Assert.Equal(new Entry(XenVersion, 0x40011, 0, 2, 3, 4, 5, 6), entries[0]);
    }
}
