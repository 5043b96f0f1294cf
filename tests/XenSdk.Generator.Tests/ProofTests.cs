using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>The proof must find whatever is wrong with the text, however it came to be wrong.</summary>
public class ProofTests
{
    private static readonly AbiRecord s_arg = Union("ArgUnion", 8, 8, Field("mfn", U64, 0, 8), Field("address", U64, 0, 8));

    private static readonly AbiModel s_wide = Model(AbiTarget.X86_64,
            Struct("mmu_update", 16, 8, Field("ptr", U64, 0, 8), Field("val", U64, 8, 8)),
            Struct("entry", 40, 8, Field("op", U32, 0, 4) with { EnumName = "Command" }, Field("arg", Inline(s_arg), 8, 8),
                Field("args", Array(U32, 3), 16, 12, 4), Field("next", Pointer(Untyped), 32, 8)),
            Struct("holder", 56, 8, Field("update", Named("struct mmu_update"), 0, 16, 8), Field("entry", Named("struct entry"), 16, 40, 8)),
            Struct("bits", 4, 4, Bits("low", U32, 0, 4, 0, 3), Bits("high", U32, 0, 4, 3, 4)))
        .With(Enum("Command", AbiScalarKind.U32, ("CMD_GO", "Go", 1)));

    private static readonly AbiModel s_narrow = Model(AbiTarget.X86_32,
        Struct("mmu_update", 16, 4, Field("ptr", U64, 0, 8, 4), Field("val", U64, 8, 8, 4)));

    private static PlacementPlan Plan(params AbiModel[] models) =>
        Placer.Plan(new ModelSet("Sample", false, models.ToEquatableArray(), "sample.h", default, default), null);

    /// <summary>Emits, changes the text, and proves that.</summary>
    private static EquatableArray<AbiDiagnostic> Tampered(string old, string changed, params AbiModel[] models)
    {
        PlacementPlan plan = Plan(models);
        List<string> texts = Texts(plan);
        Assert.Contains(texts, text => text.Contains(old, StringComparison.Ordinal));
        return Check(plan, [.. texts.Select(text => text.Replace(old, changed, StringComparison.Ordinal))]);
    }

    private static EquatableArray<AbiDiagnostic> Check(PlacementPlan plan, params string[] texts) =>
        LayoutProof.Check(plan, texts, TestContext.Current.CancellationToken).Diagnostics;

    /// <summary>The files that are emitted: the structs first, then the enums.</summary>
    private static List<string> Texts(PlacementPlan plan) =>
        Emitter.Emit(plan, TestContext.Current.CancellationToken).Sources.Select(source => source.Text).ToList();

    [Fact]
    public void What_the_emitter_writes_is_proved() => Assert.Empty(Tampered("public", "public", s_wide, s_narrow));

    [Fact]
    public void A_wrong_width_is_found()
    {
        AbiDiagnostic found = Assert.Single(Tampered("public ulong Ptr;", "public uint Ptr;", s_wide));
        Assert.Equal("XEN2001", found.Id);
        Assert.Contains("'Ptr' of 'Sample.MmuUpdate' has 4 bytes at 0, sample.h has 'ptr' (u64) with 8 bytes at 0 (x86_64)", found.Message, StringComparison.Ordinal);
        Assert.Equal(At(100), found.Place);
    }

