namespace XenSdk;

/// <summary>The instruction that an HVM or PVH guest enters Xen with. Which one it is depends on the processor; the other one
/// is an invalid instruction there, and so fatal.</summary>
public enum HvmInstruction
{
    /// <summary><c>vmcall</c>, of Intel's virtualisation.</summary>
    Vmcall,

    /// <summary><c>vmmcall</c>, of AMD's virtualisation.</summary>
    Vmmcall,
}

/// <summary>Chooses between the two instructions.</summary>
public static class HvmInstructions
{
    /// <summary>Chooses by the processor's vendor.</summary>
    /// <param name="cpuid">The processor's CPUID.</param>
    /// <param name="instruction">The instruction.</param>
    /// <returns>False for a vendor that is not known to be of either kind: guessing would be fatal. Such a guest lets Xen
    /// choose, by a hypercall page (<see cref="XenCpuid.HypercallPageMsr"/>).</returns>
    public static bool TryChoose<TCpuid>(TCpuid cpuid, out HvmInstruction instruction)
        where TCpuid : struct, ICpuid
    {
        CpuidRegisters leaf = cpuid.Read(0, 0);
        bool isAmds = leaf.NamesVendor("AuthenticAMD"u8) || leaf.NamesVendor("HygonGenuine"u8);
        bool isIntels = leaf.NamesVendor("GenuineIntel"u8) || leaf.NamesVendor("CentaurHauls"u8) || leaf.NamesVendor("  Shanghai  "u8);
        instruction = isAmds ? HvmInstruction.Vmmcall : HvmInstruction.Vmcall;
        return isAmds || isIntels;
    }

    /// <summary>The instruction's bytes.</summary>
    internal static ReadOnlySpan<byte> Code(HvmInstruction instruction) =>
        instruction == HvmInstruction.Vmmcall ? [0x0F, 0x01, 0xD9] : [0x0F, 0x01, 0xC1];
}
