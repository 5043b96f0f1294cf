using XenHeaders;
using XenSdk;

namespace PrivcmdFacts;

/// <summary>A paravirtualised domain that never runs: it has memory, and a grant table.</summary>
internal sealed class CreatedDomain : IDisposable
{
    private readonly Privcmd _privcmd;

    private CreatedDomain(Privcmd privcmd, DomainId id, ulong[] frames)
    {
        _privcmd = privcmd;
        Id = id;
        Frames = frames;
    }

    public DomainId Id { get; }

    /// <summary>The machine frames of its memory.</summary>
    public ulong[] Frames { get; }

    public static CreatedDomain Create(Privcmd privcmd, int pages)
    {
        XenDomctl create = New(DomctlCommand.CreateDomain, default);
        create.U.Createdomain.MaxVcpus = 1;
        create.U.Createdomain.MaxEvtchnPort = 1023;
        create.U.Createdomain.MaxGrantFrames = 4;
        create.U.Createdomain.MaxMaptrackFrames = 4;
        create.U.Createdomain.GrantOpts = 1;
        privcmd.Hypercalls.Domctl(ref create).ThrowIfError();
        var id = (DomainId)create.Domain;

        XenDomctl limit = New(DomctlCommand.MaxMemory, id);
        limit.U.MaxMem.MaxMemkb = (ulong)pages * 4;
        privcmd.Hypercalls.Domctl(ref limit).ThrowIfError();
        return new(privcmd, id, Populate(privcmd, id, pages));
    }

    public void Dispose()
    {
        XenDomctl destroy = New(DomctlCommand.DestroyDomain, Id);
        _privcmd.Hypercalls.Domctl(ref destroy).ThrowIfError();
    }

    /// <summary>Gives it memory. Xen reads the list of frames that the guest shall see, and writes the machine's into it; its
    /// address stands inside the argument, so it is in memory that Xen reaches.</summary>
    private static ulong[] Populate(Privcmd privcmd, DomainId id, int pages)
    {
        using HypercallBuffer<ulong> list = privcmd.Rent<ulong>(pages);
        for (int page = 0; page < pages; page++)
            list.Span[page] = (ulong)page;
        var reservation = new XenMemoryReservation { ExtentStart = list.Pointer, NrExtents = (ulong)pages, Domid = (ushort)id };
        HypercallResult done = privcmd.Hypercalls.MemoryOp((uint)MemoryCommand.PopulatePhysmap, ref reservation);
        return done.Value == pages
            ? list.Span.ToArray()
            : throw new InvalidOperationException($"populate_physmap gave {done} of {pages} pages.");
    }

    private static XenDomctl New(DomctlCommand command, DomainId domain) => new()
    {
        Cmd = (uint)command,
        InterfaceVersion = XenConstantsAdditions.DomctlInterfaceVersion,
        Domain = (ushort)domain,
    };
}
