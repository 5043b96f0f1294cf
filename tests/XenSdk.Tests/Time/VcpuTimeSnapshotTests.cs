using System.Numerics;

namespace XenSdk.Tests.Time;

/// <summary>The arithmetic of a vCPU's clock, against integers of any size.</summary>
public sealed class VcpuTimeSnapshotTests
{
    private static readonly BigInteger Modulus = BigInteger.One << 64;

    [Fact]
    public void A_hundred_thousand_random_clocks_show_what_exact_arithmetic_shows()
    {
        var random = new Random(20_240_117);
        int before = 0, left = 0, right = 0, beyond = 0;
        for (int i = 0; i < 100_000; i++)
        {
            VcpuTimeSnapshot clock = RandomClock(random);
            ulong tsc = RandomWord(random);

            BigInteger exact = ExactTime(clock, tsc);
            Assert.Equal((ulong)(((exact % Modulus) + Modulus) % Modulus), clock.At(tsc));

            before += Elapsed(clock, tsc) < 0 ? 1 : 0;
            left += clock.TscShift > 0 ? 1 : 0;
            right += clock.TscShift < 0 ? 1 : 0;
            beyond += exact >= Modulus ? 1 : 0;
        }

        // The inputs were worth their number.
        Assert.True(before > 10_000 && left > 10_000 && right > 10_000 && beyond > 1_000, $"{before} {left} {right} {beyond}");
    }

    [Fact]
    public void The_frequency_is_that_of_xen_h_for_random_clocks()
    {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++)
        {
            VcpuTimeSnapshot clock = RandomClock(random);
            if (clock.TscToSystemMul == 0)
                continue;
            BigInteger unshifted = (new BigInteger(1_000_000_000) << 32) / clock.TscToSystemMul;
            BigInteger exact = clock.TscShift >= 0 ? unshifted >> clock.TscShift : unshifted << -clock.TscShift;
            Assert.Equal(exact < Modulus ? (ulong)exact : ulong.MaxValue, clock.Frequency);
        }
    }

    [Theory]
    // As Xen sets the scale (set_time_scale in xen/arch/x86/time.c): 1 GHz, 3 GHz, 2.4 GHz, 500 MHz.
    [InlineData(0x8000_0000U, (sbyte)1, 1_000_000_000UL)]
    [InlineData(0xAAAA_AAAAU, (sbyte)-1, 3_000_000_000UL)]
    [InlineData(0xD555_5555U, (sbyte)-1, 2_400_000_000UL)]
    [InlineData(0x8000_0000U, (sbyte)2, 500_000_000UL)]
    public void A_second_of_ticks_lasts_a_second(uint mul, sbyte shift, ulong hertz)
    {
        var clock = new VcpuTimeSnapshot(1000, 5_000, mul, shift, VcpuTimeFlags.None);

        // The multiplier is rounded to 32 bits.
        Assert.InRange(clock.Nanoseconds(hertz), 999_999_990UL, 1_000_000_000UL);
        Assert.InRange(clock.At(1000 + hertz), 1_000_004_990UL, 1_000_005_000UL);
        Assert.InRange(clock.Frequency, hertz, hertz + 20);
    }

    [Theory]
    [InlineData(sbyte.MinValue)]
    [InlineData((sbyte)-65)]
    [InlineData((sbyte)-64)]
    [InlineData((sbyte)-63)]
    [InlineData((sbyte)-1)]
    [InlineData((sbyte)0)]
    [InlineData((sbyte)31)]
    [InlineData((sbyte)32)]
    [InlineData((sbyte)33)]
    [InlineData((sbyte)63)]
    [InlineData((sbyte)64)]
    [InlineData((sbyte)95)]
    [InlineData((sbyte)96)]
    [InlineData(sbyte.MaxValue)]
    public void Every_shift_at_an_edge_is_exact(sbyte shift)
    {
        foreach (ulong ticks in (ulong[])[0, 1, 2, 0xFFFF_FFFF, 0x1_0000_0000, 0x8000_0000_0000_0000, ulong.MaxValue])
        {
            foreach (uint mul in (uint[])[0, 1, 0x8000_0000, uint.MaxValue])
            {
                var clock = new VcpuTimeSnapshot(0, 0, mul, shift, VcpuTimeFlags.None);
                Assert.Equal((ulong)(ExactNanoseconds(clock, ticks) % Modulus), clock.Nanoseconds(ticks));
            }
        }
    }

    [Fact]
    public void A_counter_read_before_the_stamp_shows_an_earlier_time_and_no_far_future()
    {
        var clock = new VcpuTimeSnapshot(1_000_000, 77_000_000, 0x8000_0000, 1, VcpuTimeFlags.None);

        Assert.Equal(77_000_000UL - 40, clock.At(1_000_000 - 40));
    }

    [Fact]
    public void A_stamp_before_the_counters_zero_is_one_in_the_past()
    {
        // A PVH guest's counter starts at 0, so that the stamp of an earlier update is a wrapped negative.
        var clock = new VcpuTimeSnapshot(unchecked((ulong)-1_000L), 77_000_000, 0x8000_0000, 1, VcpuTimeFlags.None);

        Assert.Equal(77_000_000UL + 1_005, clock.At(5));
    }

    [Fact]
    public void A_clock_that_Xen_has_not_filled_in_has_no_frequency_and_stands_still()
    {
        VcpuTimeSnapshot clock = default;

        Assert.Equal(0UL, clock.Frequency);
        Assert.Equal(0UL, clock.At(123_456_789));
    }

    // The counter has 64 bits and wraps: which of two values came first is said by the sign of their difference.
    private static BigInteger Elapsed(VcpuTimeSnapshot clock, ulong tsc)
    {
        BigInteger difference = (((new BigInteger(tsc) - clock.TscTimestamp) % Modulus) + Modulus) % Modulus;
        return difference < Modulus / 2 ? difference : difference - Modulus;
    }

    // xen.h: system_time + ((tsc - tsc_timestamp) << tsc_shift) * tsc_to_system_mul, the latter in units of 2^-32.
    private static BigInteger ExactTime(VcpuTimeSnapshot clock, ulong tsc)
    {
        BigInteger elapsed = Elapsed(clock, tsc);
        BigInteger nanoseconds = ExactNanoseconds(clock, BigInteger.Abs(elapsed));
        return elapsed >= 0 ? clock.SystemTime + nanoseconds : clock.SystemTime - nanoseconds;
    }

    private static BigInteger ExactNanoseconds(VcpuTimeSnapshot clock, BigInteger ticks)
    {
        BigInteger shifted = clock.TscShift >= 0 ? ticks << clock.TscShift : ticks >> -clock.TscShift;
        return (shifted * clock.TscToSystemMul) >> 32;
    }

    private static VcpuTimeSnapshot RandomClock(Random random) => new(
        RandomWord(random),
        RandomWord(random),
        (uint)RandomWord(random),
        // Mostly what Xen can write, sometimes any.
        random.Next(4) == 0 ? (sbyte)random.Next(-128, 128) : (sbyte)random.Next(-33, 34),
        VcpuTimeFlags.None);

    // Of any length, so that small numbers are as likely as large ones.
    private static ulong RandomWord(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
}
