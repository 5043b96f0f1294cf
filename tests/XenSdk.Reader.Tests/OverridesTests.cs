using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class OverridesTests
{
    private const string Header = """
        struct op { int cmd; union { struct { int flags; } new; int old; } u; union { short low; }; };
        typedef unsigned short domid_t;
        enum kind { KIND_A, KIND_B };
        #define MAX_OPS 3
        #define F_A 1
        #define __HYPERVISOR_op 9
        """;

    [Fact]
    public void Names_are_given_by_path()
    {
        AbiModel model = Model(Header, overrides: """
            { "names": { "struct op": "Operation", "struct op.u.new": "NewPool", "struct op.low": "Lower", "domid_t": "DomainId",
              "MAX_OPS": "Limit", "KIND_B": "Second", "enum kind": "Sort", "op": "Operate" } }
            """);

        AbiRecord record = model.Record("struct op");
        AbiField pool = record.Field("u").Inline().Field("new");
        Assert.Equal(("Operation", "NewPool", "NewPoolStruct"), (record.CSharpName, pool.CSharpName, pool.Inline().CSharpName));
        Assert.Equal("Lower", record.Fields[2].Inline().Field("low").CSharpName);
        Assert.Equal(("DomainId", "Limit", "Operate"), (model.Typedefs[0].CSharpName, model.Macro("MAX_OPS").Detail, model.Hypercall("op").CSharpName));
        Assert.Equal(["A", "Second"], model.Enum("Sort").Members.Select(member => member.CSharpName));
    }

    [Fact]
    public void A_field_gets_its_enum_and_its_type_as_they_are_said()
    {
        AbiModel model = Model(Header, overrides: """
            { "enums": { "F": { "prefix": "F_" } }, "fields": { "struct op.cmd": { "enum": "F" }, "struct op.u.old": { "type": "unsigned long long" } } }
            """);

        AbiRecord record = model.Record("struct op");
        Assert.Equal("F", record.Field("cmd").EnumName);
        AbiField old = record.Field("u").Inline().Field("old");
        Assert.Equal((Of(AbiScalarKind.U64), "int", 4, 4), (old.Type, old.CType, old.Size, old.Align));
    }

    [Fact]
    public void A_field_can_have_an_enum_of_the_header() =>
        Assert.Equal("Kind", Model(Header, overrides: """{ "fields": { "struct op.cmd": { "enum": "Kind" } } }""").Record("struct op").Field("cmd").EnumName);

    [Fact]
    public void An_enum_that_has_no_member_on_a_target_is_not_there()
    {
        const string Wide = "#ifdef __x86_64__\n#define W_A 1\n#endif\nstruct s { int a; };\n";
        const string Overrides = """{ "enums": { "W": { "prefix": "W_" } }, "fields": { "struct s.a": { "enum": "W" } } }""";

        Assert.Equal("W", Model(Wide, AbiTarget.X86_64, Overrides).Record("struct s").Field("a").EnumName);
        Assert.Equal("", Model(Wide, AbiTarget.Arm64, Overrides).Record("struct s").Field("a").EnumName);
        Assert.Empty(Model(Wide, AbiTarget.Arm64, Overrides).Enums);
    }

    [Fact]
    public void A_later_file_wins_key_by_key()
    {
        using var folder = new TemporaryFolder();
        HeaderReadResult result = HeaderReader.Read(
            new ReadRequest
            {
                Header = folder.Write("test.h", Header),
                BaseOverrides = [folder.Write("base.json", """{ "names": { "domid_t": "FromBase", "MAX_OPS": "FromBase" }, "enums": { "F": { "prefix": "F_", "flags": true, "doc": "base" } } }""")],
                Overrides =
                [
                    folder.Write("a.json", """{ "names": { "domid_t": "FromA", "struct op": "FromA" }, "enums": { "F": { "doc": "a" } } }"""),
                    folder.Write("b.json", """{ "names": { "struct op": "FromB" } }"""),
                ],
            },
            [AbiTarget.X86_64]);

        AbiModel model = Assert.Single(result.Models);
        Assert.Equal(("FromA", "FromBase", "FromB"), (model.Typedefs[0].CSharpName, model.Macro("MAX_OPS").Detail, model.Record("struct op").CSharpName));
        Assert.Equal((true, "a"), (model.Enum("F").IsFlags, model.Enum("F").Doc));
        Assert.Equal(["base.json", "a.json", "b.json"], model.Source.Inputs.Where(input => input.Role == "overrides").Select(input => input.Name));
    }

    [Fact]
    public void What_the_base_names_and_the_header_lacks_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        string overrides = folder.Write("base.json", """
            {
              "names": { "struct missing": "X", "MISSING": "Y" },
              "enums": { "M": { "prefix": "M_", "type": "missing_t" }, "N": { "macros": ["MISSING", "F_A"], "type": "missing_t" } },
              "fields": { "struct missing.a": { "enum": "Missing" }, "struct op.cmd": { "enum": "M", "type": "missing_t" } },
              "hypercalls": { "missing": { "prototype": "int missing(void)" }, "op": { "prototype": "int op(missing_t a, struct missing *b)" } }
            }
            """);

        HeaderReadResult Read(IReadOnlyList<string> lenient, IReadOnlyList<string> strict) => HeaderReader.Read(
            new ReadRequest { Header = folder.Write("test.h", Header), BaseOverrides = lenient, Overrides = strict }, [AbiTarget.X86_64]);

        HeaderReadResult result = Read([overrides], []);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Severity != AbiSeverity.Info);
        AbiModel model = Assert.Single(result.Models);
        Assert.Equal(("N.FA", "", AbiPrototypeOrigin.None), (model.Macro("F_A").Detail, model.Record("struct op").Field("cmd").EnumName, model.Hypercall("op").Origin));
        Assert.True(Read([], [overrides]).HasErrors);
    }

    [Fact]
    public void What_only_another_target_has_may_be_named()
    {
        const string Arch = "#ifdef __x86_64__\nstruct only_x86 { int a; };\n#endif\n";

        Assert.Empty(Faults(Arch, """{ "names": { "struct only_x86": "OnlyX86", "struct only_x86.a": "B" } }""", AbiTarget.Arm32));
        Assert.Equal([("XEN1005", "test.json", 1, 14)], Faults(Arch, """{ "names": { "struct only_x87": "OnlyX86" } }""", AbiTarget.Arm32));
    }

    [Fact]
    public void Comments_a_byte_order_mark_and_a_last_comma_are_no_fault() =>
        Assert.Equal("Limit", Model(Header, overrides: "\uFEFF{ // names\n \"names\": { /* one */ \"MAX_OPS\": \"Limit\", }, }").Macro("MAX_OPS").Detail);
}
