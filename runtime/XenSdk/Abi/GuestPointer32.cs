namespace XenSdk;

/// <summary>
/// A 32-bit guest-virtual address of anything, as a 32-bit guest stores it: C's <c>void *</c> or a guest handle of void.
/// </summary>
/// <param name="address">Guest-virtual address, 0 for none.</param>
public readonly struct GuestPointer32(uint address) : IEquatable<GuestPointer32>
{
    /// <summary>The guest-virtual address; 0 for none.</summary>
    public uint Address { get; } = address;

    /// <summary>Whether the pointer is C's <c>NULL</c>.</summary>
    public bool IsNull => Address == 0;

    /// <summary>The same address, seen as that of a <typeparamref name="T"/>.</summary>
    public GuestPointer32<T> To<T>()
        where T : unmanaged => new(Address);

    /// <inheritdoc/>
    public bool Equals(GuestPointer32 other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GuestPointer32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>Same address.</summary>
    public static bool operator ==(GuestPointer32 left, GuestPointer32 right) => left.Address == right.Address;

    /// <summary>Different addresses.</summary>
    public static bool operator !=(GuestPointer32 left, GuestPointer32 right) => left.Address != right.Address;

    /// <summary>The address in hexadecimal.</summary>
    public override string ToString() => $"0x{Address:x}";
}

/// <summary>
/// A 32-bit guest-virtual address of a <typeparamref name="T"/>, as a 32-bit guest stores it. It has this width in any
/// process, so that a 64-bit tool can read the structures of a 32-bit guest; no pointer of such a tool fits into it.
/// </summary>
/// <typeparam name="T">What it points at.</typeparam>
/// <param name="address">Guest-virtual address, 0 for none.</param>
public readonly struct GuestPointer32<T>(uint address) : IEquatable<GuestPointer32<T>>
    where T : unmanaged
{
    /// <summary>The guest-virtual address; 0 for none.</summary>
    public uint Address { get; } = address;

    /// <summary>Whether the pointer is C's <c>NULL</c>.</summary>
    public bool IsNull => Address == 0;

    /// <summary>The same address, without what it points at.</summary>
    public static implicit operator GuestPointer32(GuestPointer32<T> pointer) => new(pointer.Address);

    /// <inheritdoc/>
    public bool Equals(GuestPointer32<T> other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GuestPointer32<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>Same address.</summary>
    public static bool operator ==(GuestPointer32<T> left, GuestPointer32<T> right) => left.Address == right.Address;

    /// <summary>Different addresses.</summary>
    public static bool operator !=(GuestPointer32<T> left, GuestPointer32<T> right) => left.Address != right.Address;

    /// <summary>The address in hexadecimal.</summary>
    public override string ToString() => $"0x{Address:x}";
}
