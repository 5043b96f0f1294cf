using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace XenSdk;

/// <summary>The version of a hypervisor, such as 4.17.7.</summary>
public readonly struct XenVersion : IEquatable<XenVersion>, IComparable<XenVersion>
{
    private readonly ExtraVersion _extra;

    /// <summary>A version as xen_version tells it.</summary>
    /// <param name="packed">Result of command 0: the major number in bits 31:16, the minor one in bits 15:0.</param>
    /// <param name="extra">What command 1 wrote.</param>
    internal XenVersion(uint packed, in ExtraVersion extra)
    {
        Major = (ushort)(packed >> 16);
        Minor = (ushort)packed;
        _extra = extra;
    }

    /// <summary>A version without anything behind its numbers.</summary>
    public XenVersion(ushort major, ushort minor)
    {
        Major = major;
        Minor = minor;
    }

    /// <summary>The first number.</summary>
    public ushort Major { get; }

    /// <summary>The second number.</summary>
    public ushort Minor { get; }

    /// <summary>What follows the numbers, in ASCII: <c>.7</c>, <c>-rc1</c>, or a distributor's own.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Extra
    {
        get
        {
            ReadOnlySpan<byte> bytes = _extra;
            int end = bytes.IndexOf((byte)0);
            return end < 0 ? bytes : bytes[..end];
        }
    }

    /// <summary>Whether a feature that came with version <paramref name="major"/>.<paramref name="minor"/> can be expected.</summary>
    public bool IsAtLeast(ushort major, ushort minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>Compares the two numbers. What follows them has no order.</summary>
    public int CompareTo(XenVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <inheritdoc/>
    public bool Equals(XenVersion other) => Major == other.Major && Minor == other.Minor && Extra.SequenceEqual(other.Extra);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is XenVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (Major << 16) | Minor;

    /// <summary>Same numbers, and the same behind them.</summary>
    public static bool operator ==(XenVersion left, XenVersion right) => left.Equals(right);

    /// <summary>Different numbers, or something else behind them.</summary>
    public static bool operator !=(XenVersion left, XenVersion right) => !left.Equals(right);

    /// <summary>Older by its numbers.</summary>
    public static bool operator <(XenVersion left, XenVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer by its numbers.</summary>
    public static bool operator >(XenVersion left, XenVersion right) => left.CompareTo(right) > 0;

    /// <summary>Older or the same by its numbers.</summary>
    public static bool operator <=(XenVersion left, XenVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Newer or the same by its numbers.</summary>
    public static bool operator >=(XenVersion left, XenVersion right) => left.CompareTo(right) >= 0;

    /// <summary>As Xen prints it: <c>4.17.7</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}{Encoding.ASCII.GetString(Extra)}";

    /// <summary><c>xen_extraversion_t</c> of Xen's public version.h: text, ended by a 0 if it is shorter.</summary>
    [InlineArray(16)]
    internal struct ExtraVersion
    {
        private byte _element0;
    }
}
