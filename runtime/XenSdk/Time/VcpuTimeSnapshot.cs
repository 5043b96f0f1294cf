using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A vCPU's clock as Xen wrote it at one moment: how to turn the CPU's counter into nanoseconds since Xen booted. Good for
/// as long as the vCPU stays on its CPU and that keeps its frequency, so read a new one for every look at the clock.
/// </summary>
/// <param name="tscTimestamp">The counter, in ticks, when the values were taken.</param>
/// <param name="systemTime">Nanoseconds since Xen booted, then.</param>
/// <param name="tscToSystemMul">Nanoseconds a tick, times 2^32, after the shift.</param>
/// <param name="tscShift">Bits to shift a number of ticks to the left by; negative: to the right.</param>
/// <param name="flags">What Xen says beside.</param>
public readonly struct VcpuTimeSnapshot(
    ulong tscTimestamp, ulong systemTime, uint tscToSystemMul, sbyte tscShift, VcpuTimeFlags flags)
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The counter, in ticks, when the values were taken.</summary>
    public ulong TscTimestamp { get; } = tscTimestamp;

    /// <summary>Nanoseconds since Xen booted, at <see cref="TscTimestamp"/>.</summary>
    public ulong SystemTime { get; } = systemTime;

    /// <summary>Nanoseconds a tick, times 2^32, after the shift by <see cref="TscShift"/>.</summary>
    public uint TscToSystemMul { get; } = tscToSystemMul;

    /// <summary>Bits to shift a number of ticks to the left by; negative: to the right.</summary>
    public sbyte TscShift { get; } = tscShift;

    /// <summary>What Xen says beside the numbers.</summary>
    public VcpuTimeFlags Flags { get; } = flags;

    /// <summary>
    /// How often the counter counts in a second: <c>((10^9 &lt;&lt; 32) / mul) &gt;&gt; shift</c>, rounded down as this says.
    /// 0 where Xen has not filled the clock in; all ones where the numbers mean more than 64 bits hold.
    /// </summary>
    public ulong Frequency
    {
        get
        {
            if (TscToSystemMul == 0)
                return 0;
            ulong unshifted = (NanosecondsPerSecond << 32) / TscToSystemMul;
            if (TscShift >= 0)
                return TscShift < 64 ? unshifted >> TscShift : 0;
            int left = -TscShift;
            return left < 64 && unshifted << left >> left == unshifted ? unshifted << left : ulong.MaxValue;
        }
    }

    /// <summary>
    /// The time at which the counter is or was at <paramref name="tsc"/>, in nanoseconds since Xen booted:
    /// <c>SystemTime + ((tsc - TscTimestamp) &lt;&lt; TscShift) * TscToSystemMul / 2^32</c>, rounded down.
    /// </summary>
    /// <remarks>
    /// Nothing is lost on the way to the result's 64 bits (584 years), since the product has 128. A shift to the right comes
    /// before the multiplication, as in Xen, and drops bits there. A counter that was read before
    /// <see cref="TscTimestamp"/> (on another CPU, or before the snapshot) gives a time before <see cref="SystemTime"/>, as in
    /// Xen's own <c>get_s_time_fixed</c> (<c>xen/arch/x86/time.c</c>), and not one far in the future. Which of the two came
    /// first is said by the sign of their difference: a PVH guest's counter starts at 0, and the timestamp of an update before
    /// that is a wrapped negative (seen on Xen 4.17.7).
    /// </remarks>
    /// <param name="tsc">The counter, in ticks.</param>
    public ulong At(ulong tsc)
        => unchecked((long)(tsc - TscTimestamp)) >= 0
            ? unchecked(SystemTime + Nanoseconds(tsc - TscTimestamp))
            : unchecked(SystemTime - Nanoseconds(TscTimestamp - tsc));

    /// <summary>How long a number of ticks lasts, in nanoseconds, rounded down; the low 64 bits of it.</summary>
    /// <param name="ticks">The number of ticks.</param>
    public ulong Nanoseconds(ulong ticks)
    {
        int shift = TscShift;
        if (shift < 0)
        {
            ticks = shift > -64 ? ticks >> -shift : 0;
            shift = 0;
        }

        // ticks * mul in 128 bits, of which 96 can be in use.
        ulong lower = (uint)ticks * (ulong)TscToSystemMul;
        ulong upper = (ticks >> 32) * TscToSystemMul;
        ulong low = unchecked(lower + (upper << 32));
        ulong high = (upper >> 32) + (low < lower ? 1u : 0u);

        // Shifted left by what is left of the shift, then right by 32: one shift of 128 bits in the direction that wins.
        int right = 32 - shift;
        if (right > 0)
            return (low >> right) | (high << (64 - right));
        return right > -64 ? low << -right : 0;
    }
}
