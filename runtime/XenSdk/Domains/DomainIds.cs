using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Makes and asks about ids of domains. Their type is the enum <see cref="DomainId"/>, whose members are the reserved ids;
/// ordinary domains have numbers of their own below <see cref="DomainId.FirstReserved"/>.
/// </summary>
public static class DomainIds
{
    /// <summary>The initial domain, dom0.</summary>
    public static DomainId Initial => 0;

    /// <summary>The id of an ordinary domain.</summary>
    /// <param name="number">Its number, as <c>xl list</c> shows it: 0 to 0x7FEF.</param>
    /// <exception cref="OverflowException">No ordinary domain can have this number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DomainId Of(int number) => (DomainId)Narrow.AtMost((ulong)number, (ulong)DomainId.FirstReserved - 1);

    /// <summary>The id of an ordinary domain, from a number that may be none.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="domain">The id; <see cref="DomainId.Invalid"/> where there is none.</param>
    /// <returns>False where no ordinary domain can have this number.</returns>
    public static bool TryOf(long number, out DomainId domain)
    {
        bool ordinary = (ulong)number < (ulong)DomainId.FirstReserved;
        domain = ordinary ? (DomainId)number : DomainId.Invalid;
        return ordinary;
    }

    /// <summary>Whether a domain of this id can exist as one that runs: the id is below
    /// <see cref="DomainId.FirstReserved"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOrdinary(this DomainId domain) => domain < DomainId.FirstReserved;
}
