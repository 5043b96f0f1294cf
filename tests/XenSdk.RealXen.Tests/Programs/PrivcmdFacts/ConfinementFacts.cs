using XenSdk;

namespace PrivcmdFacts;

/// <summary>A device that was restricted to one domain: what it still does, and what it refuses before it asks the kernel.</summary>
internal static class ConfinementFacts
{
    public static void Find(Facts facts, CreatedDomain domain)
    {
        using Privcmd confined = Privcmd.Open();
        using HypercallBuffer<ulong> rented = confined.Rent<ulong>();
        confined.Restrict(domain.Id);
        facts.Say("restricted to the domain", confined.RestrictedTo == domain.Id);
        facts.Say("hypercall when restricted", Facts.Thrown(() => confined.Hypercalls.Version()));
        facts.Say("restricting again", Facts.Thrown(() => confined.Restrict(domain.Id)));
        facts.Say("restricting to another domain", Facts.Thrown(() => confined.Restrict((DomainId)((ushort)domain.Id + 1))));
        facts.Say("another domain's pages when restricted", Facts.Thrown(() => confined.MapFrames((DomainId)0, [0])));
        using ForeignPages pages = confined.MapFrames(domain.Id, domain.Frames.AsSpan(2, 1));
        facts.Say("the domain's pages when restricted", $"0x{pages.Page(0)[0]:x2}");
        facts.Say("rented memory when restricted", rented.Span.Length);
    }
}
