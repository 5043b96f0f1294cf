namespace XenSdk;

/// <summary>A date, as seconds and nanoseconds since 1970-01-01 00:00 UTC without leap seconds.</summary>
/// <param name="seconds">Whole seconds.</param>
/// <param name="nanoseconds">What is left, in nanoseconds.</param>
public readonly struct WallClockTime(ulong seconds, uint nanoseconds) : IEquatable<WallClockTime>
{
    private const uint NanosecondsPerSecond = 1_000_000_000;
    private const uint NanosecondsPerTick = 100;

    /// <summary>Whole seconds since 1970-01-01 00:00 UTC.</summary>
    public ulong Seconds { get; } = seconds;

    /// <summary>Nanoseconds within the second, below 10^9.</summary>
    public uint Nanoseconds { get; } = nanoseconds;

    /// <summary>The date some time later: of now, for the date at boot and the system time of now.</summary>
    /// <param name="nanoseconds">How much later.</param>
    public WallClockTime Plus(ulong nanoseconds)
    {
        // The rest of a second and this one's nanoseconds can be nearly two seconds together.
        ulong rest = (nanoseconds % NanosecondsPerSecond) + Nanoseconds;
        return new(
            unchecked(Seconds + (nanoseconds / NanosecondsPerSecond) + (rest / NanosecondsPerSecond)),
            (uint)(rest % NanosecondsPerSecond));
    }

    /// <summary>The date as .NET has it, in units of 100 ns. For programs with a .NET runtime.</summary>
    /// <exception cref="ArgumentOutOfRangeException">After the year 9999.</exception>
    public DateTimeOffset ToDateTimeOffset()
        => DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(Seconds, long.MaxValue)).AddTicks(Nanoseconds / NanosecondsPerTick);

    /// <inheritdoc/>
    public bool Equals(WallClockTime other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WallClockTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Seconds.GetHashCode() ^ Nanoseconds.GetHashCode();

    /// <summary>Same date.</summary>
    public static bool operator ==(WallClockTime left, WallClockTime right) => left.Equals(right);

    /// <summary>Different dates.</summary>
    public static bool operator !=(WallClockTime left, WallClockTime right) => !left.Equals(right);
}
