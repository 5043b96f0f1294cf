using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Abi.AbiScalarKind;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class HypercallTests
{
    private const string Header = """
        struct entry { long a; };
        /*
         * THE CALL
         *
         * enum neg_errnoval HYPERVISOR_frob(const struct entry list[],
         *                                   unsigned count, entry_t *out,
         *                                   unsigned domain)
         * @list is an array of entries.
         * @count is the length
         *        of the array.
         * @domain[15:0]: whose.
         * @domain[31:16]: whose, too.
         * @result is what came of it.
         *
         * All about the call. @list is mentioned here.
         * Use HYPERVISOR_frob(1, 2) as in this line.
         */
        #define FROB_A 1
        #define FROB_B 2

        #define __HYPERVISOR_frob 7 /* beside */
        #define __HYPERVISOR_plain 3
        #define __HYPERVISOR_named "no number"
        """;

    [Fact]
    public void A_hypercall_is_a_macro_with_a_number_in_order_of_the_numbers()
    {
        AbiModel model = Model(Header);

        Assert.Equal([(3, "plain"), (7, "frob")], model.Hypercalls.Select(call => (call.Number, call.Name)));
        Assert.Equal(("Frob", "__HYPERVISOR_frob", "test.h:21:9"), (model.Hypercall("frob").CSharpName, model.Hypercall("frob").Macro, model.Hypercall("frob").Place.ToString()));
    }

    [Fact]
    public void A_prototype_in_a_comment_of_the_header_is_parsed_by_clang_in_its_context()
    {
        AbiHypercall call = Model(Header).Hypercall("frob");

        Assert.Equal((AbiPrototypeOrigin.Header, Of(S32), "enum neg_errnoval"), (call.Origin, call.Result, call.CResult));
        Assert.Equal(
            [
                ("list", new AbiPointer(new AbiNamed("struct entry"), 64, true, false), "const struct entry[]", AbiDirection.In, "count"),
                ("count", Of(U32), "unsigned int", AbiDirection.In, ""),
                ("out", new AbiPointer(new AbiNamed("struct entry"), 64, false, false), "entry_t *", AbiDirection.InOut, ""),
                ("domain", Of(U32), "unsigned int", AbiDirection.In, ""),
            ],
            call.Parameters.Select(parameter => (parameter.Name, parameter.Type, parameter.CType, parameter.Direction, parameter.Count)));
    }

    [Fact]
    public void The_words_on_parameters_go_to_the_parameters_and_the_rest_to_call_and_enum()
    {
        AbiModel model = Model(Header, overrides: """{ "enums": { "Frob": { "prefix": "FROB_" } } }""");
        AbiHypercall call = model.Hypercall("frob");

        Assert.Equal(
            ["An array of entries.", "The length\nof the array.", "What came of it.", "[15:0]: whose.\n[31:16]: whose, too."],
            call.Parameters.Select(parameter => parameter.Doc));
        const string Words = "THE CALL\n\nAll about the call. @list is mentioned here.\nUse HYPERVISOR_frob(1, 2) as in this line.";
        Assert.Equal(Words + "\n\nbeside", call.Doc);
        Assert.Equal(Words, model.Enum("Frob").Doc);
    }

    [Fact]
    public void What_the_overrides_say_of_a_call_stands_before_the_headers_words() =>
        Assert.StartsWith(
            "From the overrides.\n\nTHE CALL\n",
            Model(Header, overrides: """{ "hypercalls": { "frob": { "doc": "From the overrides." } } }""").Hypercall("frob").Doc);

    [Theory]
    [InlineData("x86_64", AbiModes.Pv | AbiModes.Hvm)]
    [InlineData("x86_32", AbiModes.Pv | AbiModes.Hvm)]
    [InlineData("arm64", AbiModes.Arm)]
    public void A_prototype_without_modes_is_for_every_guest_of_the_target(string target, AbiModes modes) =>
        Assert.Equal(modes, Model(Header, AbiTarget.Find(target)).Hypercall("frob").Modes);

    [Fact]
    public void A_number_without_a_prototype_is_told_of_and_stays()
    {
        HeaderReadResult result = Result("#define __HYPERVISOR_plain 3\n", AbiTarget.X86_64);

        AbiDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("XEN1012", AbiSeverity.Info, 1, 9), (diagnostic.Id, diagnostic.Severity, diagnostic.Place!.Line, diagnostic.Place.Column));
        AbiHypercall call = result.Models[0].Hypercall("plain");
        Assert.Equal((AbiPrototypeOrigin.None, AbiModes.None, 0), (call.Origin, call.Modes, call.Parameters.Count));
    }

    [Fact]
    public void Modes_that_a_target_does_not_have_leave_only_the_number()
    {
        const string Overrides = """{ "hypercalls": { "frob": { "modes": ["pv"] } } }""";

        Assert.Equal(AbiModes.Pv, Model(Header, AbiTarget.X86_64, Overrides).Hypercall("frob").Modes);
        AbiHypercall arm = Model(Header, AbiTarget.Arm64, Overrides).Hypercall("frob");
        Assert.Equal((AbiModes.None, AbiPrototypeOrigin.None, 0), (arm.Modes, arm.Origin, arm.Parameters.Count));
    }

    [Fact]
    public void Overrides_give_a_prototype_by_target_and_what_it_cannot_say()
    {
        const string Overrides = """
            {
              "names": { "plain": "PlainCall" },
              "enums": { "Frob": { "prefix": "FROB_" } },
              "hypercalls": {
                "plain": {
                  "modes": ["pv", "arm"],
                  "prototype": { "default": "long plain(int cmd, unsigned long value, void *buffer, unsigned size)", "x86_32": "void plain(unsigned lo, unsigned hi)", "arm64": "int plain(void)" },
                  "parameters": {
                    "cmd": { "enum": "Frob", "doc": "Which." },
                    "buffer": { "name": "room", "direction": "out", "count": "size" },
                    "hi": { "doc": "The upper half." }
                  },
                  "frame": true, "deprecated": "Use frob.", "doc": "From the overrides."
                }
              }
            }
            """;

        AbiHypercall call = Model(Header, AbiTarget.X86_64, Overrides).Hypercall("plain");
        Assert.Equal(("PlainCall", AbiModes.Pv, AbiPrototypeOrigin.Overrides), (call.CSharpName, call.Modes, call.Origin));
        Assert.Equal((Of(S64), true, "Use frob.", "From the overrides."), (call.Result, call.ByStackFrame, call.Deprecated, call.Doc));
        Assert.Equal(
            [("cmd", "cmd", "Frob", AbiDirection.In, "Which.", ""), ("value", "value", "", AbiDirection.In, "", ""), ("buffer", "room", "", AbiDirection.Out, "", "size"), ("size", "size", "", AbiDirection.In, "", "")],
            call.Parameters.Select(parameter => (parameter.Name, parameter.CSharpName, parameter.EnumName, parameter.Direction, parameter.Doc, parameter.Count)));
        AbiHypercall x86 = Model(Header, AbiTarget.X86_32, Overrides).Hypercall("plain");
        Assert.Equal([("lo", ""), ("hi", "The upper half.")], x86.Parameters.Select(parameter => (parameter.Name, parameter.Doc)));
        Assert.Empty(Model(Header, AbiTarget.Arm64, Overrides).Hypercall("plain").Parameters);
    }

    [Fact]
    public void A_prototype_for_other_targets_only_is_a_call_that_this_one_lacks()
    {
        const string Overrides = """{ "hypercalls": { "plain": { "modes": ["pv"], "prototype": { "x86_64": "int plain(int a)" } } } }""";

        Assert.Equal(AbiModes.Pv, Model(Header, AbiTarget.X86_64, Overrides).Hypercall("plain").Modes);
        Assert.Equal(AbiModes.None, Model(Header, AbiTarget.X86_32, Overrides).Hypercall("plain").Modes);
    }

    [Fact]
    public void Two_prototypes_that_agree_are_one()
    {
        const string Overrides = """{ "hypercalls": { "frob": { "prototype": "int frob(const entry_t *entries, unsigned int n, struct entry out[], unsigned d)" } } }""";

        AbiHypercall call = Model(Header, overrides: Overrides).Hypercall("frob");
        Assert.Equal((AbiPrototypeOrigin.Overrides, "entries"), (call.Origin, call.Parameters[0].Name));
    }

    [Fact]
    public void The_header_may_use_a_hypercalls_name_for_something_else() =>
        Assert.Equal(
            2,
            Model("typedef int plain;\n#define __HYPERVISOR_plain 3\n", overrides: """{ "hypercalls": { "plain": { "prototype": "int HYPERVISOR_plain(plain a, plain b)" } } }""").Hypercall("plain").Parameters.Count);

    [Fact]
    public void A_prototype_of_the_header_that_does_not_parse_is_a_warning_with_its_place()
    {
        const string Bad = "#define __HYPERVISOR_x 1\n/* int HYPERVISOR_x(missing_t a) */\n";

        Assert.Equal([("XEN1006", "test.h", 2, 1)], Faults(Bad));
        Assert.Empty(Faults(Bad, """{ "hypercalls": { "x": { "prototype": "int x(int a)" } } }"""));
    }

    [Fact]
    public void Array_parameters_of_typedefs_and_handles_are_pointers()
    {
        AbiHypercall call = Model(
            "#include <asm/xen/interface.h>\ntypedef unsigned char id_t[16];\n#define __HYPERVISOR_x 1\n",
            AbiTarget.Arm64,
            """{ "hypercalls": { "x": { "prototype": "int x(const id_t who, GUEST_HANDLE(void) arg, xen_pfn_t frames[4])" } } }""").Hypercall("x");

        Assert.Equal(
            [
                new AbiPointer(new AbiNamed("id_t"), 64, true, false),
                new AbiPointer(Of(AbiScalarKind.Void), 64, false, true),
                new AbiPointer(Of(U64), 64, false, false),
            ],
            call.Parameters.Select(parameter => parameter.Type));
    }
}
