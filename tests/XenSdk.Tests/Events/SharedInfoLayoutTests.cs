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
            .vcpu_info[LAST].evtchn_upcall_mask = 1,
            .vcpu_info[LAST].evtchn_pending_sel = (xen_ulong_t)1 << (WORD - 1),
            .vcpu_info[LAST].time = { .version = 4, .tsc_timestamp = 11, .system_time = 22, .tsc_to_system_mul = 33, .tsc_shift = -4, .flags = 3 },
            .evtchn_pending[WORD - 1] = (xen_ulong_t)1 << (WORD - 1),
            .evtchn_mask[2] = (xen_ulong_t)1 << 5,
            .wc = { .version = 2, .sec = 44, .nsec = 55 },
        }
        """;

    /// <summary>Offsets in each target's page: of vCPU 0 the pending flag, the mask, the selector, and of its time the version,
    /// the time stamp, the system time, the multiplier, the shift and the flags; the size of a vCPU's part; the PENDING and the
    /// MASK bits; of the wall clock the version, the seconds and the nanoseconds; and the size of all.</summary>
    public static TheoryData<string, int, int[]> Offsets => new()
    {
        { "x86_64", 64, [0, 1, 8, 32, 40, 48, 56, 60, 61, 64, 2048, 2560, 3072, 3076, 3080, 3136] },
        { "x86_32", 32, [0, 1, 4, 32, 40, 48, 56, 60, 61, 64, 2048, 2176, 2304, 2308, 2312, 2344] },
        { "arm64", 64, [0, 1, 8, 16, 24, 32, 40, 44, 45, 48, 48, 560, 1072, 1076, 1080, 1088] },
        { "arm32", 64, [0, 1, 8, 16, 24, 32, 40, 44, 45, 48, 48, 560, 1072, 1076, 1080, 1088] },
    };

    private readonly byte* _page = (byte*)NativeMemory.AlignedAlloc(Page.Size, Page.Size);

    public void Dispose() => NativeMemory.AlignedFree(_page);

    [Theory]
    [MemberData(nameof(Offsets))]
    public void The_offsets_are_clangs(string target, int word, int[] offsets)
    {
        const string inC = """
            {
                AT(vcpu_info[0].evtchn_upcall_pending), AT(vcpu_info[0].evtchn_upcall_mask), AT(vcpu_info[0].evtchn_pending_sel),
                AT(vcpu_info[0].time.version), AT(vcpu_info[0].time.tsc_timestamp), AT(vcpu_info[0].time.system_time),
                AT(vcpu_info[0].time.tsc_to_system_mul), AT(vcpu_info[0].time.tsc_shift), AT(vcpu_info[0].time.flags),
                sizeof(struct vcpu_info), AT(evtchn_pending), AT(evtchn_mask), AT(wc.version), AT(wc.sec), AT(wc.nsec),
                sizeof(struct shared_info), 8 * sizeof(xen_ulong_t)
            }
            """;
        byte[] measured = XenHeaderInC.BytesOn(
            target, "int it[]", inC.Replace("AT(", "__builtin_offsetof(struct shared_info, ", StringComparison.Ordinal));
        Assert.Equal([.. offsets, word], MemoryMarshal.Cast<byte, int>(measured).ToArray());
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void Each_view_reads_and_writes_at_these_offsets(string target, int word, int[] offsets)
    {
        new Span<byte>(_page, Page.Size).Clear();
        SharedInfoView view = SharedInfoPages.View(target, _page);
        int[] at = offsets;
        *(uint*)(_page + at[3]) = 6;
        *(ulong*)(_page + at[4]) = 0x1111_2222_3333_4444;
        *(ulong*)(_page + at[5]) = 0x5555_6666_7777_8888;
        *(uint*)(_page + at[6]) = 0x9999_AAAA;
        _page[at[7]] = 0xFD;
        _page[at[8]] = 1;
        *(uint*)(_page + at[12]) = 8;
        *(uint*)(_page + at[13]) = 0x0102_0304;
        *(uint*)(_page + at[14]) = 0x0506_0708;
        _page[at[10] + (word * word / 8) - 1] = 0x80;
        _page[at[11] + 1] = 0x04;

        VcpuTimeSnapshot time = view.Vcpu(0).Time.Read();
        Assert.Equal(
            (0x1111_2222_3333_4444UL, 0x5555_6666_7777_8888UL, 0x9999_AAAAu, (sbyte)-3, VcpuTimeFlags.Stable),
            (time.TscTimestamp, time.SystemTime, time.TscToSystemMul, time.TscShift, time.Flags));
        Assert.Equal(new WallClockTime(0x0102_0304, 0x0506_0708), view.Clock.Read());
        Assert.Equal(at[10] / at[9], view.VcpuCount);
        Assert.True(view.Channels.IsPending(new EventPort((uint)(word * word) - 1)));
        Assert.True(view.Channels.IsMasked(new EventPort(10)));

        VcpuEvents last = view.Vcpu(view.VcpuCount - 1).Events;
        byte* vcpu = _page + ((view.VcpuCount - 1) * at[9]);
        last.MaskUpcalls();
        Assert.Equal((0, 1), (vcpu[at[0]], vcpu[at[1]]));
        Assert.True(view.Channels.Unmask(new EventPort((uint)(word * word) - 1), last));
        Assert.Equal(1, vcpu[at[0]]);
        Assert.Equal(0x80, vcpu[at[2] + (word / 8) - 1]);
    }

    [Theory]
    [InlineData("x86_64", 64, 31)]
    [InlineData("x86_32", 32, 31)]
    [InlineData("arm64", 64, 0)]
    [InlineData("arm32", 64, 0)]
    public void Each_view_finds_what_C_has_written(string target, int word, int lastVcpu)
    {
        string filled = Filled
            .Replace("WORD", word.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("LAST", lastVcpu.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        byte[] inC = XenHeaderInC.BytesOn(target, "struct shared_info it", filled);
        inC.CopyTo(new Span<byte>(_page, inC.Length));

        SharedInfoView view = SharedInfoPages.View(target, _page);

        Assert.Equal(lastVcpu + 1, view.VcpuCount);
        Assert.True(view.Vcpu(0).Events.IsUpcallPending);
        Assert.Equal(lastVcpu == 0, view.Vcpu(0).Events.IsUpcallMasked);
        Assert.Equal(lastVcpu == 0, view.Vcpu(lastVcpu).Events.IsUpcallPending);
        Assert.True(view.Vcpu(lastVcpu).Events.IsUpcallMasked);
        VcpuTimeSnapshot time = view.Vcpu(lastVcpu).Time.Read();
        Assert.Equal((11UL, 22UL, 33u, (sbyte)-4), (time.TscTimestamp, time.SystemTime, time.TscToSystemMul, time.TscShift));
        Assert.Equal(VcpuTimeFlags.Stable | VcpuTimeFlags.GuestStopped, time.Flags);
        Assert.Equal(new WallClockTime(44, 55), view.Clock.Read());

        int last = (word * word) - 1;
        for (int port = 0; port <= last; port++)
        {
            Assert.Equal(port == last, view.Channels.IsPending(new EventPort((uint)port)));
            Assert.Equal(port == (2 * word) + 5, view.Channels.IsMasked(new EventPort((uint)port)));
        }

        var scanner = new EventScanner(view.Channels, view.Vcpu(lastVcpu).Events);
        Assert.True(scanner.TryTake(out EventPort taken));
        Assert.Equal(new EventPort((uint)last), taken);
    }
}
