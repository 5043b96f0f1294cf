using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// A 64-bit guest-virtual address of anything, as a 64-bit guest stores it: C's <c>void *</c> or a guest handle of void.
/// </summary>
/// <param name="address">Guest-virtual address, 0 for none.</param>
public readonly struct GuestPointer64(ulong address) : IEquatable<GuestPointer64>
{
    /// <summary>The guest-virtual address; 0 for none.</summary>
    public ulong Address { get; } = address;

    /// <summary>Whether the pointer is C's <c>NULL</c>.</summary>
    public bool IsNull => Address == 0;

    /// <summary>The pointer in the caller's own address space: right only in the guest that owns the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe implicit operator GuestPointer64(void* pointer) => new((ulong)pointer);

    /// <summary>The same address, seen as that of a <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GuestPointer64<T> To<T>()
        where T : unmanaged => new(Address);

    /// <inheritdoc/>
    public bool Equals(GuestPointer64 other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GuestPointer64 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>Same address.</summary>
    public static bool operator ==(GuestPointer64 left, GuestPointer64 right) => left.Address == right.Address;

    /// <summary>Different addresses.</summary>
    public static bool operator !=(GuestPointer64 left, GuestPointer64 right) => left.Address != right.Address;

    /// <summary>The address in hexadecimal.</summary>
    public override string ToString() => $"0x{Address:x}";
}

/// <summary>
/// A 64-bit guest-virtual address of a <typeparamref name="T"/>, as a 64-bit guest stores it: a C pointer or a guest handle.
/// It has this width in any process, so that foreign memory can be read; it is not followed by itself.
/// </summary>
/// <typeparam name="T">What it points at.</typeparam>
/// <param name="address">Guest-virtual address, 0 for none.</param>
public readonly struct GuestPointer64<T>(ulong address) : IEquatable<GuestPointer64<T>>
    where T : unmanaged
{
    /// <summary>The guest-virtual address; 0 for none.</summary>
    public ulong Address { get; } = address;

    /// <summary>Whether the pointer is C's <c>NULL</c>.</summary>
    public bool IsNull => Address == 0;

    /// <summary>The pointer in the caller's own address space: right only in the guest that owns the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe implicit operator GuestPointer64<T>(T* pointer) => new((ulong)pointer);

    /// <summary>The same address, without what it points at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator GuestPointer64(GuestPointer64<T> pointer) => new(pointer.Address);

    /// <inheritdoc/>
    public bool Equals(GuestPointer64<T> other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GuestPointer64<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>Same address.</summary>
    public static bool operator ==(GuestPointer64<T> left, GuestPointer64<T> right) => left.Address == right.Address;

    /// <summary>Different addresses.</summary>
    public static bool operator !=(GuestPointer64<T> left, GuestPointer64<T> right) => left.Address != right.Address;

    /// <summary>The address in hexadecimal.</summary>
    public override string ToString() => $"0x{Address:x}";
}
