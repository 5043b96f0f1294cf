using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>Structs for the types of a project's own header, which goes before the one that XenSdk was built from.</summary>
public sealed class OwnHeaderLayoutTests
{
    /// <summary>On x86_32 a 64-bit number is aligned to 4 bytes.</summary>
    private static readonly AbiModel s_tight = Model(AbiTarget.X86_32, Struct("entry", 12, 4, Field("id", U32, 0, 4), Field("time", U64, 4, 8, 4)));

    private static readonly AbiModel s_wide = Model(AbiTarget.X86_64, Struct("entry", 16, 8, Field("id", U32, 0, 4), Field("time", U64, 8, 8)));

    [Fact]
    public async Task A_type_of_the_projects_own_header_is_compared()
    {
        await AssertTold([s_wide], "[XenLayout(\"struct entry\")] public struct Mine { public uint Id; public ulong Time; }");
        await AssertTold([s_wide], "[XenLayout(\"struct entry\")] public struct Mine { public uint Id; public uint ⟦Time⟧; }",
            "'Time' of 'Mine' has 4 bytes, sample.h has 'time' (u64) with 8 (x86_64).");
    }

    [Fact]
    public async Task Pack_gives_what_a_32_bit_target_has()
    {
        await AssertTold([s_tight], "[XenLayout(\"struct entry\")] [StructLayout(LayoutKind.Sequential, Pack = 4)] public struct Mine { public uint Id; public ulong Time; }");
        await AssertTold([s_tight, s_wide], "[XenLayout(\"struct entry\")] [StructLayout(LayoutKind.Sequential, Pack = 4)] public struct ⟦Mine⟧ { public uint Id; public ulong Time; }",
            "'Mine' is what 'struct entry' is for x86_32, and not for x86_64: 'Time' of 'Mine' is at byte 4, sample.h has 'time' at 8 (x86_64). Name the target");
    }

    [Fact]
    public async Task The_projects_own_version_of_a_type_goes_before_XenSdks()
    {
        AbiModel own = Model(AbiTarget.X86_64, Struct("mmu_update", 24, 8, Field("ptr", U64, 0, 8), Field("val", U64, 8, 8), Field("more", U64, 16, 8)));
        const string Three = "[XenLayout(\"struct mmu_update\")] public struct {0} {{ public ulong Ptr, Val, More; }}";
        await AssertTold([own], string.Format(null, Three, "Mine"));
        await AssertTold([own], "[XenLayout(\"struct mmu_update\")] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", "sample.h has at byte 16");
        await AssertTold([own], "[XenLayout(\"struct mmu_update\", Target = \"arm64\")] public struct Mine { public ulong Ptr, Val; }");
    }

    [Fact]
    public async Task Names_of_both_are_suggested() => await AssertTold(
        [s_wide], "[XenLayout(\"struct entri\")] public struct ⟦Mine⟧ { public ulong A; } [XenLayout(\"struct trap_inf\")] public struct ⟦Other⟧ { public ulong A; }",
        "sample.h, xen.h has no struct, union or array 'struct entri'", "Did you mean 'struct entry'?", "Did you mean 'struct trap_info'?");

    [Fact]
    public async Task Of_an_anonymous_union_one_member_is_enough()
    {
        AbiModel model = Model(AbiTarget.Arm64, Struct("regs", 16, 8,
            Anonymous(Union("u", 8, 8, Field("x0", U64, 0, 8), Field("r0_usr", U32, 0, 4)), 0), Field("pc", U64, 8, 8)));
        await AssertTold([model], "[XenLayout(\"struct regs\")] public struct Mine { public ulong X0, Pc; }");
        await AssertTold([model], "[XenLayout(\"struct regs\")] [StructLayout(LayoutKind.Explicit)] public struct Mine { [FieldOffset(0)] public ulong X0; [FieldOffset(0)] public uint R0Usr; [FieldOffset(8)] public ulong Pc; }");
        await AssertTold([model], "[XenLayout(\"struct regs\")] [StructLayout(LayoutKind.Explicit)] public struct ⟦Mine⟧ { [FieldOffset(8)] public ulong Pc; }", "lacks a field for 'x0'", "lacks a field for 'r0_usr'");
        await AssertTold([model], "[XenLayout(\"struct regs\")] [StructLayout(LayoutKind.Explicit)] public struct Mine { [FieldOffset(4)] public uint ⟦R0Usr⟧; [FieldOffset(8)] public ulong Pc; }", "'R0Usr' of 'Mine' is at byte 4, sample.h has 'r0_usr' at 0");
    }

