namespace XenSdk.Simulation;

/// <summary>What machine to simulate. The defaults are a small one with dom0 alone.</summary>
public sealed record SimulatedXenOptions
{
    /// <summary>The domain that makes the hypercalls.</summary>
    public SimulatedDomainOptions Domain { get; init; } = new(0);

    /// <summary>The other domains of the machine.</summary>
    public IReadOnlyList<SimulatedDomainOptions> OtherDomains { get; init; } = [];

    /// <summary>Frames of 4096 bytes that belong to nobody when the simulation starts.</summary>
    public int FreeFrames { get; init; } = 64;

    /// <summary>Frames of Xen's own.</summary>
    public int XenFrames { get; init; } = 16;

    /// <summary>Xen's version: major number.</summary>
    public ushort MajorVersion { get; init; } = 4;

    /// <summary>Xen's version: minor number.</summary>
    public ushort MinorVersion { get; init; } = 17;

    /// <summary>Xen's version: what follows the numbers, at most 15 characters of ASCII.</summary>
    public string ExtraVersion { get; init; } = ".7";

    /// <summary>How many of the last calls <see cref="SimulatedXen.Calls"/> remembers.</summary>
    public int RememberedCalls { get; init; } = 1024;

    /// <summary>Whether Xen overwrites the entries of a multicall but for their results, as its debug build does: a caller
    /// may trust nothing else in them after the call.</summary>
    public bool PoisonsMulticallEntries { get; init; } = true;

    /// <summary>How long a vCPU that blocks is left to wait for other threads, once nothing is set that could wake it. Then
    /// the call ends as one that failed inside the simulation (<see cref="SimulatedXen.Failure"/>), and not never.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(FreeFrames);
        ArgumentOutOfRangeException.ThrowIfNegative(XenFrames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RememberedCalls);
        if (ExtraVersion.Length > 15 || ExtraVersion.Any(static c => !char.IsAscii(c)))
            throw new ArgumentException($"{nameof(ExtraVersion)} is at most 15 characters of ASCII, not '{ExtraVersion}'.");
        HashSet<DomainId> ids = [];
        foreach (SimulatedDomainOptions domain in OtherDomains.Prepend(Domain))
        {
            domain.ThrowIfInvalid();
            if (!ids.Add(domain.Id))
                throw new ArgumentException($"Two domains have the number {domain.Number}.");
        }
    }
}

/// <summary>A domain to simulate.</summary>
/// <param name="Number">Its number, below 0x7FF0 (<see cref="DomainId.FirstReserved"/>).</param>
public sealed record SimulatedDomainOptions(int Number)
{
    /// <summary>Pages of 4096 bytes that it has, its page tables among them.</summary>
    public int Pages { get; init; } = 64;

    /// <summary>vCPUs that it has, all of them up: 1 to 32, as many as have a part in the shared info page.</summary>
    public int Vcpus { get; init; } = 1;

    /// <summary>Whether it may act on other domains and on the machine. Without a word on it, dom0 may and no other.</summary>
    public bool? IsPrivileged { get; init; }

    internal DomainId Id => (DomainId)Number;

    internal void ThrowIfInvalid()
    {
        const int pagesOfTheLast2GiB = 1 << 19;
        if (Number is < 0 or >= (int)DomainId.FirstReserved)
            throw new ArgumentException($"An ordinary domain's number is from 0 to {(int)DomainId.FirstReserved - 1}; {Number} is not.");
        if (Pages <= DomainBuilder.TablesFor(Pages) || Pages > pagesOfTheLast2GiB)
            throw new ArgumentException($"Domain {Number} has {Pages} pages; {nameof(Pages)} is from 5 to {pagesOfTheLast2GiB}.");
        if (Vcpus is < 1 or > 32)
            throw new ArgumentException($"Domain {Number} has {Vcpus} vCPUs; {nameof(Vcpus)} is from 1 to 32.");
    }
}
