using XenSdk;

namespace PrivcmdFacts;

/// <summary>Memory of another domain, mapped by frame and by resource. Xen itself copies and clears pages in between, so what
/// is read was not merely written through the same mapping.</summary>
internal static class ForeignMemoryFacts
{
    private const ulong NoSuchFrame = 0xfff_ffff;

    public static void Find(Facts facts, Privcmd privcmd, CreatedDomain domain)
    {
        Frames(facts, privcmd, domain);
        Missing(facts, privcmd, domain);
        GrantTable(facts, privcmd, domain);
    }

    private static void Frames(Facts facts, Privcmd privcmd, CreatedDomain domain)
    {
        ReadOnlySpan<ulong> frames = domain.Frames.AsSpan(0, 4);
        using ForeignPages writable = privcmd.MapFrames(domain.Id, frames, ForeignAccess.ReadWrite);
        for (int page = 0; page < frames.Length; page++)
            writable.WritablePage(page).Fill((byte)(0xa0 + page));

        using (ForeignPages readable = privcmd.MapFrames(domain.Id, [frames[3], frames[1]]))
        {
            facts.Say("frames 3 and 1 read", $"{All(readable.Page(0))} {All(readable.Page(1))}");
            facts.Say("writing what is mapped for reading", Facts.Thrown(() => Write(readable)));
        }

        // Xen copies page 2 over page 0, and clears page 1.
        MmuExtOp[] operations = [MmuExtOps.CopyPage(new(frames[0]), new(frames[2])), MmuExtOps.ClearPage(new(frames[1]))];
        HypercallResult result = privcmd.Hypercalls.MmuExtOp(operations, out uint done, ForeignDomain.Of(domain.Id).Value);
        facts.Say("Xen copies and clears", $"{result}, done {done}");
        facts.Say("the pages read", $"{All(writable.Page(0))} {All(writable.Page(1))} {All(writable.Page(2))} {All(writable.Page(3))}");
    }

    private static void Missing(Facts facts, Privcmd privcmd, CreatedDomain domain)
    {
        ulong[] frames = [domain.Frames[2], NoSuchFrame, domain.Frames[3]];
        using (ForeignPages some = privcmd.MapFramesThatExist(domain.Id, frames))
        {
            facts.Say("a frame that does not exist", $"{some.ErrorOf(0)} {some.ErrorOf(1)} {some.ErrorOf(2)}, complete {some.IsComplete}");
            facts.Say("those around it read", $"{All(some.Page(0))} {All(some.Page(2))}");
        }

        // The machine's first page is no domain's.
        using (ForeignPages none = privcmd.MapFramesThatExist(domain.Id, [0]))
            facts.Say("a frame that is not the domain's", none.ErrorOf(0));
        facts.Say("mapping all of them", Facts.Thrown(() => privcmd.MapFrames(domain.Id, frames)));
        facts.Say("frames of no domain", Facts.Thrown(() => privcmd.MapFrames((DomainId)77, frames.AsSpan(0, 1))));
    }

    private static void GrantTable(Facts facts, Privcmd privcmd, CreatedDomain domain)
    {
        facts.Say("grant table frames", privcmd.CountResourceFrames(domain.Id, ForeignResource.GrantTable, 0));
        using ForeignPages resource = privcmd.MapResource(domain.Id, ForeignResource.GrantTable, id: 0, firstFrame: 0, count: 1);
        resource.WritablePage(0)[..16].Fill(0x5a);

        // The same frame by its number, which grant_table_op tells.
        using HypercallBuffer<ulong> list = privcmd.Rent<ulong>();
        var setup = new XenHeaders.GnttabSetupTable { Dom = (ushort)domain.Id, NrFrames = 1, FrameList = list.Pointer };
        HypercallResult result = privcmd.Hypercalls.GrantTableOp((uint)XenHeaders.GrantTableCommand.SetupTable, new Span<XenHeaders.GnttabSetupTable>(ref setup));
        facts.Say("setup_table", $"{result}, status {setup.Status}");
        using ForeignPages frame = privcmd.MapFrames(domain.Id, list.Span);
        facts.Say("the grant table by its frame reads", $"{All(frame.Page(0)[..16])} then {All(frame.Page(0)[16..])}");
        resource.WritablePage(0)[..16].Clear();
        facts.Say("a resource that does not exist", Facts.Thrown(() => privcmd.MapResource(domain.Id, ForeignResource.GrantTable, 7, 0, 1)));
    }

    private static void Write(ForeignPages pages) => pages.WritablePage(0)[0] = 1;

    /// <summary>The byte that all of them are.</summary>
    private static string All(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyExcept(bytes[0]) ? "different bytes" : $"0x{bytes[0]:x2}";
}
