using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Whose memory a <c>mmu_update</c> is about: two domains in one 32-bit word. The low half (FD) owns the pages that are
/// mapped, the high half (PFD) the page tables that are written. The default value means the caller in both.
/// </summary>
/// <remarks>
/// The high half has 0 for the caller, and the id plus 1 for another domain; so all ids but 0xFFFF can stand there. C
/// interfaces that have a <c>domid_t</c> in this place lose the high half. In Xen: <c>do_mmu_update</c> in
/// <c>xen/arch/x86/mm.c</c>; <c>do_mmuext_op</c> takes the same word and looks at the low half alone.
/// </remarks>
public readonly struct ForeignDomain : IEquatable<ForeignDomain>
{
    private const int PageTableOwnerShift = 16;

    // Held apart from the value for the caller, so that the default value means the caller and not domain 0.
    private readonly uint _difference;

    private ForeignDomain(uint value) => _difference = value ^ (uint)DomainId.Self;

    /// <summary>Pages and page tables of the caller.</summary>
    public static ForeignDomain Self => default;

    /// <summary>I/O memory, and nothing else, mapped in page tables of the caller with the caller's own rights.</summary>
    public static ForeignDomain Io => Of(DomainId.Io);

    /// <summary>Those parts of Xen's own memory that privileged domains may see, mapped in page tables of the caller.</summary>
    public static ForeignDomain Xen => Of(DomainId.Xen);

    /// <summary>The word that the hypercall takes.</summary>
    public uint Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _difference ^ (uint)DomainId.Self;
    }

    /// <summary>FD: whose pages are mapped.</summary>
    public DomainId PageOwner
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (DomainId)(ushort)Value;
    }

    /// <summary>PFD: whose page tables are written; <see cref="DomainId.Self"/> for the caller.</summary>
    public DomainId PageTableOwner
    {
        get
        {
            uint encoded = Value >> PageTableOwnerShift;
            return encoded == 0 ? DomainId.Self : (DomainId)(encoded - 1);
        }
    }

    /// <summary>Pages of another domain, mapped in page tables of the caller.</summary>
    /// <param name="pageOwner">Whose pages are mapped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ForeignDomain Of(DomainId pageOwner) => new((uint)pageOwner);

    /// <summary>Pages of one domain, mapped in page tables of another.</summary>
    /// <param name="pageOwner">Whose pages are mapped.</param>
    /// <param name="pageTableOwner">Whose page tables are written; <see cref="DomainId.Self"/> for the caller.</param>
    /// <exception cref="OverflowException"><paramref name="pageTableOwner"/> is 0xFFFF: plus 1 it has no room in 16 bits.</exception>
    public static ForeignDomain Of(DomainId pageOwner, DomainId pageTableOwner)
    {
        uint encoded = pageTableOwner == DomainId.Self ? 0u : checked((ushort)((uint)pageTableOwner + 1));
        return new((encoded << PageTableOwnerShift) | (uint)pageOwner);
    }

    /// <summary>What a word of the hypercall's says.</summary>
    /// <param name="value">The word: <c>foreigndom</c> of <c>mmu_update</c>.</param>
    public static ForeignDomain FromValue(uint value) => new(value);

    /// <inheritdoc/>
    public bool Equals(ForeignDomain other) => _difference == other._difference;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ForeignDomain other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _difference.GetHashCode();

    /// <summary>Same word.</summary>
    public static bool operator ==(ForeignDomain left, ForeignDomain right) => left._difference == right._difference;

    /// <summary>Different words.</summary>
    public static bool operator !=(ForeignDomain left, ForeignDomain right) => left._difference != right._difference;

    /// <summary>Both domains, as in <c>pages of 5, page tables of Self</c>.</summary>
    public override string ToString() => $"pages of {PageOwner}, page tables of {PageTableOwner}";
}
