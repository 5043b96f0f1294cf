using System.Runtime.CompilerServices;
using System.Text;
using XenHeaders;
using XenSdk;

namespace PrivcmdFacts;

/// <summary>Single calls: results, errors of Xen's and of the kernel's, and results of more than 32 bits.</summary>
internal static class CallFacts
{
    // The first page is never mapped in a process.
    private const ulong NotMapped = 8;
    private const uint Unknown = 63;

    // Bits above 31 and bit 31 itself: what an int would lose, and what it would take for a sign.
    private const ulong Wide = 0x0000_1234_89ab_cde0;

    public static void Find(Facts facts, Privcmd privcmd)
    {
        var xen = privcmd.Hypercalls;
        facts.Say("version", xen.Version());
        Capabilities capabilities = default;
        facts.Say("capabilities result", xen.XenVersion(XenConstantsAdditions.VersionCapabilities, ref capabilities));
        facts.Say("capabilities", Encoding.ASCII.GetString((ReadOnlySpan<byte>)capabilities).TrimEnd('\0', ' '));
        facts.Say("bad pointer", xen.XenVersion(XenConstantsAdditions.VersionExtra, new GuestPointer64(NotMapped)));
        facts.Say("unknown hypercall", new HypercallResult(xen.Path.Call(Unknown)));

        var physical = new XenSysctl { Cmd = XenConstantsAdditions.SysctlPhysinfo, InterfaceVersion = XenConstantsAdditions.SysctlInterfaceVersion };
        facts.Say("sysctl", $"{xen.Sysctl(ref physical)}, {physical.U.Physinfo.NrCpus} processor");
        physical.InterfaceVersion++;
        facts.Say("sysctl of another version", xen.Sysctl(ref physical));
        var domain = new XenDomctl { Cmd = (uint)DomctlCommand.MaxMemory, InterfaceVersion = XenConstantsAdditions.DomctlInterfaceVersion - 1 };
        facts.Say("domctl of another version", xen.Domctl(ref domain));

        // Debug registers of a guest hold what it likes; no breakpoint is switched on.
        facts.Say("set_debugreg", xen.SetDebugReg(0, Wide));
        facts.Say("get_debugreg", $"0x{xen.GetDebugReg(0).Value:x}");
        facts.Say("get_debugreg without a multicall", $"0x{xen.Path.Call((uint)HypercallNumber.GetDebugReg, 0):x}");
        xen.SetDebugReg(0, 0).ThrowIfError();
        facts.Say("maximum_ram_page", xen.MemoryOp((uint)MemoryCommand.MaximumRamPage, default(GuestPointer64)).Value);
    }

    /// <summary><c>xen_capabilities_info_t</c></summary>
    [InlineArray(1024)]
    private struct Capabilities
    {
        private byte _first;
    }
}
