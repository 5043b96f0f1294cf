namespace XenSdk;

/// <summary>The domain's end of an event channel, by number. Xen gives them out; port 0 is never given out.</summary>
/// <param name="number">0 to 4095 for guests with 64-bit event words, 0 to 1023 for those with 32-bit ones.</param>
public readonly struct EventPort(uint number) : IEquatable<EventPort>
{
    /// <summary>The number, as <c>event_channel_op</c> has it.</summary>
    public uint Number { get; } = number;

    /// <inheritdoc/>
    public bool Equals(EventPort other) => Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventPort other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>Same port.</summary>
    public static bool operator ==(EventPort left, EventPort right) => left.Number == right.Number;

    /// <summary>Different ports.</summary>
    public static bool operator !=(EventPort left, EventPort right) => left.Number != right.Number;

    /// <summary>The number in decimal, as in <c>port 7</c>.</summary>
    public override string ToString() => $"port {Number}";
}
