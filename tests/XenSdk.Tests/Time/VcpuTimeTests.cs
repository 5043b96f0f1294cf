using System.Runtime.InteropServices;

namespace XenSdk.Tests.Time;

/// <summary>A vCPU's clock in memory that somebody else writes.</summary>
public sealed unsafe class VcpuTimeTests : IDisposable
{
    private readonly PvclockVcpuTimeInfo* _info =
        (PvclockVcpuTimeInfo*)NativeMemory.AlignedAlloc((nuint)sizeof(PvclockVcpuTimeInfo), 64);

    public VcpuTimeTests() => *_info = default;

    public void Dispose() => NativeMemory.AlignedFree(_info);

    [Fact]
    public void What_Xen_has_written_is_read()
    {
        *_info = Values(40);
        var time = new VcpuTime((VcpuTimeInfo*)_info);

        Assert.True(time.TryRead(out VcpuTimeSnapshot snapshot));
        Assert.True(IsOf(40, snapshot));
        Assert.True(IsOf(40, time.Read()));
    }

    [Fact]
    public void An_odd_version_means_that_Xen_is_writing()
    {
        _info->Version = 7;

        Assert.False(new VcpuTime(_info).TryRead(out _));
    }

    [Fact]
    public void A_version_that_changes_while_the_counter_is_read_starts_the_look_anew()
    {
        *_info = new() { Version = 2, SystemTime = 1_000, TscToSystemMul = 0x8000_0000, TscShift = 1, TscTimestamp = 0 };
        var counter = new MovingCounter(_info, moves: 3);

        // Each of the first three looks is spoilt: the fourth sees the last update whole.
        Assert.Equal(1_003UL + 500, new VcpuTime(_info).Now(counter));
        Assert.Equal(4, counter.Reads);
    }

    [Fact]
    public void Ten_million_reads_beside_a_writer_that_never_rests_are_never_torn()
    {
        const int Reads = 10_000_000;
        const int Updates = 1_000;
        var time = new VcpuTime(_info);
        *_info = Values(0);
        using var stop = new CancellationTokenSource();
        // A pointer cannot be captured by a lambda, its number can.
        nint address = (nint)_info;
        var writer = new Thread(() => WriteUntil((PvclockVcpuTimeInfo*)address, stop.Token)) { IsBackground = true };
        writer.Start();

        int torn = 0, good = 0, refused = 0;
        ulong last = 0;
        // On a machine with one free CPU the two take turns, so that it goes on until the reader has seen the writer at work.
        for (int updatesSeen = 0; good < Reads || updatesSeen < Updates;)
        {
            if (!time.TryRead(out VcpuTimeSnapshot snapshot))
            {
                refused++;
                continue;
            }

            good++;
            torn += IsOf(snapshot.TscTimestamp, snapshot) ? 0 : 1;
            updatesSeen += snapshot.TscTimestamp != last ? 1 : 0;
            last = snapshot.TscTimestamp;
        }

        stop.Cancel();
        writer.Join();
        Assert.Equal(0, torn);
        Assert.True(refused > 0, "No read met the writer in the middle of an update.");
    }

    // Every field says which update it is of.
    private static PvclockVcpuTimeInfo Values(ulong update) => new()
    {
        TscTimestamp = update,
        SystemTime = ~update,
        TscToSystemMul = (uint)(update * 3),
        TscShift = (sbyte)(update * 5),
        Flags = (byte)(update * 7),
    };

    private static bool IsOf(ulong update, VcpuTimeSnapshot snapshot)
        => snapshot.TscTimestamp == update && snapshot.SystemTime == ~update && snapshot.TscToSystemMul == (uint)(update * 3)
            && snapshot.TscShift == (sbyte)(update * 5) && snapshot.Flags == (VcpuTimeFlags)(byte)(update * 7);

    // As Xen does it: an odd version, the values, an even version, each seen in this order.
    private static void WriteUntil(PvclockVcpuTimeInfo* info, CancellationToken stop)
    {
        uint version = info->Version;
        for (ulong update = 1; !stop.IsCancellationRequested; update++)
        {
            PvclockVcpuTimeInfo values = Values(update);
            Volatile.Write(ref info->Version, ++version);
            Volatile.Write(ref info->TscTimestamp, values.TscTimestamp);
            Volatile.Write(ref info->SystemTime, values.SystemTime);
            Volatile.Write(ref info->TscToSystemMul, values.TscToSystemMul);
            Volatile.Write(ref info->TscShift, values.TscShift);
            Volatile.Write(ref info->Flags, values.Flags);
            Volatile.Write(ref info->Version, ++version);
        }
    }

    /// <summary>A counter during whose first readings Xen writes the clock.</summary>
    private readonly struct MovingCounter(PvclockVcpuTimeInfo* info, int moves) : ITickCounter
    {
        private readonly int[] _reads = new int[1];

        public int Reads => _reads[0];

        public ulong Read()
        {
            if (_reads[0]++ < moves)
            {
                info->Version += 2;
                info->SystemTime++;
            }

            return 500;
        }
    }
}
