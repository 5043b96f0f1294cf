using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

/// <summary>Every fault in overrides has an id, the place where it is, and a way out.</summary>
public sealed class OverridesFaultTests
{
    private const string Header = """
        struct mmu_update { int ptr; };
        typedef unsigned short domid_t;
        #define VIRQ_TIMER 0
        #define VIRQ_DEBUG 300
        #define VIRQ_3 3
        #define __HYPERVISOR_iret 23
        #define __HYPERVISOR_mmu_update 1
        /* int HYPERVISOR_mmu_update(const struct mmu_update reqs[], unsigned count) */
        """;

    [Theory]
    [InlineData("{ \"names\": { \"a\" \"b\" } }", 1, 18, "Expected a ':'")]
    [InlineData("{\n  \"names\": {\n", 3, 1, "depth")]
    [InlineData("", 1, 1, "JSON")]
    [InlineData("{ } }", 1, 5, "after")]
    [InlineData("nonsense", 1, 2, "invalid")]
    public void What_is_no_JSON_is_XEN1002(string overrides, int line, int column, string words)
    {
        AbiDiagnostic error = Error(Header, overrides);

        Assert.Equal(("XEN1002", line, column), (error.Id, error.Place!.Line, error.Place.Column));
        Assert.Contains(words, error.Message);
    }

