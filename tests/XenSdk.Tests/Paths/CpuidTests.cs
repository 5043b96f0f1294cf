using System.Runtime.Intrinsics.X86;
using System.Text;

namespace XenSdk.Tests.Paths;

/// <summary>What CPUID says of the processor and of Xen.</summary>
public sealed class CpuidTests
{
    [Theory]
    [InlineData("GenuineIntel", HvmInstruction.Vmcall)]
    [InlineData("CentaurHauls", HvmInstruction.Vmcall)]
    [InlineData("  Shanghai  ", HvmInstruction.Vmcall)]
    [InlineData("AuthenticAMD", HvmInstruction.Vmmcall)]
    [InlineData("HygonGenuine", HvmInstruction.Vmmcall)]
    public void The_vendor_decides_the_instruction(string vendor, HvmInstruction expected)
    {
        Assert.True(HvmInstructions.TryChoose(new Leaves(Vendor(vendor)), out HvmInstruction instruction));
        Assert.Equal(expected, instruction);
    }

    [Theory]
    [InlineData("GenuineIotel")]
    [InlineData("AuthenticAMd")]
    [InlineData("XenVMMXenVMM")]
    public void An_unknown_vendor_is_not_guessed(string vendor)
    {
        Assert.False(HvmInstructions.TryChoose(new Leaves(Vendor(vendor)), out _));
    }

    [Fact]
    public void This_processors_vendor_is_the_one_that_Linux_names()
    {
        string line = File.ReadLines("/proc/cpuinfo").First(static line => line.StartsWith("vendor_id", StringComparison.Ordinal));
        string vendor = line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
        bool expected = HvmInstructions.TryChoose(new Leaves(Vendor(vendor.PadRight(12))), out HvmInstruction instruction);

        Assert.Equal(expected, HvmInstructions.TryChoose(default(ProcessCpuid), out HvmInstruction chosen));
        Assert.Equal(instruction, chosen);
    }

    [Fact]
    public void The_machine_code_for_cpuid_reads_what_NET_reads()
    {
        var code = new byte[ProcessorGates.Size];
        ProcessorGates.Write(code);
        using ExecutableMemory memory = ExecutableMemory.Load(code);
        var gates = new ProcessorGates((nuint)memory.Address);

        // Leaves that do not say which processor of several answers.
        foreach ((uint leaf, uint subleaf) in new[] { (0u, 0u), (7u, 0u), (0x4000_0000u, 0u), (0x8000_0000u, 0u), (0x8000_0002u, 0u) })
        {
            CpuidRegisters registers = gates.Read(leaf, subleaf), processs = default(ProcessCpuid).Read(leaf, subleaf);
            Assert.Equal(
                X86Base.CpuId((int)leaf, (int)subleaf),
                ((int)registers.Eax, (int)registers.Ebx, (int)registers.Ecx, (int)registers.Edx));
            Assert.Equal(registers, processs);
        }
    }

    [Theory]
    [InlineData(0x4000_0000u)]
    [InlineData(0x4000_0100u)]
    [InlineData(0x4000_FF00u)]
    public void Xen_is_found_at_every_place_where_it_may_be(uint start)
    {
        var leaves = new Leaves(
            Hypervisor(0x4000_0000, "Microsoft Hv"),
            Hypervisor(start, "XenVMMXenVMM", last: start + 5),
            (start + 1, new(0x0004_0011, 0, 0, 0)),
            (start + 2, new(1, 0x4000_0000 | (start >> 8 & 0xFF) << 9, 0, 0)));

        Assert.True(XenCpuid.TryFind(leaves, out XenCpuid xen));

        Assert.Equal((start, 4, 17), (xen.BaseLeaf, xen.MajorVersion, xen.MinorVersion));
        Assert.Equal((1u, 0x4000_0000 | (start >> 8 & 0xFF) << 9), (xen.HypercallPageCount, xen.HypercallPageMsr));
    }

    [Theory]
    [InlineData("KVMKVMKVM\0\0\0", 0x4000_0010u)]
    [InlineData("XenVMMXenVMN", 0x4000_0010u)]
    [InlineData("XenVMMXenVMM", 0x4000_0001u)]
    public void Another_hypervisor_or_one_without_the_page_is_not_Xen(string name, uint last)
    {
        Assert.False(XenCpuid.TryFind(new Leaves(Hypervisor(0x4000_0000, name, last)), out _));
    }

    [Fact]
    public void A_machine_without_a_hypervisor_has_no_Xen() => Assert.False(XenCpuid.TryFind(new Leaves([]), out _));

    private static (uint Leaf, CpuidRegisters Registers) Vendor(string name) => (0, new(13, Letters(name, 0), Letters(name, 8), Letters(name, 4)));

    private static (uint Leaf, CpuidRegisters Registers) Hypervisor(uint leaf, string name, uint last = 0) =>
        (leaf, new(last == 0 ? leaf + 6 : last, Letters(name, 0), Letters(name, 4), Letters(name, 8)));

    private static uint Letters(string name, int start) => BitConverter.ToUInt32(Encoding.ASCII.GetBytes(name), start);

    private readonly struct Leaves(params (uint Leaf, CpuidRegisters Registers)[] leaves) : ICpuid
    {
        public CpuidRegisters Read(uint leaf, uint subleaf) => leaves.LastOrDefault(known => known.Leaf == leaf).Registers;
    }
}
