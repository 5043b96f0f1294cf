using PrivcmdFacts;
using XenSdk;

// In dom0 of real Xen: says what Privcmd makes of each situation. 'fallback' is for where there is no /dev/xen/hypercall.
bool fallback = args is ["fallback"];
var facts = new Facts(fallback ? "fallback " : "");

using Privcmd privcmd = Privcmd.Open();
facts.Say("memory device", privcmd.HasMemoryDevice);
facts.Find("calls", () => CallFacts.Find(facts, privcmd));
facts.Find("buffers", () => BufferFacts.Find(facts, privcmd));
if (fallback)
    return;

facts.Find("threads", () => ThreadFacts.Find(facts, privcmd));
facts.Find("domain", () =>
{
    using CreatedDomain domain = CreatedDomain.Create(privcmd, pages: 32);
    facts.Say("domain", $"{(ushort)domain.Id} with {domain.Frames.Distinct().Count()} frames");
    facts.Find("allocation", () => AllocationFacts.Find(facts, privcmd, domain));
    facts.Find("page tables", () => PageTableFacts.Find(facts, privcmd, domain));
    facts.Find("foreign memory", () => ForeignMemoryFacts.Find(facts, privcmd, domain));
    facts.Find("confinement", () => ConfinementFacts.Find(facts, domain));
});
facts.Say("domain destroyed", "yes");
