using System.Runtime.InteropServices;
using XenSdk.Tests.Memory;
using XenSdk.Tests.Time;

namespace XenSdk.Tests.Events;

/// <summary>The views over a shared info page that C has filled.</summary>
public sealed unsafe class SharedInfoLayoutTests : IDisposable
{
    private const string Filled = """
        {
            .vcpu_info[0] = { .evtchn_upcall_pending = 1 },
            .vcpu_info[31] = {
                .evtchn_upcall_mask = 1,
                .evtchn_pending_sel = 1UL << (WORD - 1),
                .time = { .version = 4, .tsc_timestamp = 11, .system_time = 22, .tsc_to_system_mul = 33, .tsc_shift = -4, .flags = 3 },
            },
            .evtchn_pending[WORD - 1] = 1UL << (WORD - 1),
            .evtchn_mask[2] = 1UL << 5,
            .wc = { .version = 2, .sec = 44, .nsec = 55 },
        }
        """;

    private readonly byte* _page = (byte*)NativeMemory.AlignedAlloc(Page.Size, Page.Size);

    public void Dispose() => NativeMemory.AlignedFree(_page);

    [Theory]
    [InlineData("x86_64", 64)]
    [InlineData("x86_32", 32)]
    public void Each_view_finds_what_C_has_written(string target, int word)
    {
        string filled = Filled.Replace("WORD", word.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        byte[] inC = word == 64
            ? XenHeaderInC.Bytes("struct shared_info it", filled)
            : XenHeaderInC.Bytes32("struct shared_info it", filled);
        inC.CopyTo(new Span<byte>(_page, inC.Length));

        SharedInfoView view = SharedInfoPages.View(target, _page);

        Assert.Equal(32, view.VcpuCount);
        Assert.True(view.Vcpu(0).Events.IsUpcallPending);
        Assert.False(view.Vcpu(0).Events.IsUpcallMasked);
        Assert.False(view.Vcpu(31).Events.IsUpcallPending);
        Assert.True(view.Vcpu(31).Events.IsUpcallMasked);
        VcpuTimeSnapshot time = view.Vcpu(31).Time.Read();
        Assert.Equal((11UL, 22UL, 33u, (sbyte)-4), (time.TscTimestamp, time.SystemTime, time.TscToSystemMul, time.TscShift));
        Assert.Equal(VcpuTimeFlags.Stable | VcpuTimeFlags.GuestStopped, time.Flags);
        Assert.Equal(new WallClockTime(44, 55), view.Clock.Read());

        int last = (word * word) - 1;
        for (int port = 0; port <= last; port++)
        {
            Assert.Equal(port == last, view.Channels.IsPending(new EventPort((uint)port)));
            Assert.Equal(port == (2 * word) + 5, view.Channels.IsMasked(new EventPort((uint)port)));
        }

        var scanner = new EventScanner(view.Channels, view.Vcpu(31).Events);
        Assert.True(scanner.TryTake(out EventPort taken));
        Assert.Equal(new EventPort((uint)last), taken);
    }
}
