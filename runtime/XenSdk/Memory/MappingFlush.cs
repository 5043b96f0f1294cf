using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// What <c>update_va_mapping</c> flushes from TLBs after it has written the entry, and from whose: nothing, the one address
/// or everything; on the CPU that the caller is on, on those of some of the domain's vCPUs, or on all of them.
/// </summary>
/// <remarks>
/// xen.h's <c>UVMF_*</c>: the kind in bits 1:0, and above them either <c>UVMF_ALL</c> (bit 2) or the address of a bitmap of
/// vCPUs (<c>UVMF_MULTI</c> and the pointer), of which address 0 is <c>UVMF_LOCAL</c>. The default value flushes nothing.
/// </remarks>
public readonly struct MappingFlush : IEquatable<MappingFlush>
{
    private MappingFlush(UvmFlags flags) => Flags = flags;

    /// <summary>The word that the hypercall takes.</summary>
    public UvmFlags Flags { get; }

    /// <summary>Nothing: for an entry that was empty before.</summary>
    public static MappingFlush None => default;

    /// <summary>The one address, on the CPU that the caller is on.</summary>
    public static MappingFlush LocalEntry => new(UvmFlags.Invlpg | UvmFlags.Local);

    /// <summary>The one address, on every CPU that a vCPU of the domain is on.</summary>
    public static MappingFlush EntryOnAll => new(UvmFlags.Invlpg | UvmFlags.All);

    /// <summary>The whole TLB of the CPU that the caller is on.</summary>
    public static MappingFlush LocalTlb => new(UvmFlags.TlbFlush | UvmFlags.Local);

    /// <summary>The whole TLB of every CPU that a vCPU of the domain is on.</summary>
    public static MappingFlush TlbOnAll => new(UvmFlags.TlbFlush | UvmFlags.All);

    /// <summary>The one address, on the CPUs that some of the domain's vCPUs are on.</summary>
    /// <param name="vcpus">Guest-virtual address of a bitmap of vCPUs: one <see cref="CpuMap"/> for each 64 that the domain can
    /// have. It is read when the call is made.</param>
    /// <exception cref="OverflowException">The address is 0, which would mean the local CPU, or not a multiple of 8: the low
    /// bits are the flags'.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MappingFlush EntryOn(GuestPointer64<CpuMap> vcpus) => new(UvmFlags.Invlpg | Multi(vcpus));

    /// <summary>The whole TLB of the CPUs that some of the domain's vCPUs are on.</summary>
    /// <param name="vcpus">Guest-virtual address of a bitmap of vCPUs, as for <see cref="EntryOn"/>.</param>
    /// <exception cref="OverflowException">The address is 0, which would mean the local CPU, or not a multiple of 8: the low
    /// bits are the flags'.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MappingFlush TlbOn(GuestPointer64<CpuMap> vcpus) => new(UvmFlags.TlbFlush | Multi(vcpus));

    /// <inheritdoc/>
    public bool Equals(MappingFlush other) => Flags == other.Flags;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MappingFlush other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((ulong)Flags).GetHashCode();

    /// <summary>Same flush.</summary>
    public static bool operator ==(MappingFlush left, MappingFlush right) => left.Flags == right.Flags;

    /// <summary>Different flushes.</summary>
    public static bool operator !=(MappingFlush left, MappingFlush right) => left.Flags != right.Flags;

    private static UvmFlags Multi(GuestPointer64<CpuMap> vcpus)
        => UvmFlags.Multi | (UvmFlags)Narrow.Without(Narrow.NotZero(vcpus.Address), sizeof(ulong) - 1);
}
