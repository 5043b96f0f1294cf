using Microsoft.CodeAnalysis;

namespace XenSdk.Generator.Tests;

/// <summary>Structs of a user's that are wrong: what is told, where, and with what on both sides. The numbers are counted by
/// hand from the header.</summary>
public sealed class WrongUserLayoutTests
{
    private const string MmuUpdate = "[XenLayout(\"struct mmu_update\")] ";
    private const string TrapInfo = "[XenLayout(\"struct trap_info\", Target = \"x86_64\")] ";
    private const string Multicall = "[XenLayout(\"struct multicall_entry\", Target = \"x86_64\")] ";
    private const string AllTargets = "(x86_64, x86_32, arm64, arm32)";

    /// <summary>What it is, the code with its marks, and a part of the message at each.</summary>
    public static TheoryData<string, string, string[]> Wrong => new()
    {
        { "swapped fields", MmuUpdate + "public struct Mine { public ulong Val; public ulong ⟦Ptr⟧; }",
            [$"'Ptr' of 'Mine' is at byte 8, xen.h has 'ptr' at 0, and one more is not where C has it {AllTargets}. Put the fields into C's order"] },
        { "a field that is too narrow", MmuUpdate + "public struct Mine { public uint ⟦Ptr⟧; public ulong Val; }",
            [$"'Ptr' of 'Mine' has 4 bytes, xen.h has 'ptr' (uint64_t) with 8 {AllTargets}. Give it a type of 8 bytes."] },
        { "a field that is too wide", TrapInfo + "public struct Mine { public ushort ⟦Vector⟧; public byte Flags; public ushort Cs; public ulong Address; }",
            ["'Vector' of 'Mine' has 2 bytes, asm/xen/interface.h has 'vector' (uint8_t) with 1 (x86_64)."] },
        { "no room for a hole", TrapInfo + "[StructLayout(LayoutKind.Sequential, Pack = 4)] public struct Mine { public byte Vector, Flags; public ushort Cs; public ulong ⟦Address⟧; }",
            ["'Address' of 'Mine' is at byte 4, asm/xen/interface.h has 'address' at 8 (x86_64)."] },
        { "a wrong FieldOffset", TrapInfo + "[StructLayout(LayoutKind.Explicit)] public struct Mine { [FieldOffset(0)] public byte Vector; [FieldOffset(2)] public byte ⟦Flags⟧; [FieldOffset(4)] public ushort ⟦Cs⟧; [FieldOffset(8)] public ulong Address; }",
            ["'Flags' of 'Mine' is at byte 2, asm/xen/interface.h has 'flags' at 1 (x86_64)", "'Cs' of 'Mine' is at byte 4, asm/xen/interface.h has 'cs' at 2 (x86_64). Put the fields into C's order with nothing between them that C does not have, or say [FieldOffset(2)]"] },
        { "a missing field", TrapInfo + "public struct ⟦Mine⟧ { public byte Vector; public ushort Cs; public ulong Address; }",
            ["'Mine' lacks a field for 'flags', which asm/xen/interface.h has at byte 1 with 1 bytes (uint8_t) (x86_64). Add a field 'Flags', or mark the one that stands for it with [NativeName(\"flags\")]."] },
        { "a missing field in an explicit layout", TrapInfo + "[StructLayout(LayoutKind.Explicit, Size = 16)] public struct ⟦Mine⟧ { [FieldOffset(0)] public byte Vector; [FieldOffset(1)] public byte Flags; [FieldOffset(8)] public ulong Address; }",
            ["'Mine' lacks a field for 'cs', which asm/xen/interface.h has at byte 2"] },
        { "a surplus field at the end", MmuUpdate + "public struct Mine { public ulong Ptr, Val; public uint ⟦More⟧; }",
            [$"'More' of 'Mine' has 4 bytes at byte 16, and xen.h has no such field in 'struct mmu_update' {AllTargets}. Remove it, or mark it"] },
        { "a surplus private field at the end", MmuUpdate + "public struct Mine { public ulong Ptr, Val; private uint ⟦_more⟧; }", ["'_more' of 'Mine' has 4 bytes at byte 16"] },
        { "a public field in a hole", TrapInfo + "public struct Mine { public byte Vector, Flags; public ushort Cs; public uint ⟦Extra⟧; public ulong Address; }",
            ["'Extra' of 'Mine' has 4 bytes at byte 4, and asm/xen/interface.h has no such field in 'struct trap_info' (x86_64)."] },
        { "a private field over another", TrapInfo + "[StructLayout(LayoutKind.Explicit)] public struct Mine { [FieldOffset(0)] public byte Vector; [FieldOffset(1)] public byte Flags; [FieldOffset(2)] public ushort Cs; [FieldOffset(8)] public ulong Address; [FieldOffset(6)] private uint ⟦_over⟧; }",
            ["'_over' of 'Mine' has 4 bytes at byte 6"] },
        { "a name that is spelled wrong", MmuUpdate + "public struct ⟦Mine⟧ { public ulong Ptr; public ulong ⟦Vall⟧; }",
            ["'Mine' lacks a field for 'val', which xen.h has at byte 8", "'Vall' of 'Mine' has 8 bytes at byte 8, and xen.h has no such field in 'struct mmu_update' (x86_64, x86_32, arm64, arm32). Remove it, or mark it with [NativeName] and C's name. Did you mean 'Val'?"] },
        { "a [NativeName] that is spelled wrong", MmuUpdate + "public struct ⟦Mine⟧ { public ulong Ptr; [NativeName(\"vall\")] public ulong ⟦Val⟧; }",
            ["lacks a field for 'val'", "Did you mean 'val'?"] },
        { "two fields for one", MmuUpdate + "public struct Mine { [NativeName(\"ptr\")] public ulong Where; public ulong Val; public ulong ⟦Ptr⟧; }", ["'Ptr' of 'Mine' has 8 bytes at byte 16"] },
        { "too large as a whole", MmuUpdate + "[StructLayout(LayoutKind.Sequential, Size = 24)] public struct ⟦Mine⟧ { public ulong Ptr, Val; }",
            [$"'Mine' has 24 bytes, xen.h has 'struct mmu_update' with 16 {AllTargets}."] },
        { "too small as a whole", "[XenLayout(\"struct arch_vcpu_info\", Target = \"x86_64\")] [StructLayout(LayoutKind.Explicit)] public struct ⟦Mine⟧ { [FieldOffset(0)] public ulong Cr2; }",
            ["'Mine' lacks a field for 'pad', which asm/xen/interface_64.h has at byte 8 with 8 bytes"] },
        { "the tail of an array", "[XenLayout(\"xen_domain_handle_t\")] public struct ⟦Mine⟧ { public ulong A; }",
            [$"'Mine' has 8 bytes, xen.h has 'xen_domain_handle_t' with 16 elements of 1 bytes {AllTargets}."] },
        { "a fixed buffer that is too short", Multicall + "public unsafe struct Mine { public ulong Op; public long Result; public fixed ulong ⟦Args⟧[5]; }",
            ["'Args' of 'Mine' has 5 elements of 8 bytes, xen.h has 'args' with 6 of 8 (x86_64). Give it 6 elements of 8 bytes."] },
        { "a fixed buffer of other elements", Multicall + "public unsafe struct Mine { public ulong Op; public long Result; public fixed uint ⟦Args⟧[12]; }",
            ["'Args' of 'Mine' has 12 elements of 4 bytes, xen.h has 'args' with 6 of 8 (x86_64)."] },
        { "an inline array that is too long", Multicall + "public struct Mine { public ulong Op; public long Result; public Seven ⟦Args⟧; } [InlineArray(7)] public struct Seven { private ulong _first; }",
            ["'Args' of 'Mine' has 7 elements of 8 bytes, xen.h has 'args' with 6 of 8 (x86_64)."] },
        { "one number for an array", Multicall + "public struct Mine { public ulong Op; public long Result; public ulong ⟦Args⟧; }",
            ["'Args' of 'Mine' has 8 bytes, xen.h has 'args' with 6 elements of 8 bytes (x86_64). Give it the type of a struct with [InlineArray(6)], or make it a fixed buffer of 6 elements."] },
        { "a pointer of the process in a struct of 32 bits", "[XenLayout(\"struct trap_info\", Target = \"x86_32\")] public struct Mine { public byte Vector, Flags; public ushort Cs; public nint ⟦Address⟧; }",
            ["'Address' of 'Mine' has 8 bytes, asm/xen/interface.h has 'address' (unsigned long) with 4 (x86_32). Give it a type of 4 bytes. A pointer has the 8 bytes of the process: use 'uint' or GuestPointer32."] },
        { "an enum that is too narrow", "[XenLayout(\"struct mmuext_op\", Target = \"x86_64\")] public struct Mine { public Command ⟦Cmd⟧; public ulong Arg1, Arg2; } public enum Command : byte { }",
            ["'Cmd' of 'Mine' has 1 bytes, xen.h has 'cmd' (unsigned int) with 4 (x86_64)."] },
        { "a struct within that is wrong", "[XenLayout(\"struct vcpu_info\", Target = \"x86_64\")] public struct Mine { public byte EvtchnUpcallPending, EvtchnUpcallMask; public ulong EvtchnPendingSel; public Part ⟦Arch⟧; public PvclockVcpuTimeInfo Time; } public struct Part { public ulong Pad, Cr2; }",
            ["'Arch.Cr2' of 'Mine' is at byte 24, asm/xen/interface_64.h has 'arch.cr2' at 16"] },
        { "the elements of an array that are wrong", "[XenLayout(\"struct vcpu_guest_context\", Target = \"x86_64\")] [StructLayout(LayoutKind.Explicit, Size = 5168)] public struct ⟦Mine⟧ { [FieldOffset(720)] public Traps ⟦TrapCtxt⟧; } [InlineArray(256)] public struct Traps { private Trap _first; } public struct Trap { public byte Flags, Vector; public ushort Cs; public ulong Address; }",
            ["lacks a field for 'fpu_ctxt'", "'TrapCtxt[].Vector' of 'Mine' is at byte 1, asm/xen/interface.h has 'trap_ctxt[].vector' at 0"] },
        { "structs of other targets", "[XenLayout(\"struct trap_info\")] public struct ⟦Mine⟧ { public byte Vector, Flags; public ushort Cs; public uint Address; }",
            ["'Mine' is what 'struct trap_info' is for x86_32, and not for x86_64: 'Address' of 'Mine' has 4 bytes, asm/xen/interface.h has 'address' (unsigned long) with 8 (x86_64). Name the target that it is for: [XenLayout(\"struct trap_info\", Target = \"x86_32\")]."] },
        { "right for none of several", "[XenLayout(\"struct trap_info\")] public struct Mine { public byte Vector, Flags; public ushort Cs; public ushort ⟦Address⟧; }",
            ["with 8 (x86_64). Give it a type of 8 bytes. 'struct trap_info' is not the same for every target: name the one that is meant, as by [XenLayout(\"struct trap_info\", Target = \"x86_64\")]."] },
        { "a type that is not there", "[XenLayout(\"struct mmu_updates\")] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", ["XEN2009", "xen.h has no struct, union or array 'struct mmu_updates'.", "Did you mean 'struct mmu_update'?"] },
        { "without struct", "[XenLayout(\"mmu_update\")] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", ["XEN2009", "Did you mean 'struct mmu_update'?"] },
        { "a typedef that the header lacks", "[XenLayout(\"mmu_update_t\")] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", ["XEN2009", "Did you mean 'struct mmu_update'?"] },
        { "nothing", "[XenLayout(\"\")] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", ["XEN2009"] },
        { "a number's name", "[XenLayout(\"domid_t\")] public struct ⟦Mine⟧ { public ushort Value; }", ["XEN2009", "'domid_t' of xen.h is a number or a pointer"] },
        { "a type of another target", "[XenLayout(\"struct trap_info\", Target = \"arm64\")] public struct ⟦Mine⟧ { public ulong Value; }", ["XEN2009", "xen.h has 'struct trap_info' for x86_64, x86_32 and not for arm64. Correct the Target."] },
        { "a target that is none", "[XenLayout(\"struct mmu_update\", Target = \"amd64\")] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", ["XEN2009", "There is no target 'amd64'. Use x86_64, x86_32, arm64, arm32."] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_where_it_is_and_with_both_sides(string story, string code, string[] parts)
    {
        IReadOnlyList<Diagnostic> found = await new UserCode(code).AnalyzeAtMarks();
        Assert.NotEmpty(found);
        string expected = parts[0] == "XEN2009" ? parts[0] : "XEN2008";
        Assert.All(found, each => Assert.Equal((story, expected, DiagnosticSeverity.Error), (story, each.Id, each.Severity)));
        foreach (string part in parts.Where(part => part != "XEN2009"))
            Assert.True(found.Any(each => each.GetMessage(null).Contains(part, StringComparison.Ordinal)), $"{story}: no '{part}' in\n{string.Join("\n", found)}");
    }
}
