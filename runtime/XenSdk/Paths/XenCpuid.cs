namespace XenSdk;

/// <summary>
/// What Xen tells an HVM or PVH guest through CPUID: that it is there, and where a hypercall page is asked for.
/// </summary>
/// <remarks>
/// The guest writes the guest-physical address of a page to <see cref="HypercallPageMsr"/>, and Xen fills the page with call
/// gates that use the right instruction. Xen: xen/include/public/arch-x86/cpuid.h.
/// </remarks>
public readonly struct XenCpuid
{
    private const uint FirstBase = 0x4000_0000;
    private const uint LastBase = 0x4000_FF00;
    private const uint BaseStep = 0x100;
    private const uint LeavesNeeded = 2;

    private XenCpuid(uint baseLeaf, CpuidRegisters version, CpuidRegisters page)
    {
        BaseLeaf = baseLeaf;
        MajorVersion = (ushort)(version.Eax >> 16);
        MinorVersion = (ushort)version.Eax;
        HypercallPageCount = page.Eax;
        HypercallPageMsr = page.Ebx;
    }

    /// <summary>The first of Xen's leaves: 0x40000000, or 0x40000100 where Xen also acts as Microsoft's hypervisor.</summary>
    public uint BaseLeaf { get; }

    /// <summary>Xen's version: major number.</summary>
    public ushort MajorVersion { get; }

    /// <summary>Xen's version: minor number.</summary>
    public ushort MinorVersion { get; }

    /// <summary>Pages that the call gates take; 1 so far.</summary>
    public uint HypercallPageCount { get; }

    /// <summary>The model-specific register that asks for a page: written with the page's guest-physical address, with the
    /// page's index in the low 12 bits.</summary>
    public uint HypercallPageMsr { get; }

    /// <summary>Looks for Xen at every place where a hypervisor's leaves may begin.</summary>
    /// <param name="cpuid">The processor's CPUID.</param>
    /// <param name="xen">What Xen says.</param>
    /// <returns>False where there is no Xen, or it hides.</returns>
    public static bool TryFind<TCpuid>(TCpuid cpuid, out XenCpuid xen)
        where TCpuid : struct, ICpuid
    {
        for (uint leaf = FirstBase; leaf <= LastBase; leaf += BaseStep)
        {
            CpuidRegisters first = cpuid.Read(leaf, 0);
            if (first.NamesHypervisor("XenVMMXenVMM"u8) && first.Eax >= leaf + LeavesNeeded)
            {
                xen = new(leaf, cpuid.Read(leaf + 1, 0), cpuid.Read(leaf + 2, 0));
                return true;
            }
        }

        xen = default;
        return false;
    }
}