    [Fact]
    public void Swapped_fields_are_found()
    {
        const string Ptr = "[NativeName(\"ptr\")]";
        PlacementPlan plan = Plan(s_wide);
        string text = Texts(plan)[0];
        string swapped = text.Replace(Ptr, "[NativeName(\"x\")]", StringComparison.Ordinal)
            .Replace("[NativeName(\"val\")]", Ptr, StringComparison.Ordinal).Replace("[NativeName(\"x\")]", "[NativeName(\"val\")]", StringComparison.Ordinal);
        Assert.NotEqual(text, swapped);
        AbiDiagnostic found = Assert.Single(Check(plan, swapped, Texts(plan)[1]));
        Assert.Equal("XEN2003", found.Id);
        Assert.Contains("'Val' of 'Sample.MmuUpdate' is at 8, sample.h has 'ptr' at 0 (x86_64). So is one more field behind it.", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moved_field_is_found_with_both_offsets()
    {
        AbiDiagnostic found = Assert.Single(Tampered("public ulong Ptr;", "public ulong Ptr; [NativeName(\"val\")] public ulong Val2;", s_wide),
            diagnostic => diagnostic.Id == "XEN2004");
        Assert.Contains("Val", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_field_is_found()
    {
        EquatableArray<AbiDiagnostic> found = Tampered("    [NativeName(\"ptr\")]\n    public ulong Ptr;", "", s_wide);
        Assert.Contains(found, diagnostic => diagnostic.Id == "XEN2004" && diagnostic.Message.Contains("lacks a field for 'ptr'", StringComparison.Ordinal));
    }

    [Fact]
    public void An_added_field_is_found() =>
        Assert.Contains(Tampered("public ulong Val;", "public ulong Val; private int _more;", s_wide),
            diagnostic => diagnostic.Id == "XEN2004" && diagnostic.Message.Contains("'_more' of 'Sample.MmuUpdate' is unknown", StringComparison.Ordinal));

    [Fact]
    public void A_second_declarator_is_a_field_too() =>
        Assert.Contains(Tampered("public ulong Val;", "public ulong Val, Other;", s_wide), diagnostic => diagnostic.Id == "XEN2004");

    [Fact]
    public void A_missing_pack_is_found()
    {
        AbiDiagnostic found = Assert.Single(Tampered(", Pack = 4", "", s_narrow));
        Assert.Equal("XEN2002", found.Id);
        Assert.Contains("'Sample.X86_32.MmuUpdate' is aligned to 8, sample.h has 'struct mmu_update' aligned to 4 (x86_32)", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[InlineArray(3)]", "[InlineArray(4)]")]
    [InlineData("[InlineArray(3)]", "[InlineArray(2)]")]
    [InlineData("[InlineArray(3)]", "")]
    [InlineData("private uint _element0;", "private ushort _element0;")]
    public void A_wrong_array_is_found(string old, string changed) =>
        Assert.Contains(Tampered(old, changed, s_wide), found => found.Id == "XEN2001" && found.Message.Contains("'args'", StringComparison.Ordinal));

    [Fact]
    public void An_array_of_twice_as_many_halves_is_found()
    {
        PlacementPlan plan = Plan(s_wide);
        string text = Texts(plan)[0]
            .Replace("[InlineArray(3)]", "[InlineArray(6)]", StringComparison.Ordinal).Replace("private uint _element0;", "private ushort _element0;", StringComparison.Ordinal);
        Assert.Contains(Check(plan, text, Texts(plan)[1]), found => found.Id == "XEN2001" && found.Message.Contains("6 elements of 2 bytes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public enum Command : uint", "public enum Command : ulong")]
    [InlineData("public enum Command : uint", "public enum Command : byte")]
    public void A_wrong_width_of_an_enum_is_found_in_it_and_where_it_is_used(string old, string changed)
    {
        EquatableArray<AbiDiagnostic> found = Tampered(old, changed, s_wide);
        Assert.Contains(found, diagnostic => diagnostic.Message.Contains("'Sample.Command' has", StringComparison.Ordinal));
        Assert.Contains(found, diagnostic => diagnostic.Id == "XEN2001" && diagnostic.Message.Contains("'Op' of 'Sample.Entry'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public MmuUpdate Update;", "public ArgUnion Update;")]
    [InlineData("public MmuUpdate Update;", "public Missing Update;")]
    [InlineData("public MmuUpdate Update;", "public nuint Update;")]
    [InlineData("public MmuUpdate Update;", "public Holder Update;")]
    public void A_type_without_a_layout_is_found(string old, string changed) =>
        Assert.Contains(Tampered(old, changed, s_wide), found => found.Id == "XEN2005");

    [Fact]
    public void A_number_in_the_place_of_a_record_is_found() =>
        Assert.Contains(Tampered("public ArgUnion Arg;", "public ulong Arg;", s_wide),
            found => found.Id == "XEN2004" && found.Message.Contains("'Arg' of 'Sample.Entry' is a 'ulong'", StringComparison.Ordinal));

    [Fact]
    public void Another_struct_of_the_same_size_is_found()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("a", 4, 4, Field("x", U32, 0, 4)), Struct("b", 4, 4, Field("y", U32, 0, 4)),
            Struct("holder", 4, 4, Field("a", Named("struct a"), 0, 4)));
        AbiDiagnostic found = Assert.Single(Tampered("public A A;", "public B A;", model));
        Assert.Equal("XEN2004", found.Id);
    }

    [Theory]
    [InlineData("LayoutKind.Explicit", "LayoutKind.Sequential")]
    [InlineData("[FieldOffset(0)]", "[FieldOffset(4)]")]
    public void A_union_that_is_none_is_found(string old, string changed) =>
        Assert.Contains(Tampered(old, changed, s_wide), found => found.Id is "XEN2001" or "XEN2003");

    [Theory]
    [InlineData("readonly get => unchecked((uint)((_bits0 >> 3) & 0xF));", "readonly get => unchecked((uint)((_bits0 >> 4) & 0xF));")]
    [InlineData("readonly get => unchecked((uint)((_bits0 >> 3) & 0xF));", "readonly get => unchecked((uint)((_bits0 >> 3) & 0x1F));")]
    public void A_bit_field_read_from_elsewhere_is_found(string old, string changed) =>
        Assert.Contains(Tampered(old, changed, s_wide), found => found.Id == "XEN2003" && found.Message.Contains("'high'", StringComparison.Ordinal));

    [Fact]
    public void A_missing_type_is_found() =>
        Assert.Contains(Tampered("public struct MmuUpdate", "public struct Renamed", s_wide),
            found => found.Id == "XEN2004" && found.Message.Contains("'Sample.MmuUpdate' is not in the generated code", StringComparison.Ordinal));

    [Fact]
    public void A_wrong_width_is_told_with_the_first_field_that_it_moves_and_how_many_more()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 16, 4, Field("a", U32, 0, 4), Field("b", U32, 4, 4), Field("c", U32, 8, 4), Field("d", U32, 12, 4)));
        EquatableArray<AbiDiagnostic> found = Tampered("public uint A;", "public ulong A;", model);
        Assert.Equal(["XEN2001", "XEN2003"], found.Select(diagnostic => diagnostic.Id));
        Assert.Contains("'A' of 'Sample.S' has 8 bytes at 0", found[0].Message, StringComparison.Ordinal);
        Assert.Contains("'B' of 'Sample.S' is at 8, sample.h has 'b' at 4 (x86_64). So are 2 more fields behind it.", found[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_of_the_root_is_compared_with_every_target_that_uses_it()
    {
        // The plan says that both targets share the type, and arm64's model differs from what was emitted of x86_64's.
        AbiModel other = Model(AbiTarget.Arm64, Struct("s", 8, 4, Field("a", U32, 0, 4), Field("b", U32, 4, 4)));
        PlacementPlan plan = Plan(other.On(AbiTarget.X86_64), other);
        AbiModel wrong = Model(AbiTarget.Arm64, Struct("s", 16, 8, Field("a", U64, 0, 8), Field("b", U64, 8, 8)));
        plan = plan with { Set = plan.Set with { Models = new[] { plan.Set.Models[0], wrong }.ToEquatableArray() } };
        EquatableArray<AbiDiagnostic> found = Check(plan, [.. Texts(plan)]);
        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.Contains("(arm64)", diagnostic.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_override_of_a_wrong_width_is_an_error_with_the_headers_place()
    {
        // What the reader writes for a field whose type the overrides change: the type is theirs, the size is clang's.
        AbiModel model = Model(AbiTarget.X86_64, Struct("mmu_update", 16, 8, Field("ptr", U64, 0, 8) with { Type = U32 }, Field("val", U64, 8, 8)));
        Generation generation = Generation.Of(model);
        generation = generation with
        {
            Files = [new ModelText(generation.Files[0].Path, AbiModelText.Write(model))
        {
            Metadata = generation.Files[0].Metadata.Add("build_metadata.AdditionalFiles.XenSdkHeader", "/home/me/project/sample.h"),
        }]
        };
        Diagnostic error = Assert.Single(generation.Run().Diagnostics);
        Assert.Equal(("XEN2001", DiagnosticSeverity.Error), (error.Id, error.Severity));
        Assert.Equal(("/home/me/project/sample.h", 99), (error.Location.GetLineSpan().Path, error.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Contains("'Ptr' of 'Sample.MmuUpdate' has 4 bytes at 0", error.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("with 8 bytes at 0 (x86_64)", error.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void An_enum_override_of_a_wrong_width_is_an_error()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 8, 4, Field("cmd", U32, 0, 4) with { EnumName = "Command" }, Field("x", U32, 4, 4)))
            .With(Enum("Command", AbiScalarKind.U64, ("CMD_GO", "Go", 1)));
        Assert.Equal(["XEN2001"], Generation.Of(model).Run().Ids);
    }

    [Theory]
    [InlineData(16, 16)] // __attribute__((aligned(16))) on a word
    [InlineData(8, 8)]
    public void An_alignment_that_no_field_has_cannot_be_expressed(int size, int align)
    {
        GenerationResult result = Generation.Of(Model(AbiTarget.X86_64, Struct("s", size, align, Field("x", U32, 0, 4)))).Run();
        Assert.Contains("XEN2005", result.Ids);
        Assert.Contains("XEN2002", result.Ids);
    }

    [Fact]
    public void Nothing_silences_the_proof()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 8, 4, Field("a", U32, 0, 4) with { Type = U16 }, Field("b", U32, 4, 4)));
        Generation plain = Generation.Of(model);
        Generation silenced = plain with
        {
            Options = plain.Options
                .WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic>
                {
                    ["XEN2001"] = ReportDiagnostic.Suppress,
                    ["XEN2002"] = ReportDiagnostic.Suppress,
                    ["XEN2003"] = ReportDiagnostic.Suppress,
                    ["XEN2004"] = ReportDiagnostic.Suppress,
                    ["XEN2005"] = ReportDiagnostic.Suppress,
                })
                .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
                .WithWarningLevel(0)
                .WithSyntaxTreeOptionsProvider(new SuppressEverything()),
            Code = "#pragma warning disable\n[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"XenSdk\", \"XEN2001\")]",
        };
        Diagnostic error = Assert.Single(silenced.Run().Diagnostics);
        Assert.Equal(("XEN2001", DiagnosticSeverity.Error, false), (error.Id, error.Severity, error.IsSuppressed));
        Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, error.Descriptor.CustomTags);
    }

    [Fact]
    public void Every_error_is_not_configurable() =>
        Assert.All(
            typeof(Descriptors).GetFields().Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>().Where(descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Error),
            descriptor => Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, descriptor.CustomTags));

    [Fact]
    public void Every_diagnostic_is_documented_with_its_severity()
    {
        using var reader = new StreamReader(typeof(ProofTests).Assembly.GetManifestResourceStream("diagnostics.md")!);
        Dictionary<string, string[]> documented = reader.ReadToEnd().Split('\n')
            .Where(line => line.StartsWith("| XEN", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(columns => columns[1], columns => columns[2].Split(", "));
        Assert.All(
            typeof(Descriptors).GetFields().Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
            descriptor => Assert.Contains(descriptor.DefaultSeverity.ToString().ToLowerInvariant(), documented[descriptor.Id]));
    }

    /// <summary>An <c>.editorconfig</c> with <c>dotnet_diagnostic.XEN2001.severity = none</c> for every file.</summary>
    private sealed class SuppressEverything : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return true;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            TryGetDiagnosticValue(null!, diagnosticId, cancellationToken, out severity);
    }
}
