using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// A domain's handle (<c>xen_domain_handle_t</c>) as the UUID that it holds. The 16 bytes are in the order of RFC 4122 and
/// 9562, that in which the UUID is written: <c>00112233-4455-…</c> starts with the byte 0x00. .NET's <see cref="Guid"/> keeps
/// its first three groups the other way round in memory, so that a plain copy of its bytes would be another UUID.
/// </summary>
/// <remarks>
/// The toolstack chooses it (<c>uuid=</c> in xl's configuration), <c>xl list -v</c> shows it, and a guest finds its own by
/// <c>XENVER_guest_handle</c>, on Linux in <c>/sys/hypervisor/uuid</c>.
/// </remarks>
public static class DomainHandles
{
    /// <summary>Bytes of a handle.</summary>
    public const int Size = 16;

    /// <summary>Characters of a UUID in its usual form of five groups.</summary>
    public const int TextLength = 36;

    /// <summary>The UUID that a handle holds. For programs with a .NET runtime; a guest without one has <see cref="TryFormat"/>.</summary>
    public static Guid ToGuid(this in DomainHandle handle) => new(Bytes(in handle), bigEndian: true);

    /// <summary>The handle that holds a UUID.</summary>
    public static DomainHandle ToDomainHandle(this Guid uuid)
    {
        DomainHandle handle = default;
        uuid.TryWriteBytes(MemoryMarshal.CreateSpan(ref Unsafe.As<DomainHandle, byte>(ref handle), Size), bigEndian: true, out _);
        return handle;
    }

    /// <summary>Writes a handle as Xen's tools do, in ASCII: <c>00112233-4455-6677-8899-aabbccddeeff</c>. Needs no runtime.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="destination">Room for 36 characters.</param>
    /// <returns>False where there is less room; nothing is written then.</returns>
    public static bool TryFormat(this in DomainHandle handle, Span<byte> destination)
    {
        if (destination.Length < TextLength)
            return false;
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        ReadOnlySpan<byte> bytes = Bytes(in handle);
        int at = 0;
        for (int i = 0; i < Size; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                destination[at++] = (byte)'-';
            destination[at++] = digits[bytes[i] >> 4];
            destination[at++] = digits[bytes[i] & 15];
        }

        return true;
    }

    private static ReadOnlySpan<byte> Bytes(in DomainHandle handle)
        => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<DomainHandle, byte>(ref Unsafe.AsRef(in handle)), Size);
}