    [Theory]
    [InlineData("{\n  \"name\": {} }", 2, 3, "'names'")]
    [InlineData("{ \"enums\": { \"V\": { \"prefix\": \"VIRQ_\", \"strp\": \"x\" } } }", 1, 40, "'strip'")]
    [InlineData("{ \"fields\": { \"struct mmu_update.ptr\": { \"enumm\": \"V\" } } }", 1, 42, "'enum'")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"mode\": [] } } }", 1, 29, "'modes'")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"parameters\": { \"x\": { \"dir\": \"in\" } } } } }", 1, 52, "direction")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"prototype\": { \"x86-64\": \"int iret(int a)\" } } } }", 1, 44, "'x86_64'")]
    [InlineData("{ \"names\": {}, \"names\": {} }", 1, 16, "twice")]
    public void An_unknown_key_is_XEN1003(string overrides, int line, int column, string words) => Is("XEN1003", overrides, line, column, words);

    [Theory]
    [InlineData("[]", 1, 1, "an array")]
    [InlineData("{ \"names\": 3 }", 1, 12, "an object")]
    [InlineData("{ \"names\": { \"domid_t\": null } }", 1, 25, "a string")]
    [InlineData("{ \"names\": { \"domid_t\": \" \" } }", 1, 25, "empty")]
    [InlineData("{ \"enums\": { \"V\": { \"prefix\": \"VIRQ_\", \"flags\": \"yes\" } } }", 1, 49, "true or false")]
    [InlineData("{ \"enums\": { \"V\": { \"prefix\": \"VIRQ_\", \"macros\": [\"VIRQ_TIMER\"] } } }", 1, 14, "both")]
    [InlineData("{ \"enums\": { \"V\": { } } }", 1, 14, "no members")]
    [InlineData("{ \"enums\": { \"V\": { \"macros\": \"VIRQ_TIMER\" } } }", 1, 31, "an array of strings")]
    [InlineData("{ \"enums\": { \"V\": { \"macros\": [\"VIRQ_TIMER\", 1] } } }", 1, 46, "an element")]
    [InlineData("{ \"enums\": { \"V\": { \"macros\": [\"VIRQ_TIMER\", \"VIRQ_DEBUG\"], \"type\": \"unsigned char\" } } }", 1, 69, "VIRQ_DEBUG = 300")]
    [InlineData("{ \"enums\": { \"V\": { \"macros\": [\"VIRQ_TIMER\"], \"type\": \"struct mmu_update\" } } }", 1, 55, "no integer")]
    [InlineData("{ \"enums\": { \"V\": { \"macros\": [\"VIRQ_TIMER\"], \"type\": \"unsigned lnog\" } } }", 1, 65, "no type")]
    [InlineData("{ \"fields\": { \"struct mmu_update.ptr\": { \"type\": \"u46\" } } }", 1, 51, "'u46'")]
    [InlineData("{ \"fields\": { \"struct mmu_update.ptr\": { \"type\": \"u46[3]\" } } }", 1, 51, "'u46'")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"modes\": [\"pv\", \"hv\"] } } }", 1, 45, "pv, hvm, arm")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"prototype\": 7 } } }", 1, 42, "a string")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"prototype\": \"int iret(void *x)\", \"parameters\": { \"x\": { \"direction\": \"inn\" } } } } }", 1, 99, "'in'")]
    public void A_value_of_the_wrong_type_is_XEN1004(string overrides, int line, int column, string words) => Is("XEN1004", overrides, line, column, words);

    [Theory]
    [InlineData("{ \"names\": { \"struct mmu_updat\": \"X\" } }", 1, 14, "'struct mmu_update'")]
    [InlineData("{ \"names\": { \"mmu_Update\": \"X\" } }", 1, 14, "'mmu_update'")]
    [InlineData("{ \"names\": { \"struct mmu_update.prt\": \"X\" } }", 1, 14, "'struct mmu_update.ptr'")]
    [InlineData("{ \"enums\": { \"V\": { \"prefix\": \"VIRK_\" } } }", 1, 31, "'VIRQ_'")]
    [InlineData("{ \"enums\": { \"V\": { \"macros\": [\"VIRQ_TIMER\",\n \"VIRQ_TIMR\"] } } }", 2, 2, "'VIRQ_TIMER'")]
    [InlineData("{ \"enums\": { \"V\": { \"prefix\": \"VIRQ_\", \"names\": { \"VIRQ_3\": \"Three\", \"VIRQ_DEBUGG\": \"D\" } } } }", 1, 70, "'VIRQ_DEBUG'")]
    [InlineData("{ \"fields\": { \"struct mmu_update.ptrr\": { } } }", 1, 15, "'struct mmu_update.ptr'")]
    [InlineData("{ \"enums\": { \"Sort\": { \"macros\": [\"VIRQ_TIMER\"] } }, \"fields\": { \"struct mmu_update.ptr\": { \"enum\": \"Sotr\" } } }", 1, 101, "'Sort'")]
    [InlineData("{ \"hypercalls\": { \"irett\": { } } }", 1, 19, "'iret'")]
    [InlineData("{ \"hypercalls\": { \"mmu_update\": { \"parameters\": { \"rqs\": { } } } } }", 1, 51, "'reqs'")]
    [InlineData("{ \"hypercalls\": { \"mmu_update\": { \"parameters\": { \"reqs\": { \"count\": \"cout\" } } } } }", 1, 70, "'count'")]
    [InlineData("{ \"hypercalls\": { \"mmu_update\": { \"parameters\": { \"count\": { \"enum\": \"Nope\" } } } } }", 1, 70, "no enum")]
    [InlineData("{ \"hypercalls\": { \"iret\": { \"prototype\": \"int iret(struct mmu_updates *a)\" } } }", 1, 52, "'struct mmu_update'")]
    public void What_the_header_lacks_is_XEN1005_with_what_may_be_meant(string overrides, int line, int column, string words) => Is("XEN1005", overrides, line, column, words);

    [Theory]
    [InlineData("int iret(uint46_t a)", 51, "'uint46_t'")]
    [InlineData("int iret(int a", 42, "expected")]
    [InlineData("int iretz(int a)", 46, "'iretz'")]
    [InlineData("rubbish", 42, "no prototype")]
    [InlineData("iret(int a)", 42, "no prototype")]
    public void A_prototype_that_does_not_parse_is_XEN1006(string prototype, int column, string words)
    {
        AbiDiagnostic error = Error(Header, $$"""{ "hypercalls": { "iret": { "prototype": "{{prototype}}" } } }""");

        Assert.Equal(("XEN1006", 1), (error.Id, error.Place!.Line));
        Assert.True(error.Place.Column >= column, $"column {error.Place.Column}, and the text begins at {column}");
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void Clangs_column_in_a_prototype_is_the_column_in_the_file() =>
        Is("XEN1006", "{ \"hypercalls\": { \"iret\": { \"prototype\": \"int iret(int a, uint46_t b)\" } } }", 1, 59, "unknown type name 'uint46_t'");

    [Theory]
    [InlineData("int mmu_update(struct mmu_update reqs[], unsigned count)")]
    [InlineData("int mmu_update(const struct mmu_update reqs[], unsigned long count)")]
    [InlineData("long mmu_update(const struct mmu_update reqs[], unsigned count)")]
    [InlineData("int mmu_update(const struct mmu_update reqs[])")]
    public void A_prototype_other_than_the_headers_is_XEN1007(string prototype)
    {
        AbiDiagnostic error = Error(Header, $$"""{ "hypercalls": { "mmu_update": { "prototype": "{{prototype}}" } } }""");

        Assert.Equal(("XEN1007", 1, 48), (error.Id, error.Place!.Line, error.Place.Column));
        Assert.Contains("test.h:8:1", error.Message);
    }

    [Theory]
    [InlineData("{ \"names\": { \"domid_t\": \"1x\" } }", "test.json", 1, 25)]
    [InlineData("{ \"names\": { \"domid_t\": \"a-b\" } }", "test.json", 1, 25)]
    [InlineData("{ \"enums\": { \"1V\": { \"macros\": [\"VIRQ_TIMER\"] } } }", "test.json", 1, 14)]
    [InlineData("{ \"enums\": { \"V\": { \"prefix\": \"VIRQ_\" } } }", "test.h", 5, 9)]
    public void A_name_that_CSharp_does_not_take_is_XEN1009(string overrides, string file, int line, int column) =>
        Assert.Equal([("XEN1009", file, line, column)], Faults(Header, overrides));

    [Theory]
    [InlineData("{ \"names\": { \"VIRQ_TIMER\": \"VirqDebug\" } }", "test.h", 4, 9)]
    [InlineData("{ \"names\": { \"struct mmu_update.ptr\": \"MmuUpdate\" } }", "test.h", 1, 25)]
    [InlineData("{ \"names\": { \"iret\": \"MmuUpdate\" } }", "test.h", 6, 9)]
    [InlineData("{ \"enums\": { \"MmuUpdate\": { \"macros\": [\"VIRQ_TIMER\"] } } }", "test.h", 3, 9)]
    [InlineData("{ \"enums\": { \"A\": { \"macros\": [\"VIRQ_TIMER\"] }, \"B\": { \"macros\": [\"VIRQ_TIMER\"] } } }", "test.json", 1, 67)]
    public void Two_things_with_one_name_are_XEN1008(string overrides, string file, int line, int column) =>
        Assert.Equal([("XEN1008", file, line, column)], Faults(Header, overrides));

    [Theory]
    [InlineData("int iret(int a, int b, int c, int d, int e, int f)", "6 parameters")]
    [InlineData("int iret(int a, ...)", "any number")]
    [InlineData("int iret(struct mmu_update a)", "a struct")]
    [InlineData("int iret(double a)", "no integer")]
    [InlineData("int iret(int)", "no name")]
    public void What_no_register_holds_is_XEN1011(string prototype, string words) =>
        Is("XEN1011", $$"""{ "hypercalls": { "iret": { "prototype": "{{prototype}}" } } }""", 1, 42, words);

    [Fact]
    public void A_64_bit_parameter_of_a_32_bit_target_is_XEN1011()
    {
        const string Overrides = """{ "hypercalls": { "iret": { "prototype": "int iret(unsigned long long a)" } } }""";

        Assert.Empty(Faults(Header, Overrides));
        Assert.Equal([("XEN1011", "test.json", 1, 42)], Faults(Header, Overrides, AbiTarget.X86_32));
    }

    [Fact]
    public void Every_fault_is_told_in_one_run_in_the_order_of_the_file()
    {
        const string Overrides = "{\n\"nmes\": {},\n\"names\": { \"domid_t\": 1,\n\"struct mmu_update\": true },\n\"fields\": 3\n}";

        Assert.Equal([("XEN1003", 2), ("XEN1004", 3), ("XEN1004", 4), ("XEN1004", 5)], Faults(Header, Overrides).Select(fault => (fault.Id, fault.Line)));
    }

    private static void Is(string id, string overrides, int line, int column, string words)
    {
        AbiDiagnostic error = Error(Header, overrides);

        Assert.Equal((id, "test.json", line, column), (error.Id, Path.GetFileName(error.Place!.File), error.Place.Line, error.Place.Column));
        Assert.Contains(words, error.Message);
    }
}