    [Fact]
    public async Task Bit_fields_stand_in_any_field_that_holds_their_bits()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("flags", 8, 4, Bits("low", U32, 0, 4, 0, 5), Bits("high", U32, 0, 4, 5, 20), Field("after", U32, 4, 4)));
        await AssertTold([model], "[XenLayout(\"struct flags\")] public struct Mine { private uint _bits; public uint After; }");
        await AssertTold([model], "[XenLayout(\"struct flags\")] public struct ⟦Mine⟧ { public ushort Bits; public uint After; }",
            "'Mine' has no field that holds the bits of 'high', of which sample.h has 20 at bit 5 (x86_64). Add a field of 4 bytes at byte 0 for the unit.");
    }

    [Fact]
    public async Task Arrays_of_arrays_may_be_one_long_array()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("grid", 24, 4, Field("cells", Array(Array(U32, 3), 2), 0, 24)));
        await AssertTold([model], "[XenLayout(\"struct grid\")] public unsafe struct Mine { public fixed uint Cells[6]; }");
        await AssertTold([model], "[XenLayout(\"struct grid\")] public struct Mine { public Rows Cells; } [InlineArray(2)] public struct Rows { private Row _first; } [InlineArray(3)] public struct Row { private uint _first; }");
        await AssertTold([model], "[XenLayout(\"struct grid\")] public struct Mine { public Rows ⟦Cells⟧; } [InlineArray(3)] public struct Rows { private Row _first; } [InlineArray(2)] public struct Row { private uint _first; }",
            "'Cells' of 'Mine' has 3 elements of 8 bytes, sample.h has 'cells' with 2 of 12 (x86_64).");
    }

    /// <summary>What a compiled assembly says of its structs stands in other tables than attributes, and private fields count.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Structs_of_another_assembly_have_their_own_layout(bool isCompiled)
    {
        CSharpCompilation library = new UserCode("""
            [StructLayout(LayoutKind.Sequential, Pack = 4)] public struct Packed { public uint Id; [NativeName("time")] private ulong _time; }
            [StructLayout(LayoutKind.Explicit, Size = 12)] public struct Placed { [FieldOffset(0)] public uint Id; [FieldOffset(4)] public uint Time; }
            [StructLayout(LayoutKind.Explicit, Size = 12)] public struct Swapped { [FieldOffset(8)] public uint Id; [FieldOffset(0)] private ulong Time; }
            [StructLayout(LayoutKind.Auto)] public struct Anyhow { public uint Id; public ulong Time; }
            [InlineArray(3)] public struct Three { private uint _first; }
            """).Compilation.WithAssemblyName("library");
        AbiModel model = Model(AbiTarget.X86_32, s_tight.Records[0], Struct("holder", 16, 4, Field("entry", Named("struct entry"), 0, 12, 4), Field("last", U32, 12, 4)));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        MetadataReference reference = isCompiled ? MetadataReference.CreateFromImage(image.ToArray()) : library.ToMetadataReference();

        async Task<string> Told(string type, bool isRight = false)
        {
            string code = $"[XenLayout(\"struct holder\")] public struct Mine {{ public {type} {(isRight ? "Entry" : "⟦Entry⟧")}; public uint Last; }}";
            return string.Join("\n", await (new UserCode(code).WithModels(model) with { Uses = [reference] }).AnalyzeAtMarks());
        }

        Assert.Equal("", await Told("Packed", isRight: true));
        Assert.Equal("", await Told("Three", isRight: true));
        Assert.Contains("'Entry.Time' of 'Mine' has 4 bytes, sample.h has 'entry.time' (u64) with 8", await Told("Placed"), StringComparison.Ordinal);
        Assert.Contains("'Entry.Id' of 'Mine' is at byte 8, sample.h has 'entry.id' at 0, and one more is not where C has it", await Told("Swapped"), StringComparison.Ordinal);
        Assert.Contains("'Entry' is laid out as the CLR likes", await Told("Anyhow"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_malformed_is_the_generators_to_tell() => Assert.Empty(await (
        new UserCode("[XenLayout(\"struct mmu_update\")] public struct Mine { public ulong Ptr, Val; }") with { Files = [new ModelText("/project/x.xenabi", "nonsense")] }).Analyze());

    private static async Task AssertTold(AbiModel[] models, string code, params string[] parts)
    {
        IReadOnlyList<Diagnostic> found = await new UserCode(code).WithModels(models).AnalyzeAtMarks();
        Assert.All(parts, part => Assert.Contains(found, each => each.GetMessage(null).Contains(part, StringComparison.Ordinal)));
        Assert.Equal(parts.Length == 0, found.Count == 0);
    }
}
