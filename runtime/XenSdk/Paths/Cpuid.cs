using System.Runtime.Intrinsics.X86;

namespace XenSdk;

/// <summary>A way to execute the <c>cpuid</c> instruction.</summary>
public interface ICpuid
{
    /// <summary>What a leaf says.</summary>
    /// <param name="leaf">The leaf (EAX).</param>
    /// <param name="subleaf">The leaf's part (ECX), where it has parts.</param>
    CpuidRegisters Read(uint leaf, uint subleaf);
}

/// <summary>What a leaf of CPUID says, register by register.</summary>
/// <param name="eax">EAX.</param>
/// <param name="ebx">EBX.</param>
/// <param name="ecx">ECX.</param>
/// <param name="edx">EDX.</param>
public readonly struct CpuidRegisters(uint eax, uint ebx, uint ecx, uint edx)
{
    /// <summary>EAX.</summary>
    public uint Eax { get; } = eax;

    /// <summary>EBX.</summary>
    public uint Ebx { get; } = ebx;

    /// <summary>ECX.</summary>
    public uint Ecx { get; } = ecx;

    /// <summary>EDX.</summary>
    public uint Edx { get; } = edx;

    /// <summary>Whether leaf 0 names a processor's vendor: twelve letters in EBX, EDX and ECX.</summary>
    internal bool NamesVendor(ReadOnlySpan<byte> name) => Ebx == Letters(name, 0) && Edx == Letters(name, 4) && Ecx == Letters(name, 8);

    /// <summary>Whether a hypervisor's first leaf names it: twelve letters in EBX, ECX and EDX.</summary>
    internal bool NamesHypervisor(ReadOnlySpan<byte> name) => Ebx == Letters(name, 0) && Ecx == Letters(name, 4) && Edx == Letters(name, 8);

    private static uint Letters(ReadOnlySpan<byte> name, int start) =>
        name[start] | ((uint)name[start + 1] << 8) | ((uint)name[start + 2] << 16) | ((uint)name[start + 3] << 24);
}

/// <summary>CPUID in a process. What a guest without the .NET runtime uses is <see cref="ProcessorGates"/>.</summary>
public readonly struct ProcessCpuid : ICpuid
{
    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">The processor is no x86.</exception>
    public CpuidRegisters Read(uint leaf, uint subleaf)
    {
        (int eax, int ebx, int ecx, int edx) = X86Base.CpuId((int)leaf, (int)subleaf);
        return new((uint)eax, (uint)ebx, (uint)ecx, (uint)edx);
    }
}
